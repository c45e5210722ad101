import { expect } from 'chai';
import { BOT, CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { expectedSignature } from './fake-bot.js';
import { openRoom, type Room, SIGNING_SECRET } from './harness.js';

describe('Playground Slack: events', () => {
  let room: Room;
  const events = () => room.bot.received.filter((item) => item.kind === 'event');
  beforeEach(async () => {
    room = await openRoom({ retryDelaysMs: [0, 1, 1] });
  });
  afterEach(() => room.stop());

  it('tells the bot, signed, what people write where it is', async () => {
    const { ts } = await room.slack.write(PEOPLE.ben, 'billing', 'a <b> & @Cleo Clarke @billing');
    await room.slack.eventsIdle();
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

  it('tells nothing of channels the bot is not in', async () => {
    room.slack.removeBot('billing');
    await room.slack.eventsIdle();
    const before = events().length;
    await room.slack.write(PEOPLE.ben, 'billing', 'hello');
    await room.slack.eventsIdle();
    expect(events()).to.have.length(before);
  });

  it('marks thread replies, direct messages and mentions', async () => {
    const { ts } = await room.slack.write(PEOPLE.ben, 'billing', 'first');
    await room.slack.write(PEOPLE.cleo, 'billing', 'reply', ts);
    const dm = room.slack.openApp(PEOPLE.ann);
    await room.slack.write(PEOPLE.ann, dm, 'hi');
    await room.slack.write(
      PEOPLE.ann,
      'general',
      `<@${BOT.userId}>`.replace(/.*/, '@Redress help'),
    );
    await room.slack.eventsIdle();
    const all = events().map((item) => item.payload.event);
    const reply = all.find((event) => event.text === 'reply');
    expect(reply).to.include({ thread_ts: ts, parent_user_id: PEOPLE.ben });
    expect(all.find((event) => event.text === 'hi')).to.include({
      channel_type: 'im',
      channel: dm,
    });
    expect(all.filter((event) => event.type === 'app_mention')).to.have.length(1);
  });

  it('sends an event again up to three times, with the same id and the reason', async () => {
    room.bot.answer = () => ({ status: 500 });
    await room.slack.write(PEOPLE.ben, 'billing', 'x');
    await room.slack.eventsIdle();
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

  it('stops sending again when the bot takes it or says not to', async () => {
    room.bot.answer = (request) =>
      request.headers['x-slack-retry-num'] === '1' ? {} : { status: 500 };
    await room.slack.write(PEOPLE.ben, 'billing', 'x');
    await room.slack.eventsIdle();
    expect(events()).to.have.length(2);
    room.bot.answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await room.slack.write(PEOPLE.ben, 'billing', 'y');
    await room.slack.eventsIdle();
    expect(events()).to.have.length(3);
  });

  it('gives each event an id of its own', async () => {
    await room.slack.write(PEOPLE.ben, 'billing', 'x');
    await room.slack.write(PEOPLE.ben, 'billing', 'y');
    await room.slack.eventsIdle();
    const ids = events().map((item) => item.payload.event_id);
    expect(new Set(ids).size).to.equal(2);
  });

  it('does not let people write what Slack’s client would not send', async () => {
    room.slack.deactivate(PEOPLE.cleo);
    room.slack.archive('repairs');
    const { ts } = await room.slack.write(PEOPLE.ben, 'billing', 'x');
    const attempts: Promise<unknown>[] = [
      room.slack.write(PEOPLE.ben, 'billing', '   '),
      room.slack.write(PEOPLE.cleo, 'billing', 'x'),
      room.slack.write(PEOPLE.ann, 'billing', 'x'),
      room.slack.write(PEOPLE.dev, 'repairs', 'x'),
      room.slack.write(PEOPLE.ben, 'billing', '/complaint late', ts),
      room.slack.write(PEOPLE.ben, 'billing', 'x', '1.000000'),
    ];
    const results = await Promise.allSettled(attempts);
    expect(results.map((result) => result.status)).to.deep.equal(attempts.map(() => 'rejected'));
    expect(room.slack.messages('billing')).to.have.length(1);
  });
});
