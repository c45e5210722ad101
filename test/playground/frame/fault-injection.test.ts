import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import * as teams from '../../../playground/teams/seed.js';
import { call as callSlack } from '../slack/harness.js';
import { call as callTeams, HELLO, newPost } from '../teams/harness.js';
import {
  eventually,
  type FrameRoom,
  type Json,
  openFrameRoom,
  openStream,
  type Stream,
} from './harness.js';

describe('the frame of the playground: making trouble', () => {
  let room: FrameRoom;
  let stream: Stream;
  beforeEach(async () => {
    room = await openFrameRoom();
    stream = await openStream(room.url);
  });
  afterEach(async () => {
    stream.stop();
    await room.stop();
  });

  const make = (kind: string) => room.act('/frame/trouble', { kind });
  const trouble = (): Promise<Json> => room.read('/frame/trouble');
  const lasting = async () => (await trouble()).now.map(({ kind }: Json) => kind);
  const over = async () => (await trouble()).past.map(({ kind }: Json) => kind);
  const toBilling = { channel: CHANNELS.billing, text: 'x' };
  const post = () => callSlack(room.slack, 'chat.postMessage', toBilling);
  const postInTeams = async () => {
    const body = newPost(teams.CHANNELS.repairs, HELLO);
    return callTeams(room.teams, 'POST', 'conversations', body);
  };
  const isOver = (kind: string) => eventually(async () => (await over()).includes(kind), kind);

  it('is none at first, and refuses in words what is none', async () => {
    expect(await trouble()).to.deep.include({ now: [], past: [] });
    for (const kind of ['fire', '', 'constructor', undefined, 7]) {
      expect(await room.act('/frame/trouble', { kind })).to.deep.equal({
        status: 400,
        body: { error: 'There is no such trouble to make.' },
      });
    }
    expect(await lasting()).to.deep.equal([]);
  });

  it('limits Slack’s next two posts, and nothing else, until they were made', async () => {
    expect(await make('slack-limited')).to.deep.equal({ status: 200, body: { until: null } });
    await stream.until({ kind: 'trouble' });
    expect((await callSlack(room.slack, 'auth.test')).status).to.equal(200);
    const first = await post();
    expect([first.status, first.headers.get('retry-after')]).to.deep.equal([429, '3']);
    expect(await lasting()).to.deep.equal(['slack-limited']);
    expect((await post()).status).to.equal(429);
    expect((await post()).status).to.equal(200);
    await isOver('slack-limited');
    expect(await lasting()).to.deep.equal([]);
  });

  it('limits Teams’ next two posts, whether they begin a thread or answer in one', async () => {
    await make('teams-limited');
    const answers = [await postInTeams(), await postInTeams(), await postInTeams()];
    expect(answers.map(({ status }) => status)).to.deep.equal([429, 429, 201]);
    expect(answers[0]?.headers.get('retry-after')).to.equal('3');
    await isOver('teams-limited');
  });

  it('takes Slack and Teams away for 20 seconds, both at once if asked', async () => {
    const before = Date.now();
    const { body } = await make('slack-down');
    await make('teams-down');
    expect(body.until).to.be.within(before + 20_000, Date.now() + 20_000);
    expect((await post()).status).to.equal(503);
    expect(
      (await room.teams.url) && (await fetch(`${room.teams.url}/openid/keys`)).status,
    ).to.equal(503);
    expect(await lasting()).to.deep.equal(['slack-down', 'teams-down']);
  });

  it('takes the bot’s store away by its lab, until the time is over or the bot is another', async () => {
    const before = Date.now();
    const { status, body } = await make('store-away');
    expect(status).to.equal(200);
    expect(body.until).to.be.within(before + 20_000, Date.now() + 20_000);
    expect(room.bot.asked).to.include('POST /lab/store-fault {"ms":20000}');
    expect(await lasting()).to.deep.equal(['store-away']);
    await make('kill');
    await isOver('store-away');
    const away = await make('store-away');
    expect(away).to.deep.equal({ status: 503, body: { error: 'Redress is restarting…' } });
  });

  it('kills the bot by the host, and is over when it answers again', async () => {
    const before = (await trouble()).past.length;
    expect((await make('kill')).body).to.deep.equal({ until: null });
    expect(room.hosted).to.deep.equal(['kill']);
    await stream.until({ kind: 'bot', up: false });
    expect(await trouble()).to.deep.include({ ledger: null });
    expect(await lasting()).to.deep.equal(['kill']);
    await room.bot.set(true);
    await isOver('kill');
    const { past } = await trouble();
    expect(past).to.have.length(before + 1);
    expect(past[0].over).to.be.at.least(past[0].since);
    const { events } = stream;
    expect(events.filter(({ kind }) => kind === 'bot').map(({ up }) => up)).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('loses the reply to the next post, in either world', async () => {
    await make('lost-reply-slack');
    await make('lost-reply-teams');
    const lost = await post().then(
      () => 'answered',
      () => 'broken',
    );
    expect(lost).to.equal('broken');
    expect(room.slack.messages(CHANNELS.billing)).to.have.length(1);
    await isOver('lost-reply-slack');
    expect(await lasting()).to.deep.equal(['lost-reply-teams']);
    const inTeams = await postInTeams().then(
      () => 'answered',
      () => 'broken',
    );
    expect(inTeams).to.equal('broken');
    await isOver('lost-reply-teams');
  });

  it('delivers the next press twice, in either world', async () => {
    await make('twice-slack');
    await make('twice-teams');
    const { ts } = await room.slack.write(PEOPLE.ben, CHANNELS.billing, 'a message');
    await room.slack.messageShortcut(PEOPLE.ben, { channel: CHANNELS.billing, ts }, 'complaint');
    await isOver('twice-slack');
    expect(await lasting()).to.deep.equal(['twice-teams']);
    await room.teams.extension(teams.PEOPLE.ann, 'complaint', { conversation: 'personal' });
    await isOver('twice-teams');
  });

  it('remembers the last 20, each kind once while it lasts', async () => {
    for (let n = 0; n < 22; n += 1) {
      await make('lost-reply-slack');
      await make('lost-reply-slack');
      expect(await lasting()).to.deep.equal(['lost-reply-slack']);
      for (const _ of [1, 2]) await post().catch(() => undefined);
      await eventually(async () => (await lasting()).length === 0, 'its end');
    }
    expect(await over()).to.have.length(20);
  }).timeout(20_000);

  it('is forgotten with a reset', async () => {
    await make('lost-reply-slack');
    await make('slack-down');
    await room.frame.clear();
    expect(await trouble()).to.deep.include({ now: [], past: [] });
  });
});
