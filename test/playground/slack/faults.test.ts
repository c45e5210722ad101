import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { call, type SlackHarness, startSlackHarness } from './harness.js';

describe('Playground Slack: rate limits and faults on demand', () => {
  let harness: SlackHarness;
  let time: number;
  const post = (text: string, channel: string = CHANNELS.billing) =>
    call(harness.slack, 'chat.postMessage', { channel, text });
  const texts = () => harness.slack.messages('billing').map((message) => message.text);
  beforeEach(async () => {
    time = Date.UTC(2026, 0, 5, 9);
    harness = await startSlackHarness({ now: () => time, rate: { perSecond: 1, burst: 4 } });
  });
  afterEach(() => harness.stop());

  it('allows a burst into one channel, then one message a second', async () => {
    for (let n = 0; n < 4; n += 1) expect((await post(`m${n}`)).status).to.equal(200);
    const limited = await post('too fast');
    expect(limited.status).to.equal(429);
    expect(limited.headers.get('retry-after')).to.equal('1');
    expect(limited.body).to.deep.equal({ ok: false, error: 'ratelimited' });
    expect((await post('elsewhere', CHANNELS.repairs)).status).to.equal(200);
    time += 1000;
    expect((await post('m4')).status).to.equal(200);
    expect((await post('again')).status).to.equal(429);
    expect(texts()).to.deep.equal(['m0', 'm1', 'm2', 'm3', 'm4']);
  });

  it('loses the reply after posting', async () => {
    harness.slack.fault({ kind: 'lost-reply', method: 'chat.postMessage' });
    const outcome = await post('posted anyway').catch((error: Error) => error);
    expect(outcome).to.be.an('error');
    expect(texts()).to.deep.equal(['posted anyway']);
    expect(harness.slack.requests().at(-1)).to.include({ method: 'chat.postMessage', status: 0 });
    expect((await post('next')).status).to.equal(200);
  });

  it('fails before it does anything, limits, or refuses, as often as set', async () => {
    harness.slack.fault({ kind: 'http-500', method: 'chat.postMessage', times: 2 });
    expect((await post('a')).status).to.equal(500);
    expect((await call(harness.slack, 'auth.test')).status).to.equal(200);
    expect((await post('a')).status).to.equal(500);
    harness.slack.fault({ kind: 'rate-limited', method: 'chat.postMessage', retryAfter: 7 });
    const limited = await post('a');
    expect([limited.status, limited.headers.get('retry-after')]).to.deep.equal([429, '7']);
    harness.slack.fault({ kind: 'refuse', error: 'is_archived' });
    expect((await post('a')).body.error).to.equal('is_archived');
    expect(texts()).to.deep.equal([]);
    expect((await post('a')).status).to.equal(200);
  });

  it('waits before or after the work when set to be slow', async () => {
    harness.slack.fault({ kind: 'slow', ms: 40, method: 'chat.postMessage' });
    const slow = post('later');
    expect(texts()).to.deep.equal([]);
    expect((await slow).status).to.equal(200);
    harness.slack.fault({ kind: 'slow-reply', ms: 40, method: 'chat.postMessage' });
    const reply = post('now');
    await harness.slack.until(() => texts().includes('now'), 'the message');
    expect((await reply).status).to.equal(200);
  });

  it('is down for every method until the time is over', async () => {
    harness.slack.fault({ kind: 'down', ms: 5000 });
    expect((await post('a')).status).to.equal(503);
    expect((await call(harness.slack, 'users.list')).status).to.equal(503);
    time += 5000;
    expect((await post('a')).status).to.equal(200);
  });

  it('loses the bot’s answer to a person, or sends a request twice', async () => {
    harness.slack.fault({ kind: 'lost-answer', method: 'slash_commands' });
    const lost = await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', '');
    expect(lost.error).to.include('operation_timeout');
    expect(harness.bot.received).to.have.length(1);
    harness.slack.fault({ kind: 'twice', method: 'slash_commands' });
    await harness.slack.slash(PEOPLE.ann, 'general', '/complaint', '');
    const [, first, second] = harness.bot.received;
    expect(first?.raw).to.equal(second?.raw);
  });
});
