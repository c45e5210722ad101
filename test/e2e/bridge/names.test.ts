import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, press, startOnMonday } from '../support/intake-helpers.js';

/** Longer than the bot waits before it looks somebody up behind an answer, ms. */
const LOOK_UP_MS = 10_000;

describe('a name that changed in Slack, on the team’s card in Teams', function () {
  this.timeout(90_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday({ platforms: { reporter: 'slack', team: 'teams' } });
    await fileComplaint(harness);
  });
  after(() => harness.close());

  const card = () => findPost(harness, 'billing', /C-\d+/);
  const countLookUps = () =>
    harness.slack
      .requests()
      .filter(({ method, user }) => method === 'users.info' && user === PEOPLE.ann).length;

  it('is the one before, at first', () => {
    expect(card().text).to.include('Ann Reporter');
  });

  it('is the new one when Slack told of it', async () => {
    harness.slack.rename(PEOPLE.ann, 'Ann Newname');
    await harness.slack.eventsIdle();
    await press(harness, 'ben', card(), 'take');
    await harness.lab.settle();
    expect(card().text).to.include('Ann Newname').and.not.include('Ann Reporter');
  });

  it('is the new one after the next look-up when the app has not subscribed', async () => {
    harness.bot.crash();
    await harness.bot.whenUp();
    harness.slack.rename(PEOPLE.ann, 'Ann Othername', { isTold: false });
    const before = countLookUps();
    const { general } = CHANNELS;
    const answered = await harness.slack.slash(PEOPLE.ann, general, '/complaint', 'help');
    expect(answered.status).to.equal('ok');
    expect(countLookUps(), 'none before the answer').to.equal(before);
    // The simulator notes calls without a change of its state, so this polls.
    const deadline = Date.now() + LOOK_UP_MS;
    while (countLookUps() === before && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await fileComplaint(harness);
    expect(card().text).to.include('Ann Othername');
    // Once a day: the complaint caused no other.
    expect(countLookUps()).to.equal(before + 1);
  });
});
