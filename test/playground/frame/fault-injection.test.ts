import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import * as teams from '../../../playground/teams/seed.js';
import { call as callSlack } from '../slack/harness.js';
import { call as callTeams, createPostBody, HELLO } from '../teams/harness.js';
import {
  eventually,
  type FrameHarness,
  type Json,
  openStream,
  type Stream,
  startFrameHarness,
} from './harness.js';

describe('fault injection in the playground’s frame', () => {
  let harness: FrameHarness;
  let stream: Stream;
  beforeEach(async () => {
    harness = await startFrameHarness();
    stream = await openStream(harness.url);
  });
  afterEach(async () => {
    stream.stop();
    await harness.stop();
  });

  const inject = (kind: string) => harness.act('/frame/trouble', { kind });
  const readFaults = (): Promise<Json> => harness.read('/frame/trouble');
  const active = async () => (await readFaults()).now.map(({ kind }: Json) => kind);
  const over = async () => (await readFaults()).past.map(({ kind }: Json) => kind);
  const toBilling = { channel: CHANNELS.billing, text: 'x' };
  const post = () => callSlack(harness.slack, 'chat.postMessage', toBilling);
  const postInTeams = async () => {
    const body = createPostBody(teams.CHANNELS.repairs, HELLO);
    return callTeams(harness.teams, 'POST', 'conversations', body);
  };
  const isOver = (kind: string) => eventually(async () => (await over()).includes(kind), kind);

  it('has no fault at first, and refuses unknown ones in words', async () => {
    expect(await readFaults()).to.deep.include({ now: [], past: [] });
    for (const kind of ['fire', '', 'constructor', undefined, 7]) {
      expect(await harness.act('/frame/trouble', { kind })).to.deep.equal({
        status: 400,
        body: { error: 'There is no such trouble to make.' },
      });
    }
    expect(await active()).to.deep.equal([]);
  });

  it('limits Slack’s next two posts, and nothing else', async () => {
    expect(await inject('slack-limited')).to.deep.equal({ status: 200, body: { until: null } });
    await stream.until({ kind: 'trouble' });
    expect((await callSlack(harness.slack, 'auth.test')).status).to.equal(200);
    const first = await post();
    expect([first.status, first.headers.get('retry-after')]).to.deep.equal([429, '3']);
    expect(await active()).to.deep.equal(['slack-limited']);
    expect((await post()).status).to.equal(429);
    expect((await post()).status).to.equal(200);
    await isOver('slack-limited');
    expect(await active()).to.deep.equal([]);
  });

  it('limits Teams’ next two posts, new ones and replies', async () => {
    await inject('teams-limited');
    const answers = [await postInTeams(), await postInTeams(), await postInTeams()];
    expect(answers.map(({ status }) => status)).to.deep.equal([429, 429, 201]);
    expect(answers[0]?.headers.get('retry-after')).to.equal('3');
    await isOver('teams-limited');
  });

  it('takes Slack and Teams down for 20 seconds, also both at once', async () => {
    const before = Date.now();
    const { body } = await inject('slack-down');
    await inject('teams-down');
    expect(body.until).to.be.within(before + 20_000, Date.now() + 20_000);
    expect((await post()).status).to.equal(503);
    expect(
      (await harness.teams.url) && (await fetch(`${harness.teams.url}/openid/keys`)).status,
    ).to.equal(503);
    expect(await active()).to.deep.equal(['slack-down', 'teams-down']);
  });

  it('takes the bot’s store away through its lab, until the time is over or the bot restarts', async () => {
    const before = Date.now();
    const { status, body } = await inject('store-away');
    expect(status).to.equal(200);
    expect(body.until).to.be.within(before + 20_000, Date.now() + 20_000);
    expect(harness.bot.asked).to.include('POST /lab/store-fault {"ms":20000}');
    expect(await active()).to.deep.equal(['store-away']);
    await inject('kill');
    await isOver('store-away');
    const away = await inject('store-away');
    expect(away).to.deep.equal({ status: 503, body: { error: 'Redress is restarting…' } });
  });

  it('kills the bot, and is over when the bot answers again', async () => {
    const before = (await readFaults()).past.length;
    expect((await inject('kill')).body).to.deep.equal({ until: null });
    expect(harness.controlCalls).to.deep.equal(['kill']);
    await stream.until({ kind: 'bot', up: false });
    expect(await readFaults()).to.deep.include({ ledger: null });
    expect(await active()).to.deep.equal(['kill']);
    await harness.bot.set(true);
    await isOver('kill');
    const { past } = await readFaults();
    expect(past).to.have.length(before + 1);
    expect(past[0].over).to.be.at.least(past[0].since);
    const { events } = stream;
    expect(events.filter(({ kind }) => kind === 'bot').map(({ up }) => up)).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('loses the reply to the next post, on either platform', async () => {
    await inject('lost-reply-slack');
    await inject('lost-reply-teams');
    const lost = await post().then(
      () => 'answered',
      () => 'broken',
    );
    expect(lost).to.equal('broken');
    expect(harness.slack.messages(CHANNELS.billing)).to.have.length(1);
    await isOver('lost-reply-slack');
    expect(await active()).to.deep.equal(['lost-reply-teams']);
    const inTeams = await postInTeams().then(
      () => 'answered',
      () => 'broken',
    );
    expect(inTeams).to.equal('broken');
    await isOver('lost-reply-teams');
  });

  it('delivers the next press twice, on either platform', async () => {
    await inject('twice-slack');
    await inject('twice-teams');
    const { ts } = await harness.slack.write(PEOPLE.ben, CHANNELS.billing, 'a message');
    await harness.slack.messageShortcut(PEOPLE.ben, { channel: CHANNELS.billing, ts }, 'complaint');
    await isOver('twice-slack');
    expect(await active()).to.deep.equal(['twice-teams']);
    await harness.teams.extension(teams.PEOPLE.ann, 'complaint', { conversation: 'personal' });
    await isOver('twice-teams');
  });

  it('keeps the last 20 faults, and each active kind once', async () => {
    for (let n = 0; n < 22; n += 1) {
      await inject('lost-reply-slack');
      await inject('lost-reply-slack');
      expect(await active()).to.deep.equal(['lost-reply-slack']);
      for (const _ of [1, 2]) await post().catch(() => undefined);
      await eventually(async () => (await active()).length === 0, 'its end');
    }
    expect(await over()).to.have.length(20);
  }).timeout(20_000);

  it('forgets all faults at a reset', async () => {
    await inject('lost-reply-slack');
    await inject('slack-down');
    await harness.frame.clear();
    expect(await readFaults()).to.deep.include({ now: [], past: [] });
  });
});
