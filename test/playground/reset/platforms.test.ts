import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import * as slackSeed from '../../../playground/slack/seed.js';
import * as teamsSeed from '../../../playground/teams/seed.js';
import * as inSlack from '../slack/harness.js';
import * as inTeams from '../teams/harness.js';
import { until } from './harness.js';

const { CHANNELS, PEOPLE } = slackSeed;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redress-platforms-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const MODAL = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Form' },
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Hello' } }],
};
const HOME = { type: 'home', blocks: MODAL.blocks };

/** A card whose button opens nothing. */
const CARD = {
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello' }] },
};

describe('the reset of a Slack workspace', () => {
  let harness: inSlack.SlackHarness;
  beforeEach(async () => {
    harness = await inSlack.startSlackHarness({
      file: join(folder, 'workspace.json'),
      retryDelaysMs: [60_000],
    });
  });
  afterEach(() => harness.stop());

  /** Creates one of everything that a workspace can hold. */
  async function live(): Promise<{ ts: string; trigger: string; responseUrl: string }> {
    const { slack, api, bot } = harness;
    const { ts } = await slack.write(PEOPLE.ann, CHANNELS.general, 'Hello');
    await api.chat.postMessage({ channel: CHANNELS.billing, text: 'From the bot' });
    await api.chat.postMessage({ channel: PEOPLE.ann, text: 'To Ann' });
    await api.chat.postEphemeral({ channel: CHANNELS.billing, user: PEOPLE.ben, text: 'Only you' });
    await slack.slash(PEOPLE.ann, CHANNELS.general, '/complaint', '');
    const { trigger_id: used } = bot.last('slash').payload;
    await api.apiCall('views.open', { trigger_id: used, view: MODAL });
    await api.apiCall('views.publish', { user_id: PEOPLE.ann, view: HOME });
    await slack.slash(PEOPLE.ben, CHANNELS.general, '/complaint', '');
    const { trigger_id: trigger, response_url: responseUrl } = bot.last('slash').payload;
    slack.read(PEOPLE.ben, CHANNELS.billing);
    slack.deactivate(PEOPLE.dev);
    slack.archive('repairs');
    slack.removeBot('billing');
    await slack.eventsIdle();
    return { ts, trigger, responseUrl };
  }

  it('restores the new state, also on disk, and keeps the state object', async () => {
    const { slack } = harness;
    const { state } = slack;
    const first = structuredClone(state);
    await live();
    await slack.reset();
    const { lastMicros, lastId } = state;
    expect(slack.state).to.equal(state);
    expect(state).to.deep.equal({ ...first, lastMicros, lastId });
    expect(JSON.parse(readFileSync(join(folder, 'workspace.json'), 'utf8'))).to.deep.equal(state);
    expect(slack.requests()).to.deep.equal([]);
  });

  it('repeats no timestamp and no id, and refuses old triggers and response URLs', async () => {
    const { slack, api } = harness;
    const { ts, trigger, responseUrl } = await live();
    const dm = slack.dm(PEOPLE.ann)[0]?.channel;
    await slack.reset();
    const opening = await inSlack.call(slack, 'views.open', { trigger_id: trigger, view: MODAL });
    expect(opening.body.error).to.equal('invalid_trigger_id');
    const answer = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"text":"late"}',
    });
    expect(answer.status).to.equal(404);
    expect(Number((await slack.write(PEOPLE.ann, CHANNELS.general, 'Again')).ts)).to.be.above(
      Number(ts),
    );
    const { channel } = await api.chat.postMessage({ channel: PEOPLE.ann, text: 'To Ann' });
    expect(channel).to.not.equal(dm);
  });

  it('removes pending faults, which are counted until then', async () => {
    const { slack } = harness;
    slack.fault({ kind: 'rate-limited', times: 3 });
    slack.fault({ kind: 'rate-limited', method: 'chat.update' });
    slack.fault({ kind: 'down', ms: 60_000 });
    slack.fault({ kind: 'twice' });
    const left = () => [
      slack.faultsLeft('rate-limited'),
      slack.faultsLeft('down'),
      slack.faultsLeft('twice'),
    ];
    expect(left()).to.deep.equal([4, 1, 1]);
    await slack.reset();
    expect(left()).to.deep.equal([0, 0, 0]);
    expect((await inSlack.call(slack, 'auth.test')).status).to.equal(200);
  });

  it('repeats no old event, and sends new ones as before', async () => {
    const { slack, bot } = harness;
    bot.answer = () => ({ status: 500 });
    await slack.write(PEOPLE.ben, CHANNELS.billing, 'Before');
    await until(() => bot.received.length === 1);
    await slack.reset();
    await slack.eventsIdle();
    bot.answer = () => ({});
    await slack.write(PEOPLE.ben, CHANNELS.billing, 'After');
    await slack.eventsIdle();
    expect(bot.received.map(({ payload }) => payload.event.text)).to.deep.equal([
      'Before',
      'After',
    ]);
  });
});

