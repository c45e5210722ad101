import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import type { Dialog, Message } from '../../../playground/teams/server.js';
import { toTeamsText } from '../../../playground/users/teams-posts.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import {
  fileComplaint,
  findPost,
  findPosts,
  press,
  startOnMonday,
} from '../support/intake-helpers.js';

const HOUR = 3_600_000;

describe('somebody who is away in Teams', function () {
  this.timeout(90_000);
  let harness: Harness;
  let id: string;

  before(async () => {
    harness = await startOnMonday({ platforms: { reporter: 'teams', team: 'teams' } });
    id = await fileComplaint(harness);
    await press(harness, 'ben', findPost(harness, 'billing', new RegExp(id)), 'take');
    await harness.lab.settle();
  });
  after(() => harness.close());

  const write = (words: string) => harness.teams.write(PEOPLE.ben, 'personal', words);
  const use = async (command: string): Promise<Dialog> => {
    await harness.teams.extension(PEOPLE.ben, command, { conversation: CHANNELS.general });
    const [dialog] = harness.teams.dialogs(PEOPLE.ben);
    if (dialog === undefined) throw new Error(`${command} opened no dialog`);
    return dialog;
  };
  const textOf = ({ card }: Dialog): string => toTeamsText({ attachments: [card] });
  /** The newest message to Ben with this text. */
  const see = (text: RegExp): Promise<Message> =>
    harness.teams.until(
      () => harness.teams.personalChat(PEOPLE.ben).findLast((one) => text.test(toTeamsText(one))),
      `a message to Ben that says ${text}`,
      5000,
    );
  const pass = async (hours: number): Promise<void> => {
    await harness.lab.moveTo((await harness.lab.now()) + hours * HOUR);
    await harness.lab.drain();
  };

  it('reads after the words what will be due meanwhile, and can hand it over there', async () => {
    await write('away until Friday');
    const { conversation, id: activity } = await see(/Your absence is noted/);
    const at = { conversation, activity };
    const shown = harness.teams.message(at);
    expect(shown && toTeamsText(shown))
      .to.include('The lead of each complaint’s team')
      .and.include(id);
    await harness.teams.press(PEOPLE.ben, at, { action: 'assign' });
    const [form] = harness.teams.dialogs(PEOPLE.ben);
    expect(form && textOf(form)).to.include(id);
    if (form !== undefined) harness.teams.closeDialog(PEOPLE.ben, form.id);
  });

  it('is offered the form after the word alone', async () => {
    await write('away');
    const opener = await see(/Say that you are away: press the button/);
    const at = { conversation: opener.conversation, activity: opener.id };
    await harness.teams.press(PEOPLE.ben, at, { title: TEAMS_TEXT.openerButton });
    const [form] = harness.teams.dialogs(PEOPLE.ben);
    expect(JSON.stringify(form)).to.include('Who stands in for you?');
    harness.teams.closeDialog(PEOPLE.ben, form?.id ?? '');
  });

  it('names a stand-in in the dialog, who is told once', async () => {
    const dialog = await use('complaint-away');
    const wrong = await harness.teams.submit(PEOPLE.ben, dialog.id, {
      'f.words': 'until it rains',
    });
    expect(wrong.dialog && textOf(wrong.dialog)).to.include('Redress cannot read that');
    const values = { 'f.words': 'until Friday', 'f.standIn': PEOPLE.cleo };
    const sent = await harness.teams.submit(PEOPLE.ben, wrong.dialog?.id ?? '', values);
    expect(sent.dialog && textOf(sent.dialog))
      .to.include('Cleo Clarke')
      .and.include(id);
    harness.teams.closeDialog(PEOPLE.ben, sent.dialog?.id ?? '');
    await harness.lab.drain();
    const told = findPosts(harness, 'dm cleo', /You stand in for Ben Baker/);
    expect(told.map(({ text }) => text.includes(id))).to.deep.equal([true]);
  });

  it('is stood in for, also after a kill: the nudge goes there with the reason, and they can act', async () => {
    harness.bot.crash();
    await harness.bot.whenUp();
    await pass(7);
    const find = () => findPost(harness, 'dm cleo', new RegExp(`A reminder about ${id}`));
    expect(find().text).to.match(/Ben Baker is away until/);
    expect(findPosts(harness, 'dm ben', /A reminder about/)).to.deep.equal([]);
    const card = () => findPost(harness, 'billing', new RegExp(id));
    const cleo = new PersistentUser(harness, 'cleo');
    await cleo.submitForm(find, 'acknowledge', { words: 'We have it.' });
    const dueAt = { moment: (await harness.lab.now()) + 47 * HOUR };
    const promise = { what: 'A call', dueAt, basis: 'They asked for it' };
    await cleo.submitForm(card, 'promise', promise);
    await harness.lab.settle();
    expect(card().text).to.include('With @Ben Baker').and.include('A call');
  });

  it('gets the nudges again once they are back, and their stand-in is told', async () => {
    const dialog = await use('complaint-back');
    expect(textOf(dialog)).to.include('Welcome back').and.include(id);
    harness.teams.closeDialog(PEOPLE.ben, dialog.id);
    await harness.lab.drain();
    const [told, ...more] = findPosts(harness, 'dm cleo', /stand in for Ben Baker/);
    expect(told?.text).to.include('You no longer stand in for');
    expect(more).to.deep.equal([]);
    const before = findPosts(harness, 'dm cleo', /./).length;
    await pass(43);
    expect(findPosts(harness, 'dm ben', /A promise is due/)).to.have.length(1);
    expect(findPosts(harness, 'dm cleo', /./)).to.have.length(before);
    await write('back');
    await see(/You are not away/);
  });
});
