import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { Message } from '../../../playground/slack/server.js';
import { toSlackText } from '../../../playground/users/slack-posts.js';
import type { Harness } from '../support/harness.js';
import {
  closeForm,
  fileComplaint,
  findPost,
  startOnMonday,
  waitForModal,
} from '../support/intake-helpers.js';

const ENTRIES = {
  complainant: 'Mrs Kay',
  desiredOutcome: 'A corrected bill',
  category: 'wrong-bill',
};

describe('what a person sees in Slack where they are', function () {
  this.timeout(60_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday();
  });
  after(() => harness.close());

  /** What only Ann sees in a channel, oldest first. */
  const seen = (channel: string): readonly Message[] =>
    harness.slack.ephemerals(PEOPLE.ann).filter((one) => one.channel === channel);
  const see = (channel: string, text: RegExp): Promise<Message> =>
    harness.slack.until(
      () => seen(channel).findLast((one) => text.test(toSlackText(one))),
      `a message to Ann that says ${text}`,
      5000,
    );
  const openForm = async (channel: string, words: string) => {
    await harness.slack.slash(PEOPLE.ann, channel, '/complaint', words);
    return waitForModal(harness, 'ann');
  };
  const record = async (form: string, more: Readonly<Record<string, string>> = {}) => {
    const sent = await harness.slack.submit(PEOPLE.ann, form, { ...ENTRIES, ...more });
    expect(sent.status).to.equal('updated');
  };
  /** What stands in the window now. */
  const seeInModal = (text: RegExp): Promise<string> =>
    harness.slack.until(
      () => {
        const shown = JSON.stringify(harness.slack.modals(PEOPLE.ann).at(-1) ?? {});
        return text.test(shown) && shown;
      },
      `a form that says ${text}`,
      5000,
    );
  afterEach(() => closeForm(harness, 'ann'));

  it('names the reference and the team after Record, also when the bot was killed meanwhile', async () => {
    const form = await openForm(CHANNELS.general, 'The bill is too high');
    harness.bot.crash();
    await harness.bot.whenUp();
    await record(form.id);
    const shown = await seeInModal(/They have been told/);
    await harness.lab.settle();
    const [reference = ''] = /C-\d+/.exec(findPost(harness, 'dm ann', /your complaint/).text) ?? [];
    expect(shown).to.include(`${reference} is recorded and goes to Billing.`);
    expect(shown).to.include(`Your reference is ${reference}`);
    expect(seen(CHANNELS.general), 'nothing behind it').to.deep.equal([]);
    expect(harness.slack.messages(CHANNELS.general), 'nothing for others').to.deep.equal([]);
  });

  it('says who can open a confidential complaint, in a channel without Redress too', async () => {
    harness.slack.removeBot(CHANNELS.general);
    const form = await openForm(CHANNELS.general, 'He shouted at her');
    await record(form.id, { category: 'staff-conduct' });
    const shown = await seeInModal(/It is confidential: .* the lead of Billing/);
    expect(shown).not.to.include('Billing looks after it');
    expect(harness.slack.messages(CHANNELS.general)).to.deep.equal([]);
    harness.slack.inviteBot(CHANNELS.general);
  });

  it('is the help or the list after a mention, for them alone', async () => {
    await harness.slack.write(PEOPLE.ann, CHANNELS.general, '@Redress help');
    await see(CHANNELS.general, /What Redress can do/);
    await harness.slack.write(PEOPLE.ann, CHANNELS.general, '@Redress list');
    await see(CHANNELS.general, /Complaints that are not closed/);
    const all = harness.slack.messages(CHANNELS.general).map(({ user }) => user);
    expect(all).to.deep.equal([PEOPLE.ann, PEOPLE.ann]);
  });

  it('is a button after a mention with a complaint, and then what was recorded', async () => {
    await harness.slack.write(PEOPLE.ann, CHANNELS.general, '@Redress complaint Charged twice');
    const opener = await see(CHANNELS.general, /press the button/);
    const { channel, ts } = opener;
    await harness.slack.press(PEOPLE.ann, { channel, ts }, 'open-form');
    const form = await waitForModal(harness, 'ann');
    const filled = form.blocks.find(({ block_id }) => block_id === 'description');
    expect(filled).to.have.nested.property('element.initial_value', 'Charged twice');
    await record(form.id);
    const replaced = () => seen(channel).find((one) => one.ts === ts && /goes to/.test(one.text));
    await harness.slack.until(replaced, 'the reference in the place of the button', 5000);
    await harness.lab.settle();
  });

  it('is nothing after a mention in a complaint’s thread', async () => {
    await fileComplaint(harness);
    const key = findPost(harness, 'billing', /C-\d+/).key;
    const [channel = '', ts = ''] = key.split('/');
    await harness.slack.write(PEOPLE.ben, channel, '@Redress help', ts);
    await harness.slack.eventsIdle();
    await harness.lab.settle();
    expect(harness.slack.ephemerals(PEOPLE.ben)).to.deep.equal([]);
  });
});
