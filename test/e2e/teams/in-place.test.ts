import { expect } from 'chai';
import { PEOPLE } from '../../../playground/teams/seed.js';
import type { Dialog, Message } from '../../../playground/teams/types.js';
import { toTeamsText } from '../../../playground/users/teams-posts.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Harness } from '../support/harness.js';
import { startOnMonday } from '../support/intake-helpers.js';

const INPUTS = {
  'f.complainant': 'Mrs Kay',
  'f.description': 'The bill is too high',
  'f.desiredOutcome': 'A corrected bill',
  'f.category': 'wrong-bill',
};

/** Nothing of it is like the other complaint, so that the form does not ask whether it is known. */
const OF_A_COLLEAGUE = {
  'f.complainant': 'Mr Lowe',
  'f.description': 'He shouted at her',
  'f.category': 'staff-conduct',
};

describe('what a person sees in Teams where they are', function () {
  this.timeout(60_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday({ platforms: { reporter: 'teams', team: 'teams' } });
  });
  after(() => harness.close());

  const textOf = (shown: Message | Dialog | undefined): string => {
    if (shown === undefined) return '';
    return toTeamsText('card' in shown ? { attachments: [shown.card] } : shown);
  };
  /** The newest message of the bot with this text, in a personal chat or a channel. */
  const find = (messages: () => readonly Message[], text: RegExp): Promise<Message> =>
    harness.teams.until(
      () =>
        messages().findLast(
          (one) => one.from === harness.teams.botId && text.test(JSON.stringify(one.attachments)),
        ),
      `a message that says ${text}`,
      5000,
    );
  const inPersonal = () => harness.teams.personalChat(PEOPLE.ann);
  const inBilling = () => harness.teams.channelMessages('Billing');
  const open = async (user: string, { conversation, id }: Message) => {
    const at = { conversation, activity: id };
    const pressed = await harness.teams.press(user, at, { title: TEAMS_TEXT.openerButton });
    expect(pressed.status, JSON.stringify(pressed)).to.equal('ok');
    return pressed.dialog?.id ?? '';
  };
  const submit = async (user: string, dialog: string, more: Readonly<Record<string, string>>) => {
    const sent = await harness.teams.submit(user, dialog, { ...INPUTS, ...more });
    expect(sent.status, JSON.stringify(sent)).to.equal('ok');
    if (sent.dialog !== undefined) harness.teams.closeDialog(user, sent.dialog.id);
    return textOf(sent.dialog);
  };

  it('is the card that opened the form, until it says what was recorded; a kill in between changes nothing', async () => {
    await harness.teams.write(PEOPLE.ann, 'personal', 'complaint The bill is too high');
    const opener = await find(inPersonal, /Open the form/);
    expect(textOf(opener)).to.include('The bill is too high').and.not.include('Ann Reporter');
    const dialog = await open(PEOPLE.ann, opener);
    harness.bot.crash();
    await harness.bot.whenUp();
    const shown = await submit(PEOPLE.ann, dialog, {});
    const [reference = ''] = /C-\d+/.exec(shown) ?? [];
    expect(shown).to.include(`${reference} is recorded and goes to Billing.`);
    const used = await find(inPersonal, /Recorded as/);
    expect(used.id).to.equal(opener.id);
    expect(textOf(used)).to.include(`Recorded as ${reference}.`).and.not.include('too high');
    expect(JSON.stringify(used.attachments)).not.to.include('Action.');
    await harness.lab.settle();
  });

  it('in a channel says who asked, and later no more than the reference', async () => {
    await harness.teams.command(PEOPLE.ben, 'Billing', 'complaint He shouted at her');
    const opener = await find(inBilling, /Open the form/);
    expect(textOf(opener)).to.include('Ben Baker wants to record a complaint');
    expect(textOf(opener)).to.include('He shouted at her');
    const dialog = await open(PEOPLE.ben, opener);
    const shown = await submit(PEOPLE.ben, dialog, OF_A_COLLEAGUE);
    expect(shown).to.include('It is confidential: besides you, only the lead of Billing');
    const used = await find(inBilling, /Recorded as/);
    expect(used.id).to.equal(opener.id);
    expect(textOf(used).trim()).to.match(/^(Recorded as C-\d+\.\s*)+$/);
    await harness.lab.settle();
  });

  it('cannot be used again: there is no button any more', async () => {
    const used = await find(inPersonal, /Recorded as/);
    const at = { conversation: used.conversation, activity: used.id };
    const again = await harness.teams
      .press(PEOPLE.ann, at, { title: TEAMS_TEXT.openerButton })
      .catch((error: Error) => error.message);
    expect(again).to.match(/no such button/);
  });

  it('has the person’s new name as soon as they do something', async () => {
    harness.teams.rename(PEOPLE.ann, 'Ann Newname');
    await harness.teams.write(PEOPLE.ann, 'personal', 'list');
    await find(inPersonal, /Complaints that are not closed/);
    const card = await find(inBilling, /Mrs Kay.*Take it/);
    const at = { conversation: card.conversation, activity: card.id };
    await harness.teams.press(PEOPLE.ben, at, { action: 'take' });
    await harness.lab.settle();
    await find(inBilling, /Ann Newname/);
  });
});
