import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import PQueue from 'p-queue';
import { DEFAULT_SEED, TEAM_ID } from '../../../playground/slack/seed.js';
import type { SlackWorkspace, WorkspaceSeed } from '../../../playground/slack/server.js';
import { slackPosts } from '../../../playground/users/slack-posts.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { DOCUMENT_KINDS } from '../../../src/domain/document/document-ref.js';
import { createMongoBackend } from '../../../src/jobs/agenda/mongo-backend.js';
import { createAgendaScheduler } from '../../../src/jobs/agenda/scheduler.js';
import { silentLogger } from '../../../src/ports/logger.js';
import { type MongoStores, openMongoStores } from '../../../src/storage/mongo/stores.js';
import { describeOnMongo } from '../../support/mongo.js';
import { systemClock } from '../../support/system-clock.js';
import type { BotProcess } from '../support/bot-process.js';
import { type Harness, startHarness } from '../support/harness.js';
import { toDatabaseUri } from '../support/on-stores.js';
import { ORGANISATION } from '../support/organisation.js';

const COMPLAINTS = 500;
/** Slack takes about one message a second and conversation: with so many people no delivery has to wait. */
const ASSIGNEES = 250;
const BOTS = 3;
const HOUR = 3_600_000;

/** Working hours all week, so that a nudge is due at any time the test runs. */
const ALL_WEEK = ORGANISATION.replace(
  /^hours:\n(?: .*\n)+/m,
  'hours: { zone: UTC, mon-sun: "00:00-24:00" }\n',
);

function createSeed(count: number): WorkspaceSeed {
  const extra = Array.from({ length: count }, (_, n) => ({
    id: toUserId(n),
    name: `worker.${n}`,
    realName: `Worker ${n}`,
    email: `worker.${n}@playground.example`,
    tz: 'Etc/UTC',
    isBot: false,
    deleted: false,
  }));
  return { ...DEFAULT_SEED, people: [...DEFAULT_SEED.people, ...extra] };
}

function toUserId(n: number): string {
  return `U0WORKER${String(n % ASSIGNEES).padStart(4, '0')}`;
}

/** An assigned complaint with a promise an hour after `due`: its only nudge is due at `due`. */
function createComplaint(id: string, assignee: string, due: number): Complaint {
  return {
    id,
    state: 'assigned',
    team: 'billing',
    placements: [{ n: 1, team: 'billing', as: 'owner', openedAt: due - 2 * HOUR, closedAt: null }],
    category: 'wrong-bill',
    confidential: false,
    reporter: assignee,
    assignee,
    receivedAt: due - 2 * HOUR,
    filedAt: due - 2 * HOUR,
    untakenSince: null,
    details: {
      complainant: { name: 'Mrs Kay', account: '' },
      description: 'The bill is too high',
      desiredOutcome: 'A corrected bill',
      impact: 'critical',
      means: 'phone',
      isPublic: false,
    },
    acknowledgements: [
      {
        round: 1,
        at: due - HOUR,
        recordedAt: due - HOUR,
        by: assignee,
        means: 'phone',
        words: 'We have it.',
      },
    ],
    promises: [
      {
        id: 'p1',
        what: 'A corrected bill',
        dueAt: due + HOUR,
        basis: 'The meter was read again',
        by: assignee,
        madeAt: due - HOUR,
        doneAt: null,
        renegotiatedAt: null,
        replaces: null,
        released: null,
      },
    ],
    resolutions: [],
    followUps: [],
    withdrawal: null,
    reopenings: [],
    lastLifeAt: due - HOUR,
    heard: [],
    snoozes: {},
    nudges: [],
    undelivered: { reported: [], cards: [], unreached: [], unplaced: [] },
    rounds: {},
    nextActionAt: due,
    version: 1,
    filedBy: randomUUID(),
    history: [{ at: due - 2 * HOUR, by: assignee, what: 'file', args: {} }],
    outbox: [],
    refs: {},
    events: [],
  };
}

