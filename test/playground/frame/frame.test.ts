import { expect } from 'chai';
import { NotPossible } from '../../../playground/not-possible.js';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import * as teams from '../../../playground/teams/seed.js';
import { call } from '../slack/harness.js';
import { type FrameHarness, type Json, openStream, startFrameHarness } from './harness.js';

/** A complaint in the format of the bot's lab. */
function createLabComplaint(reference: string, more: object = {}): object {
  return {
    reference,
    category: 'A wrong bill',
    state: 'assigned',
    confidential: false,
    reporter: { name: 'Ann', accounts: { slack: PEOPLE.ann, teams: teams.PEOPLE.ann } },
    owner: { name: 'B. Baker', accounts: { teams: teams.PEOPLE.ben } },
    team: 'Billing',
    post: { platform: 'slack', key: 'x', channel: CHANNELS.billing, ts: '1.2' },
    acknowledged: true,
    promises: 1,
    nudges: 2,
    resolved: false,
    closed: false,
    waiting: 1,
    ...more,
  };
}

describe('the server of the playground’s frame', () => {
  let harness: FrameHarness;
  beforeEach(async () => {
    harness = await startFrameHarness();
  });
  afterEach(() => harness.stop());

  const state = (): Promise<Json> => harness.read('/frame/state');
  const unread = async (name: string) => {
    const { people } = await state();
    const person = people.find((one: Json) => one.name === name);
    return [person.slack.unread, person.teams.unread];
  };

  it('lists the people of both platforms by one name, with their role, in the order of the seed', async () => {
    const { people } = await state();
    expect(people.map(({ name, role }: Json) => `${name}: ${role}`)).to.deep.equal([
      'Ann Reporter: reporter',
      'Ben Baker: member',
      'Cleo Clarke: member',
      'Lena Lead: lead',
      'Dev Desai: member',
      'Rita Reyes: lead',
      'Omar Officer: officer',
    ]);
    for (const { slack, teams: there, title } of people) {
      expect(harness.slack.person(slack.id)?.title).to.equal(title);
      expect(harness.teams.person(there.id)?.title).to.equal(title);
    }
  });

  it('counts unread messages of each person on each platform, in channels and chats', async () => {
    expect(await unread('Ben Baker')).to.deep.equal([0, 0]);
    await call(harness.slack, 'chat.postMessage', { channel: CHANNELS.billing, text: 'one' });
    await call(harness.slack, 'chat.postMessage', { channel: PEOPLE.ben, text: 'two' });
    await harness.teams.write(teams.PEOPLE.lena, 'Billing', 'three');
    expect(await unread('Ben Baker')).to.deep.equal([2, 1]);
    expect(await unread('Lena Lead')).to.deep.equal([1, 0]);
    expect(await unread('Ann Reporter')).to.deep.equal([0, 1]);
    expect(await unread('Dev Desai')).to.deep.equal([0, 1]);
    harness.slack.read(PEOPLE.ben, CHANNELS.billing);
    harness.teams.read(teams.PEOPLE.ben, 'Billing');
    expect(await unread('Ben Baker')).to.deep.equal([1, 0]);
  });

  it('gives the progress of each complaint, with the names that the platforms show', async () => {
    const thread = `${teams.CHANNELS.repairs};messageid=17`;
    harness.bot.complaints = [
      createLabComplaint('C-1001'),
      createLabComplaint('C-1002', {
        owner: null,
        reporter: { name: 'Sam Stranger', accounts: {} },
        post: { platform: 'teams', key: thread, conversation: thread, activity: '17' },
      }),
      createLabComplaint('C-1003', { post: null }),
    ];
    harness.samples.list = { state: 'there', references: ['C-1002'] };
    const { complaints, botUp, samples } = await state();
    expect([botUp, samples]).to.deep.equal([true, 'there']);
    expect(complaints[0]).to.deep.equal({
      reference: 'C-1001',
      category: 'A wrong bill',
      state: 'assigned',
      confidential: false,
      reporter: 'Ann Reporter',
      owner: 'Ben Baker',
      team: 'Billing',
      place: { platform: 'slack', conversation: CHANNELS.billing },
      formerPlaces: [],
      acknowledged: true,
      promises: 1,
      nudges: 2,
      resolved: false,
      closed: false,
      waiting: 1,
      sample: false,
    });
    const place = { platform: 'teams', conversation: teams.CHANNELS.repairs };
    expect(complaints[1]).to.deep.include({ reporter: 'Sam Stranger', owner: null, place });
    expect(complaints.map((one: Json) => one.sample)).to.deep.equal([false, true, false]);
    expect(complaints[2].place).to.equal(null);
  });

  it('has no complaints while the store is away, and says when the bot is down', async () => {
    harness.bot.storeAway = true;
    expect(await state()).to.include({ complaints: null, botUp: true });
    await harness.bot.set(false);
    expect(await state()).to.include({ complaints: null, botUp: false });
    await harness.bot.set(true);
    harness.bot.storeAway = false;
    expect(await state()).to.deep.include({ complaints: [], botUp: true });
  });

  it('asks the bot once when several pages ask at the same time', async () => {
    await Promise.all([state(), state(), state()]);
    const asked = harness.bot.asked.filter((what) => what === 'GET /lab/complaints');
    expect(asked.length).to.be.below(3);
  });

  it('has one stream of changes on both platforms, which contains no text of messages', async () => {
    const stream = await openStream(harness.url);
    await harness.slack.write(PEOPLE.ben, CHANNELS.billing, 'secret words');
    await harness.teams.write(teams.PEOPLE.ben, 'Billing', 'secret words');
    const inSlack = { kind: 'message', channel: CHANNELS.billing };
    await stream.until({ kind: 'slack', change: inSlack });
    await stream.until({ kind: 'teams' });
    await harness.bot.set(false);
    await stream.until({ kind: 'bot', up: false });
    await harness.bot.set(true);
    const before = stream.events.length;
    await stream.until({ kind: 'bot', up: true });
    expect(stream.events.length).to.be.at.least(before);
    expect(JSON.stringify(stream.events)).not.to.include('secret');
    stream.stop();
  });

  it('resets everything, tells every page, and says in words when that failed', async () => {
    const stream = await openStream(harness.url);
    harness.onReset = async () => {
      throw new Error('The database does not answer: nothing was forgotten.');
    };
    expect(await harness.act('/frame/reset', {})).to.deep.equal({
      status: 500,
      body: { error: 'The database does not answer: nothing was forgotten.' },
    });
    expect(stream.events.some(({ kind }) => kind === 'reset')).to.equal(false);
    harness.onReset = () => harness.frame.clear();
    expect(await harness.act('/frame/reset', {})).to.deep.equal({ status: 200, body: {} });
    await stream.until({ kind: 'reset' });
    expect(harness.controlCalls).to.deep.equal(['reset', 'reset']);
    stream.stop();
  });

  it('adds the samples at the bot’s time, and says in words why it cannot', async () => {
    const stream = await openStream(harness.url);
    harness.bot.ahead = 3_600_000;
    expect(await harness.act('/frame/samples', {})).to.deep.equal({ status: 200, body: {} });
    const [now = 0] = harness.samples.asked;
    expect(now).to.be.closeTo(Date.now() + 3_600_000, 5000);
    await stream.until({ kind: 'samples' });
    harness.samples.outcome = async () => {
      throw new NotPossible('They are there.');
    };
    const there = { status: 409, body: { error: 'They are there.' } };
    expect(await harness.act('/frame/samples', {})).to.deep.equal(there);
    harness.samples.outcome = async () => {
      throw new Error('One could not be made.');
    };
    const half = { status: 500, body: { error: 'One could not be made.' } };
    expect(await harness.act('/frame/samples', {})).to.deep.equal(half);
    await harness.bot.set(false);
    expect((await harness.act('/frame/samples', {})).status).to.equal(503);
    expect(harness.samples.asked).to.have.length(3);
    stream.stop();
  });

  it('refuses foreign hosts and origins, and posts that are not JSON, everywhere', async () => {
    const json = { 'content-type': 'application/json' };
    const reads = ['/frame/state', '/frame/underneath', '/frame/trouble', '/frame/events'];
    for (const path of [...reads, '/lab/clock']) {
      expect(await harness.ask(path, { host: 'evil.example' }), path).to.equal(403);
      expect(await harness.ask(path, { 'sec-fetch-site': 'cross-site' }), path).to.equal(403);
      expect(await harness.ask(path, {}), path).to.equal(200);
    }
    for (const path of ['/frame/reset', '/frame/samples', '/frame/trouble', '/lab/clock']) {
      const foreign = { ...json, origin: 'https://evil.example' };
      expect(await harness.ask(path, foreign, 'POST'), path).to.equal(403);
      expect(await harness.ask(path, { ...json, origin: 'null' }, 'POST'), path).to.equal(403);
      const plain = { 'content-type': 'text/plain' };
      expect(await harness.ask(path, plain, 'POST'), path).to.equal(403);
    }
    expect(harness.controlCalls).to.be.empty;
  });
});
