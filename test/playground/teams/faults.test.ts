import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { CHANNELS, PEOPLE } from '../../../playground/teams/seed.js';
import { makeThrottle } from '../../../playground/teams/throttle.js';
import {
  activitiesPath,
  call,
  createPostBody,
  HELLO,
  requestToken,
  startTeamsHarness,
  type TeamsHarness,
} from './harness.js';

describe('faults of the simulated tenant', () => {
  let harness: TeamsHarness;
  beforeEach(async () => {
    harness = await startTeamsHarness();
  });
  afterEach(() => harness.stop());

  const post = () =>
    call(harness.teams, 'POST', 'conversations', createPostBody(CHANNELS.billing, HELLO));

  it('loses the reply to a call that was carried out', async () => {
    harness.teams.fault({ kind: 'lost-reply', operation: 'create' });
    const outcome = await post().catch(() => 'broken off');
    expect(outcome).to.equal('broken off');
    expect(harness.teams.channelMessages('Billing')).to.have.length(1);
    const [entry] = harness.teams.requests().filter(({ operation }) => operation === 'create');
    expect(entry?.status).to.equal(0);
  });

  it('answers 412, 429, 500, 502 and 504 and does nothing, as often as set', async () => {
    const kinds = ['http-412', 'http-429', 'http-500', 'http-502', 'http-504'] as const;
    for (const kind of kinds) {
      harness.teams.fault({ kind, operation: 'create', retryAfter: 7 });
      const answer = await post();
      expect(answer.status).to.equal(Number(kind.slice(5)));
      if (kind === 'http-429') expect(answer.headers.get('retry-after')).to.equal('7');
    }
    expect(harness.teams.channelMessages('Billing')).to.have.length(0);
    expect((await post()).status).to.equal(201);
  });

  it('answers 504 for a call that it has carried out', async () => {
    harness.teams.fault({ kind: 'http-504-done', operation: 'create' });
    expect((await post()).status).to.equal(504);
    expect(harness.teams.channelMessages('Billing')).to.have.length(1);
  });

  it('waits before or after the work', async () => {
    for (const kind of ['slow', 'slow-reply'] as const) {
      harness.teams.fault({ kind, operation: 'create', ms: 40 });
      const before = Date.now();
      expect((await post()).status).to.equal(201);
      expect(Date.now() - before).to.be.at.least(35);
    }
  });

  it('records every call without the text in it', async () => {
    await post();
    const [token, create] = harness.teams.requests();
    expect(token).to.include({ operation: 'token', status: 200 });
    expect(create).to.include({ operation: 'create', status: 201 });
    expect(JSON.stringify(harness.teams.requests())).to.not.contain('Hello');
  });

  it('throttles a thread and says when to try again', async () => {
    const throttled = await startTeamsHarness({ now: () => 1_800_000_000_000, throttled: true });
    try {
      const statuses: number[] = [];
      let retryAfter: string | null = null;
      const { access_token: token } = (await requestToken(throttled.teams)).body;
      for (let index = 0; index < 8; index += 1) {
        const body = createPostBody(CHANNELS.billing, HELLO);
        const answer = await call(throttled.teams, 'POST', 'conversations', body, token);
        statuses.push(answer.status);
        retryAfter = answer.headers.get('retry-after');
      }
      expect(statuses).to.deep.equal([...Array(7).fill(201), 429]);
      expect(retryAfter).to.equal('1');
    } finally {
      await throttled.stop();
    }
  });

  it('never allows more calls than each window does', () => {
    const windows = [
      [7, 1000],
      [8, 2000],
      [60, 30_000],
      [1800, 3_600_000],
    ] as const;
    const gaps = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 20, maxLength: 300 });
    fc.assert(
      fc.property(gaps, (steps) => {
        let now = 1_000_000;
        const throttle = makeThrottle(() => now);
        const through: number[] = [];
        for (const step of steps) {
          now += step;
          const wait = throttle('thread');
          if (wait === 0) through.push(now);
          else expect(wait).to.be.greaterThan(0);
        }
        for (const [calls, ms] of windows) {
          for (const at of through) {
            const within = through.filter((time) => time > at - ms && time <= at);
            expect(within.length).to.be.at.most(calls);
          }
        }
      }),
    );
  });

  it('allows a call when the wait that it named is over', () => {
    let now = 1_000_000;
    const throttle = makeThrottle(() => now);
    for (let index = 0; index < 7; index += 1) expect(throttle('thread')).to.equal(0);
    const wait = throttle('thread');
    expect(wait).to.equal(1000);
    expect(throttle('another')).to.equal(0);
    now += wait;
    expect(throttle('thread')).to.equal(0);
    expect(throttle('thread')).to.equal(1000);
  });

  it('allows 30 calls a second in the whole tenant', () => {
    const throttle = makeThrottle(() => 1_000_000);
    const waits = Array.from({ length: 31 }, (_, index) => throttle(`thread-${index}`));
    expect(waits.slice(0, 30)).to.deep.equal(Array(30).fill(0));
    expect(waits[30]).to.equal(1000);
  });
});

describe("the tenant's file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redress-tenant-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps messages, chats, dialogs and keys over a restart, readable by its owner only', async () => {
    const file = join(folder, 'tenant.json');
    const before = await startTeamsHarness({ file });
    const thread = await before.teams.write(PEOPLE.ben, 'Billing', 'Still here?');
    await before.teams.write(PEOPLE.ann, 'personal', 'Hello');
    await before.teams.eventsIdle();
    const { keys } = before.teams.state;
    await before.stop();
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    const after = await startTeamsHarness({ file });
    try {
      const path = activitiesPath(thread.conversation);
      expect((await call(after.teams, 'POST', path, HELLO)).status).to.equal(201);
      const texts = after.teams.thread(CHANNELS.billing, thread.activity).map(({ text }) => text);
      expect(texts).to.deep.equal(['Still here?', 'Hello']);
      expect(after.teams.personalChat(PEOPLE.ann)).to.have.length(1);
      expect(after.teams.state.keys).to.deep.equal(keys);
      const again = await after.teams.write(PEOPLE.ben, 'Billing', 'Later');
      expect(Number(again.activity)).to.be.greaterThan(Number(thread.activity));
    } finally {
      await after.stop();
    }
    expect(JSON.parse(await readFile(file, 'utf8')).version).to.equal(1);
  });
});