/** Inserts the complaints and schedules a wake-up for each, as the bot does when one is filed. */
async function insertComplaints(stores: MongoStores, due: number): Promise<void> {
  const scheduler = createAgendaScheduler({
    kinds: DOCUMENT_KINDS,
    backend: createMongoBackend(stores.db, DOCUMENT_KINDS),
    clock: systemClock,
    logger: silentLogger,
  });
  // A few at a time: the stores give up after 2 s, and the bots are starting meanwhile.
  const queue = new PQueue({ concurrency: 8 });
  const people = await queue.addAll(
    Array.from(
      { length: ASSIGNEES },
      (_, n) => () =>
        stores.people.ensure(
          { platform: 'slack', workspace: TEAM_ID, userId: toUserId(n) },
          { name: `Worker ${n}`, email: null, zone: null },
        ),
    ),
  );
  const insert = async (n: number): Promise<void> => {
    const assignee = people[n % ASSIGNEES]?.id ?? '';
    const { complaint } = await stores.complaints.file(`event-${n}`, (id) => ({
      ...createComplaint(id, assignee, due),
      filedBy: `event-${n}`,
    }));
    const { id } = complaint;
    await scheduler.schedule({ kind: 'complaint', id }, due);
  };
  await queue.addAll(Array.from({ length: COMPLAINTS }, (_, n) => () => insert(n)));
  await scheduler.stop(1000);
}

/** Number of copies of each nudge, by delivery id. */
function countNudges(slack: SlackWorkspace): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { message, text } of slackPosts(slack)) {
    const id = String(message.metadata?.event_payload.id);
    if (text.includes('A promise is due')) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

async function until(is: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (!(await is()) && Date.now() < deadline) await pause(100);
  return is();
}

describeOnMongo('three bots on one database', (mongo) => {
  let harness: Harness;
  let others: readonly BotProcess[] = [];
  let database: string;
  let stores: MongoStores;

  before(async function () {
    this.timeout(180_000);
    database = mongo.newDatabaseName();
    const mongoUri = toDatabaseUri(mongo.uri, database);
    stores = await openMongoStores({ uri: mongoUri, appName: 'redress-e2e' });
    // Without the lab business time is real time, as in production with several bots.
    const env = { REDRESS_LAB_TOKEN: '' };
    const slack = { seed: createSeed(ASSIGNEES) };
    harness = await startHarness({ mongoUri, organisation: ALL_WEEK, slack, env });
    others = await Promise.all(Array.from({ length: BOTS - 1 }, (_, n) => harness.startAnother(n)));
  });

  after(async function () {
    this.timeout(30_000);
    await Promise.all(others.map((bot) => bot.kill()));
    await harness.close();
    await stores.close();
    await mongo.dropDatabase(database);
  });

  const findDue = () => stores.complaints.dueDeliveries(Date.now() + HOUR, 10);

  it('send each of 500 nudges due at once exactly once, though one bot is killed meanwhile', async function () {
    this.timeout(180_000);
    const due = Date.now() + 15_000;
    await insertComplaints(stores, due);
    const middle = await until(() => countNudges(harness.slack).size >= COMPLAINTS / 5, 60_000);
    expect(middle, 'a fifth is there').to.equal(true);
    const atKill = countNudges(harness.slack).size;
    harness.bot.crash();
    expect(atKill, 'nudges there when it was killed').to.be.below(COMPLAINTS);
    await harness.bot.whenUp();
    await until(() => countNudges(harness.slack).size === COMPLAINTS, 90_000);
    // what the killed bot had posted and not noted is looked up when its leases end
    const isNoted = async () => (await findDue()).length === 0;
    expect(await until(isNoted, 90_000), 'every delivery is noted as sent').to.equal(true);
    await Promise.all([harness.bot.stop(), ...others.map((bot) => bot.stop())]);
    const counts = [...countNudges(harness.slack).values()];
    expect(counts.length, 'nudges that arrived').to.equal(COMPLAINTS);
    expect(Math.max(...counts), 'most copies of one').to.equal(1);
    expect(await findDue()).to.deep.equal([]);
  });
});
