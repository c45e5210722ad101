import { expect } from 'chai';
import { NotPossible } from '../../../playground/not-possible.js';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import * as teams from '../../../playground/teams/seed.js';
import { call } from '../slack/harness.js';
import { type FrameRoom, type Json, openFrameRoom, openStream } from './harness.js';

/** A complaint as the bot's lab gives it. */
function registered(reference: string, more: object = {}): object {
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

describe('the frame of the playground: the server side', () => {
  let room: FrameRoom;
  beforeEach(async () => {
    room = await openFrameRoom();
  });
  afterEach(() => room.stop());

  const state = (): Promise<Json> => room.read('/frame/state');
  const unread = async (name: string) => {
    const { people } = await state();
    const person = people.find((one: Json) => one.name === name);
    return [person.slack.unread, person.teams.unread];
  };

  it('knows everybody in both worlds by one name, with their part, in the order of the seed', async () => {
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
      expect(room.slack.person(slack.id)?.title).to.equal(title);
      expect(room.teams.person(there.id)?.title).to.equal(title);
    }
  });

  it('counts what is new for each person in each world, channels and chats alike, until it is read', async () => {
    expect(await unread('Ben Baker')).to.deep.equal([0, 0]);
    await call(room.slack, 'chat.postMessage', { channel: CHANNELS.billing, text: 'one' });
    await call(room.slack, 'chat.postMessage', { channel: PEOPLE.ben, text: 'two' });
    await room.teams.write(teams.PEOPLE.lena, 'Billing', 'three');
    expect(await unread('Ben Baker')).to.deep.equal([2, 1]);
    expect(await unread('Lena Lead')).to.deep.equal([1, 0]);
    expect(await unread('Ann Reporter')).to.deep.equal([0, 1]);
    expect(await unread('Dev Desai')).to.deep.equal([0, 1]);
    room.slack.read(PEOPLE.ben, CHANNELS.billing);
    room.teams.read(teams.PEOPLE.ben, 'Billing');
    expect(await unread('Ben Baker')).to.deep.equal([1, 0]);
  });

  it('tells how far each complaint is, with the names both worlds show', async () => {
    const thread = `${teams.CHANNELS.repairs};messageid=17`;
    room.bot.complaints = [
      registered('C-1001'),
      registered('C-1002', {
        owner: null,
        reporter: { name: 'Sam Stranger', accounts: {} },
        post: { platform: 'teams', key: thread, conversation: thread, activity: '17' },
      }),
      registered('C-1003', { post: null }),
    ];
    room.samples.list = { state: 'there', references: ['C-1002'] };
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

  it('knows no complaints while the store is away, and that the bot is down when it is', async () => {
    room.bot.storeAway = true;
    expect(await state()).to.include({ complaints: null, botUp: true });
    await room.bot.set(false);
    expect(await state()).to.include({ complaints: null, botUp: false });
    await room.bot.set(true);
    room.bot.storeAway = false;
    expect(await state()).to.deep.include({ complaints: [], botUp: true });
  });

  it('asks the bot once however many pages ask at once', async () => {
    await Promise.all([state(), state(), state()]);
    const asked = room.bot.asked.filter((what) => what === 'GET /lab/complaints');
    expect(asked.length).to.be.below(3);
  });

  it('has one stream for all that changes in both worlds, and never says what was said', async () => {
    const stream = await openStream(room.url);
    await room.slack.write(PEOPLE.ben, CHANNELS.billing, 'secret words');
    await room.teams.write(teams.PEOPLE.ben, 'Billing', 'secret words');
    const inSlack = { kind: 'message', channel: CHANNELS.billing };
    await stream.until({ kind: 'slack', change: inSlack });
    await stream.until({ kind: 'teams' });
    await room.bot.set(false);
    await stream.until({ kind: 'bot', up: false });
    await room.bot.set(true);
    const before = stream.events.length;
    await stream.until({ kind: 'bot', up: true });
    expect(stream.events.length).to.be.at.least(before);
    expect(JSON.stringify(stream.events)).not.to.include('secret');
    stream.stop();
  });

  it('resets by the host, tells every page, and says in words when that failed', async () => {
    const stream = await openStream(room.url);
    room.hostReset = async () => {
      throw new Error('The database does not answer: nothing was forgotten.');
    };
    expect(await room.act('/frame/reset', {})).to.deep.equal({
      status: 500,
      body: { error: 'The database does not answer: nothing was forgotten.' },
    });
    expect(stream.events.some(({ kind }) => kind === 'reset')).to.equal(false);
    room.hostReset = () => room.frame.clear();
    expect(await room.act('/frame/reset', {})).to.deep.equal({ status: 200, body: {} });
    await stream.until({ kind: 'reset' });
    expect(room.hosted).to.deep.equal(['reset', 'reset']);
    stream.stop();
  });

  it('adds the samples at the bot’s time, and says in words why it cannot', async () => {
    const stream = await openStream(room.url);
    room.bot.ahead = 3_600_000;
    expect(await room.act('/frame/samples', {})).to.deep.equal({ status: 200, body: {} });
    const [now = 0] = room.samples.asked;
    expect(now).to.be.closeTo(Date.now() + 3_600_000, 5000);
    await stream.until({ kind: 'samples' });
    room.samples.outcome = async () => {
      throw new NotPossible('They are there.');
    };
    const there = { status: 409, body: { error: 'They are there.' } };
    expect(await room.act('/frame/samples', {})).to.deep.equal(there);
    room.samples.outcome = async () => {
      throw new Error('One could not be made.');
    };
    const half = { status: 500, body: { error: 'One could not be made.' } };
    expect(await room.act('/frame/samples', {})).to.deep.equal(half);
    await room.bot.set(false);
    expect((await room.act('/frame/samples', {})).status).to.equal(503);
    expect(room.samples.asked).to.have.length(3);
    stream.stop();
  });

  it('refuses foreign hosts and origins, and posts that are not JSON, everywhere', async () => {
    const json = { 'content-type': 'application/json' };
    const reads = ['/frame/state', '/frame/underneath', '/frame/trouble', '/frame/events'];
    for (const path of [...reads, '/lab/clock']) {
      expect(await room.ask(path, { host: 'evil.example' }), path).to.equal(403);
      expect(await room.ask(path, { 'sec-fetch-site': 'cross-site' }), path).to.equal(403);
      expect(await room.ask(path, {}), path).to.equal(200);
    }
    for (const path of ['/frame/reset', '/frame/samples', '/frame/trouble', '/lab/clock']) {
      const foreign = { ...json, origin: 'https://evil.example' };
      expect(await room.ask(path, foreign, 'POST'), path).to.equal(403);
      expect(await room.ask(path, { ...json, origin: 'null' }, 'POST'), path).to.equal(403);
      const plain = { 'content-type': 'text/plain' };
      expect(await room.ask(path, plain, 'POST'), path).to.equal(403);
    }
    expect(room.hosted).to.be.empty;
  });
});
