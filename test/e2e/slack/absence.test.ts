import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { Message } from '../../../playground/slack/server.js';
import { toSlackText } from '../../../playground/users/slack-posts.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import {
  fileComplaint,
  findPost,
  findPosts,
  press,
  pressForForm,
  startOnMonday,
  waitForModal,
} from '../support/intake-helpers.js';

const HOUR = 3_600_000;

describe('somebody who is away in Slack', function () {
  this.timeout(90_000);
  let harness: Harness;
  let id: string;

  before(async () => {
    harness = await startOnMonday();
    id = await fileComplaint(harness);
    await press(harness, 'ben', findPost(harness, 'billing', new RegExp(id)), 'take');
    await harness.lab.settle();
  });
  after(() => harness.close());

  const type = (words: string) =>
    harness.slack.slash(PEOPLE.ben, CHANNELS.general, '/complaint', words);
  /** The newest message that only Ben sees, with this text. */
  const see = (text: RegExp): Promise<Message> =>
    harness.slack.until(
      () => harness.slack.ephemerals(PEOPLE.ben).findLast((one) => text.test(toSlackText(one))),
      `a message to Ben that says ${text}`,
      5000,
    );
  const pass = async (hours: number): Promise<void> => {
    await harness.lab.moveTo((await harness.lab.now()) + hours * HOUR);
    await harness.lab.drain();
  };

  it('reads after the command what will be due meanwhile, and can hand it over there', async () => {
    await type('away until Friday');
    const notice = await see(/Your absence is noted/);
    expect(toSlackText(notice)).to.include('The lead of each complaint’s team').and.include(id);
    await harness.slack.press(PEOPLE.ben, { channel: CHANNELS.general, ts: notice.ts }, 'assign');
    const form = await waitForModal(harness, 'ben');
    expect(toSlackText(form)).to.include(id);
    await harness.slack.closeModal(PEOPLE.ben, form.id, true);
  });

  it('is told in the form what is no date', async () => {
    const { ts } = await see(/Your absence is noted/);
    await harness.slack.press(PEOPLE.ben, { channel: CHANNELS.general, ts }, 'away');
    const form = await waitForModal(harness, 'ben');
    const sent = await harness.slack.submit(PEOPLE.ben, form.id, { words: 'until it rains' });
    expect(sent.errors?.words).to.include('Redress cannot read that');
    await harness.slack.closeModal(PEOPLE.ben, form.id, true);
  });

  it('names a stand-in in the form, who is told once, also when the bot is killed', async () => {
    await type('away');
    const form = await waitForModal(harness, 'ben');
    const values = { words: 'until Friday', standIn: PEOPLE.cleo };
    const sent = await harness.slack.submit(PEOPLE.ben, form.id, values);
    expect(sent.status).to.equal('updated');
    harness.bot.crash();
    await harness.bot.whenUp();
    const [shown] = harness.slack.modals(PEOPLE.ben);
    expect(shown && toSlackText(shown))
      .to.include('Cleo Clarke')
      .and.include(id);
    await harness.slack.closeModal(PEOPLE.ben, form.id, true);
    await harness.lab.drain();
    const told = findPosts(harness, 'dm cleo', /You stand in for Ben Baker/);
    expect(told.map(({ text }) => text.includes(id))).to.deep.equal([true]);
  });

  it('is stood in for: the nudge goes there with the reason, and they can act', async () => {
    await pass(7);
    const nudges = findPosts(harness, 'dm cleo', new RegExp(`A reminder about ${id}`));
    expect(nudges.map(({ text }) => /Ben Baker is away until/.test(text))).to.deep.equal([true]);
    expect(findPosts(harness, 'dm ben', /A reminder about/)).to.deep.equal([]);
    const nudge = findPost(harness, 'dm cleo', /A reminder about/);
    const details = await pressForForm(harness, 'cleo', nudge, 'details');
    expect(toSlackText(details)).to.include('@Cleo Clarke in place of @Ben Baker');
    await harness.slack.closeModal(PEOPLE.cleo, details.id, true);
    const card = () => findPost(harness, 'billing', new RegExp(id));
    const cleo = new PersistentUser(harness, 'cleo');
    await cleo.submitForm(() => nudge, 'acknowledge', {
      words: 'We have it.',
    });
    const dueAt = { moment: (await harness.lab.now()) + 47 * HOUR };
    const promise = { what: 'A call', dueAt, basis: 'They asked for it' };
    await cleo.submitForm(card, 'promise', promise);
    await harness.lab.settle();
    expect(card().text).to.include('With @Ben Baker').and.include('A call');
  });

  it('gets the nudges again once they are back, and their stand-in is told', async () => {
    await type('back');
    expect(toSlackText(await see(/Welcome back/))).to.include(id);
    await harness.lab.settle();
    const [told, ...more] = findPosts(harness, 'dm cleo', /stand in for Ben Baker/);
    expect(told?.text).to.include('You no longer stand in for');
    expect(more).to.deep.equal([]);
    const before = findPosts(harness, 'dm cleo', /./).length;
    await pass(43);
    expect(findPosts(harness, 'dm ben', /A promise is due/)).to.have.length(1);
    expect(findPosts(harness, 'dm cleo', /./)).to.have.length(before);
    await type('back');
    await see(/You are not away/);
  });
});
