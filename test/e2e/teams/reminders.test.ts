import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import type { Dialog } from '../../../playground/teams/server.js';
import { toTeamsText } from '../../../playground/users/teams-posts.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, findPosts, startOnMonday } from '../support/intake-helpers.js';

const HOUR = 3_600_000;

describe('reminders in Teams, as a person wants them', function () {
  this.timeout(90_000);
  let harness: Harness;
  let nine: number;

  before(async () => {
    harness = await startOnMonday({ platforms: { reporter: 'teams', team: 'teams' } });
    nine = (await harness.lab.now()) + 23 * HOUR;
  });
  after(() => harness.close());

  const textOf = ({ card }: Dialog): string => toTeamsText({ attachments: [card] });
  const close = ({ id }: Dialog): void => harness.teams.closeDialog(PEOPLE.ben, id);
  const find = (): Dialog => {
    const [dialog] = harness.teams.dialogs(PEOPLE.ben);
    if (dialog === undefined) throw new Error('There is no dialog.');
    return dialog;
  };
  /** Opens the form by the command of the message extension. */
  const open = async (): Promise<Dialog> => {
    const place = { conversation: CHANNELS.general };
    await harness.teams.extension(PEOPLE.ben, 'complaint-reminders', place);
    return find();
  };

  it('are asked for in the form of the message extension, with what holds', async () => {
    const dialog = await open();
    expect(textOf(dialog)).to.include('How your own reminders come');
    expect(JSON.stringify(dialog)).to.include('When I begin to work').and.include('Up to 6');
    close(dialog);
  });

  it('are asked for after the word in the personal chat, by a button', async () => {
    await harness.teams.write(PEOPLE.ben, 'personal', 'reminders');
    const opener = await harness.teams.until(
      () =>
        harness.teams
          .personalChat(PEOPLE.ben)
          .findLast((one) => toTeamsText(one).includes('Choose how your reminders come')),
      'a message with a button for the form',
      5000,
    );
    const at = { conversation: opener.conversation, activity: opener.id };
    await harness.teams.press(PEOPLE.ben, at, { title: TEAMS_TEXT.openerButton });
    expect(textOf(find())).to.include('How your own reminders come');
    close(find());
  });

  it('are as before when the form says what cannot be', async () => {
    const dialog = await open();
    const wrong = await harness.teams.submit(PEOPLE.ben, dialog.id, { 'f.quiet': 'at night' });
    expect(wrong.dialog && textOf(wrong.dialog)).to.include('Redress cannot read that');
    close(find());
    expect(JSON.stringify(await open())).not.to.include('at night');
    close(find());
  });

  it('come so, also after a kill: the list comes at the chosen time', async () => {
    const dialog = await open();
    const sent = await harness.teams.submit(PEOPLE.ben, dialog.id, {
      ...{ 'f.listAt': '630', 'f.mostADay': '0', 'f.quiet': '13:30-14:00' },
      'f.inList.quiet': 'list',
    });
    expect(sent.dialog && textOf(sent.dialog))
      .to.include('comes at 10:30')
      .and.include('No message comes besides it')
      .and.include('Nothing comes 13:30-14:00');
    close(find());
    harness.bot.crash();
    await harness.bot.whenUp();
    expect(JSON.stringify(await open()))
      .to.include('"value":"630"')
      .and.include('13:30-14:00');
    close(find());

    const id = await fileComplaint(harness, { impact: 'medium' });
    const card = () => findPost(harness, 'billing', new RegExp(`${id}\\b`));
    const ben = new PersistentUser(harness, 'ben');
    await ben.press(card, 'take');
    await harness.lab.settle();
    await ben.submitForm(card, 'acknowledge', { words: 'We have it.' });
    const dueAt = { moment: nine + 7 * HOUR };
    await ben.submitForm(card, 'promise', { what: 'A call', dueAt, basis: 'They asked for it' });
    await harness.lab.moveTo(nine + HOUR);
    await harness.lab.drain();
    const lists = () => findPosts(harness, 'dm ben', /Today:/);
    expect(lists()).to.deep.equal([]);
    await harness.lab.moveTo(nine + 1.5 * HOUR);
    await harness.lab.drain();
    expect(lists().map(({ text }) => text.includes(id))).to.deep.equal([true]);
  });
});
