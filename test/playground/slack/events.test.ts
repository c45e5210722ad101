import { expect } from 'chai';
import { BOT, CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { expectedSignature } from './fake-bot.js';
import { SIGNING_SECRET, type SlackHarness, startSlackHarness } from './harness.js';

describe('Playground Slack: events', () => {
  let harness: SlackHarness;
  const events = () => harness.bot.received.filter((item) => item.kind === 'event');
  beforeEach(async () => {
    harness = await startSlackHarness({ retryDelaysMs: [0, 1, 1] });
  });
  afterEach(() => harness.stop());

  it('sends the bot a signed event for each message in its channels', async () => {
    const { ts } = await harness.slack.write(
      PEOPLE.ben,
      'billing',
      'a <b> & @Cleo Clarke @billing',
    );
    await harness.slack.eventsIdle();
    const [request] = events();
    expect(request?.payload).to.include({ type: 'event_callback' });
    expect(request?.payload.event).to.include({
      type: 'message',
      user: PEOPLE.ben,
      channel: CHANNELS.billing,
      channel_type: 'channel',
      ts,
      text: `a &lt;b&gt; &amp; <@${PEOPLE.cleo}> <!subteam^S0BILLING01>`,
    });
    if (!request) throw new Error('no event came');
    const signature = request.headers['x-slack-signature'];
    expect(signature).to.equal(expectedSignature(SIGNING_SECRET, request));
  });

  it('sends no event from channels without the bot', async () => {
    harness.slack.removeBot('billing');
    await harness.slack.eventsIdle();
    const before = events().length;
    await harness.slack.write(PEOPLE.ben, 'billing', 'hello');
    await harness.slack.eventsIdle();
    expect(events()).to.have.length(before);
  });

  it('marks thread replies, direct messages and mentions', async () => {
    const { ts } = await harness.slack.write(PEOPLE.ben, 'billing', 'first');
    await harness.slack.write(PEOPLE.cleo, 'billing', 'reply', ts);
    const dm = harness.slack.openApp(PEOPLE.ann);
    await harness.slack.write(PEOPLE.ann, dm, 'hi');
    await harness.slack.write(
      PEOPLE.ann,
      'general',
      `<@${BOT.userId}>`.replace(/.*/, '@Redress help'),
    );
    await harness.slack.eventsIdle();
    const all = events().map((item) => item.payload.event);
    const reply = all.find((event) => event.text === 'reply');
    expect(reply).to.include({ thread_ts: ts, parent_user_id: PEOPLE.ben });
    expect(all.find((event) => event.text === 'hi')).to.include({
      channel_type: 'im',
      channel: dm,
    });
    expect(all.filter((event) => event.type === 'app_mention')).to.have.length(1);
  });

  it('repeats an event up to three times, with the same id and the reason', async () => {
    harness.bot.answer = () => ({ status: 500 });
    await harness.slack.write(PEOPLE.ben, 'billing', 'x');
    await harness.slack.eventsIdle();
    const tries = events();
    expect(tries.map((item) => item.headers['x-slack-retry-num'])).to.deep.equal([
      undefined,
      '1',
      '2',
      '3',
    ]);
    expect(tries[1]?.headers['x-slack-retry-reason']).to.equal('http_error');
    expect(new Set(tries.map((item) => item.payload.event_id)).size).to.equal(1);
  });

  it('stops repeating when the bot takes the event or forbids retries', async () => {
    harness.bot.answer = (request) =>
      request.headers['x-slack-retry-num'] === '1' ? {} : { status: 500 };
    await harness.slack.write(PEOPLE.ben, 'billing', 'x');
    await harness.slack.eventsIdle();
    expect(events()).to.have.length(2);
    harness.bot.answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await harness.slack.write(PEOPLE.ben, 'billing', 'y');
    await harness.slack.eventsIdle();
    expect(events()).to.have.length(3);
  });

  it('tells of a new name, unless the app has not subscribed, and keeps the handle', async () => {
    harness.slack.rename(PEOPLE.cleo, 'Cleo Smith', { isTold: false });
    await harness.slack.eventsIdle();
    expect(events()).to.deep.equal([]);
    expect(harness.slack.person(PEOPLE.cleo)).to.include({ realName: 'Cleo Smith' });
    harness.slack.rename(PEOPLE.cleo, 'Cleo Jones');
    await harness.slack.eventsIdle();
    const [told] = events();
    expect(told?.payload.event).to.include({ type: 'user_profile_changed' });
    expect(told?.payload.event.user).to.include({
      ...{ id: PEOPLE.cleo, name: 'cleo.clarke', real_name: 'Cleo Jones', tz: 'Europe/Berlin' },
    });
    expect(told?.payload.event.user.profile).to.include({ real_name: 'Cleo Jones' });
  });

  it('gives each event an id of its own', async () => {
    await harness.slack.write(PEOPLE.ben, 'billing', 'x');
    await harness.slack.write(PEOPLE.ben, 'billing', 'y');
    await harness.slack.eventsIdle();
    const ids = events().map((item) => item.payload.event_id);
    expect(new Set(ids).size).to.equal(2);
  });

  it('refuses messages that Slack’s client would not send', async () => {
    harness.slack.deactivate(PEOPLE.cleo);
    harness.slack.archive('repairs');
    const { ts } = await harness.slack.write(PEOPLE.ben, 'billing', 'x');
    const attempts: Promise<unknown>[] = [
      harness.slack.write(PEOPLE.ben, 'billing', '   '),
      harness.slack.write(PEOPLE.cleo, 'billing', 'x'),
      harness.slack.write(PEOPLE.ann, 'billing', 'x'),
      harness.slack.write(PEOPLE.dev, 'repairs', 'x'),
      harness.slack.write(PEOPLE.ben, 'billing', '/complaint late', ts),
      harness.slack.write(PEOPLE.ben, 'billing', 'x', '1.000000'),
    ];
    const results = await Promise.allSettled(attempts);
    expect(results.map((result) => result.status)).to.deep.equal(attempts.map(() => 'rejected'));
    expect(harness.slack.messages('billing')).to.have.length(1);
  });
});
