import { expect } from 'chai';
import { CHANNELS } from '../../../playground/slack/seed.js';
import { call } from '../slack/harness.js';
import { askToken } from '../teams/harness.js';
import { type FrameRoom, type Json, openFrameRoom } from './harness.js';

const REQUEST = { at: 1000, kind: 'request', what: '/slack/events', outcome: '200', ms: 7 };
const JOB = { at: 2000, kind: 'job', what: 'wake C-1001', outcome: 'done', ms: 3 };
const DELIVERY = { at: 3000, kind: 'delivery', what: 'slack post', outcome: 'sent', ms: 40 };

describe('the frame of the playground: what happened underneath', () => {
  let room: FrameRoom;
  beforeEach(async () => {
    room = await openFrameRoom();
  });
  afterEach(() => room.stop());

  const entries = async (): Promise<Json[]> => (await room.read('/frame/underneath')).entries;
  const without = ({ id: _id, ...rest }: Json) => rest;

  it('joins what the bot and both simulators noted, newest first', async () => {
    room.bot.journal = [REQUEST, JOB, DELIVERY];
    await call(room.slack, 'chat.postMessage', { channel: CHANNELS.billing, text: 'secret words' });
    await call(room.slack, 'chat.postMessage', { channel: 'C0NOWHERE', text: 'secret words' });
    await call(room.slack, 'Somebody wrote this', {});
    await askToken(room.teams);
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

  it('says of a connection that was broken on purpose that it was', async () => {
    room.slack.fault({ kind: 'lost-reply', method: 'auth.test' });
    await call(room.slack, 'auth.test').catch(() => undefined);
    expect((await entries()).map(without)).to.deep.include.members([
      { ...without((await entries())[0]), what: 'Slack auth.test', outcome: '0 connection broken' },
    ]);
  });

  it('names each the same every time, and those that look alike differently', async () => {
    room.bot.journal = [JOB, JOB, REQUEST];
    const first = await entries();
    room.bot.journal = [JOB, JOB, REQUEST, DELIVERY];
    const then = await entries();
    expect(new Set(first.map(({ id }) => id))).to.have.property('size', 3);
    expect(then.slice(1)).to.deep.equal(first);
  });

  it('keeps what was known of a bot that ended, and forgets it with a reset', async () => {
    room.bot.journal = [REQUEST];
    await entries();
    await room.bot.set(false);
    expect(await entries()).to.have.length(1);
    await room.bot.set(true);
    room.bot.journal = [JOB];
    expect((await entries()).map(({ kind }) => kind)).to.deep.equal(['job', 'request']);
    await room.frame.clear();
    expect((await entries()).map(({ kind }) => kind)).to.deep.equal(['job']);
  });

  it('learns what a bot has noted before it is killed', async () => {
    room.bot.journal = [REQUEST, DELIVERY];
    await room.act('/frame/trouble', { kind: 'kill' });
    expect((await entries()).map(({ kind }) => kind)).to.deep.equal(['delivery', 'request']);
  });

  it('shows the last 150', async () => {
    room.bot.journal = Array.from({ length: 200 }, (_, n) => ({ ...JOB, at: n }));
    const all = await entries();
    expect(all).to.have.length(150);
    expect([all[0].at, all.at(-1).at]).to.deep.equal([199, 50]);
  });

  it('takes nothing from the bot that is no entry', async () => {
    room.bot.journal = [{ kind: 'words', at: 1 }, { kind: 'job' }, { at: 2 }, JOB];
    expect((await entries()).map(without)).to.deep.equal([JOB]);
  });
});
