import { expect } from 'chai';
import { CHANNELS } from '../../../playground/slack/seed.js';
import { call } from '../slack/harness.js';
import { requestToken } from '../teams/harness.js';
import { type FrameHarness, type Json, startFrameHarness } from './harness.js';

const REQUEST = { at: 1000, kind: 'request', what: '/slack/events', outcome: '200', ms: 7 };
const JOB = { at: 2000, kind: 'job', what: 'wake C-1001', outcome: 'done', ms: 3 };
const DELIVERY = { at: 3000, kind: 'delivery', what: 'slack post', outcome: 'sent', ms: 40 };

describe('the activity log of the playground', () => {
  let harness: FrameHarness;
  beforeEach(async () => {
    harness = await startFrameHarness();
  });
  afterEach(() => harness.stop());

  const entries = async (): Promise<Json[]> => (await harness.read('/frame/underneath')).entries;
  const without = ({ id: _id, ...rest }: Json) => rest;

  it('joins the entries of the bot and both simulators, newest first', async () => {
    harness.bot.journal = [REQUEST, JOB, DELIVERY];
    await call(harness.slack, 'chat.postMessage', {
      channel: CHANNELS.billing,
      text: 'secret words',
    });
    await call(harness.slack, 'chat.postMessage', { channel: 'C0NOWHERE', text: 'secret words' });
    await call(harness.slack, 'Somebody wrote this', {});
    await requestToken(harness.teams);
    const all = await entries();
    expect(all.map(({ at }) => at)).to.deep.equal(all.map(({ at }) => at).sort((a, b) => b - a));
    const calls = all.filter(({ kind }) => kind === 'call');
    expect(calls.map(({ what, outcome }) => `${what}: ${outcome}`)).to.have.members([
      'Slack chat.postMessage: 200',
      'Slack chat.postMessage: 200 channel_not_found',
      'Slack unknown method: 200 unknown_method',
      'Teams token: 200',
    ]);
    const inBot = all.filter(({ kind }) => kind !== 'call');
    const request = { ...REQUEST, what: 'POST /slack/events' };
    expect(inBot.map(without)).to.deep.equal([DELIVERY, JOB, request]);
    expect(JSON.stringify(all)).not.to.match(/secret|wrote/);
  });

  it('names a connection that was broken on purpose', async () => {
    harness.slack.fault({ kind: 'lost-reply', method: 'auth.test' });
    await call(harness.slack, 'auth.test').catch(() => undefined);
    expect((await entries()).map(without)).to.deep.include.members([
      { ...without((await entries())[0]), what: 'Slack auth.test', outcome: '0 connection broken' },
    ]);
  });

  it('gives each entry the same id at each reading, and equal entries different ids', async () => {
    harness.bot.journal = [JOB, JOB, REQUEST];
    const first = await entries();
    harness.bot.journal = [JOB, JOB, REQUEST, DELIVERY];
    const then = await entries();
    expect(new Set(first.map(({ id }) => id))).to.have.property('size', 3);
    expect(then.slice(1)).to.deep.equal(first);
  });

  it('keeps the entries of a bot that ended until a reset', async () => {
    harness.bot.journal = [REQUEST];
    await entries();
    await harness.bot.set(false);
    expect(await entries()).to.have.length(1);
    await harness.bot.set(true);
    harness.bot.journal = [JOB];
    expect((await entries()).map(({ kind }) => kind)).to.deep.equal(['job', 'request']);
    await harness.frame.clear();
    expect((await entries()).map(({ kind }) => kind)).to.deep.equal(['job']);
  });

  it('reads the bot’s entries before it kills the bot', async () => {
    harness.bot.journal = [REQUEST, DELIVERY];
    await harness.act('/frame/trouble', { kind: 'kill' });
    expect((await entries()).map(({ kind }) => kind)).to.deep.equal(['delivery', 'request']);
  });

  it('shows the last 150 entries', async () => {
    harness.bot.journal = Array.from({ length: 200 }, (_, n) => ({ ...JOB, at: n }));
    const all = await entries();
    expect(all).to.have.length(150);
    expect([all[0].at, all.at(-1).at]).to.deep.equal([199, 50]);
  });

  it('ignores anything from the bot that is not an entry', async () => {
    harness.bot.journal = [{ kind: 'words', at: 1 }, { kind: 'job' }, { at: 2 }, JOB];
    expect((await entries()).map(without)).to.deep.equal([JOB]);
  });
});