describe('the reset of a Teams tenant', () => {
  let harness: inTeams.TeamsHarness;
  beforeEach(async () => {
    harness = await inTeams.startTeamsHarness({
      file: join(folder, 'tenant.json'),
      retryDelaysMs: [60_000],
    });
  });
  afterEach(() => harness.stop());

  async function live(): Promise<string> {
    const { teams } = harness;
    const { ann, dev, rita } = teamsSeed.PEOPLE;
    await teams.write(ann, 'personal', 'Hello');
    const { activity } = await teams.write(ann, 'General', 'Hello', { mention: true });
    const to = `conversations/${encodeURIComponent(teams.personalConversation(ann) ?? '')}/activities`;
    await inTeams.call(teams, 'POST', to, { type: 'message', attachments: [CARD] });
    teams.read(ann, 'General');
    teams.block(dev);
    teams.deleteUser(rita);
    teams.archiveChannel('Repairs');
    teams.removeFromTeam();
    await teams.eventsIdle();
    return activity;
  }

  it('restores the new state, also on disk, except for keys and counters', async () => {
    const { teams } = harness;
    const { state } = teams;
    const first = structuredClone(state);
    const before = await live();
    await teams.reset();
    const { lastActivity, lastId } = state;
    expect(teams.state).to.equal(state);
    expect(state).to.deep.equal({ ...first, lastActivity, lastId });
    expect(JSON.parse(readFileSync(join(folder, 'tenant.json'), 'utf8'))).to.deep.equal(state);
    expect(teams.requests()).to.deep.equal([]);
    const { activity } = await teams.write(teamsSeed.PEOPLE.ann, 'General', 'Again');
    expect(Number(activity)).to.be.above(Number(before));
  });

  it('removes pending faults, which are counted until then', async () => {
    const { teams } = harness;
    const kinds = ['http-429', 'down', 'twice'] as const;
    const left = () => kinds.map((kind) => teams.faultsLeft(kind));
    teams.fault({ kind: 'http-429', operation: ['create', 'send'], times: 2 });
    teams.fault({ kind: 'down', ms: 60_000 });
    teams.fault({ kind: 'twice' });
    expect(left()).to.deep.equal([2, 1, 1]);
    expect((await inTeams.requestToken(teams)).status).to.equal(503);
    expect(left(), 'a call while it is down uses nothing up').to.deep.equal([2, 1, 1]);
    await teams.reset();
    expect(left()).to.deep.equal([0, 0, 0]);
    expect((await inTeams.requestToken(teams)).status).to.equal(200);
  });

  it('repeats no old activity, and sends new ones as before', async () => {
    const { teams, bot } = harness;
    const { ann } = teamsSeed.PEOPLE;
    bot.answer = () => ({ status: 500 });
    await teams.write(ann, 'personal', 'Before');
    await until(() => bot.received.length === 1);
    await teams.reset();
    await teams.eventsIdle();
    bot.answer = () => ({});
    await teams.write(ann, 'personal', 'After');
    await teams.eventsIdle();
    expect(bot.received.at(-1)?.activity.text).to.equal('After');
    expect(bot.received.filter((one) => one.activity.text === 'Before')).to.have.length(1);
  });
});

describe('a Teams tenant that is down', () => {
  it('answers every call with 503 until the time is over by its clock', async () => {
    let now = Date.now();
    const harness = await inTeams.startTeamsHarness({ now: () => now });
    try {
      const { teams } = harness;
      const token = (await inTeams.requestToken(teams)).body.access_token;
      const channel = encodeURIComponent(teamsSeed.CHANNELS.billing);
      const post = () =>
        inTeams.call(
          teams,
          'POST',
          `conversations/${channel}/activities`,
          { type: 'message', text: 'Hello' },
          token,
        );
      teams.fault({ kind: 'down', ms: 20_000 });
      now += 19_999;
      expect((await post()).status).to.equal(503);
      expect(teams.requests().at(-1)).to.include({ status: 503, error: 'ServiceUnavailable' });
      expect(teams.channelMessages('Billing')).to.deep.equal([]);
      now += 1;
      expect(teams.faultsLeft('down')).to.equal(0);
      expect((await post()).status).to.equal(201);
    } finally {
      await harness.stop();
    }
  });

  it('can fail whichever of several operations comes first', async () => {
    const harness = await inTeams.startTeamsHarness();
    try {
      const { teams } = harness;
      teams.fault({ kind: 'http-429', operation: ['create', 'token'] });
      expect((await inTeams.requestToken(teams)).status).to.equal(429);
      expect((await inTeams.requestToken(teams)).status).to.equal(200);
    } finally {
      await harness.stop();
    }
  });
});
