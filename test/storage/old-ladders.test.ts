import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { decideSystem } from '../../src/domain/commands/decide.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { changedFacts } from '../../src/domain/document/document.js';
import { isSameRung, toRecipientKey } from '../../src/domain/nudges/nudge.js';
import { findRound } from '../../src/domain/nudges/rounds.js';
import { nextWorkingMoment } from '../../src/domain/organisation/calendar.js';
import { findCalendar, type Organisation } from '../../src/domain/organisation/organisation.js';
import { LAST_RUNG } from '../../src/domain/organisation/rungs.js';
import { openDatabase } from '../../src/storage/embedded/database.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { encodeRecord } from '../../src/storage/mongo/encoding.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { formatMessages } from '../domain/nudges/nudge-helpers.js';
import {
  asSystem,
  createOrganisation,
  createWeekCalendar,
  workingHours,
} from '../support/domain.js';
import { describeOnMongo } from '../support/mongo.js';
import { temporaryFolder } from './open-stores.js';

/** A file of commit 2940547 with complaints in the middle of their ladders, see `make-ladders.ts`. */
const FIXTURE = fileURLToPath(new URL('../fixtures/upgrade/2940547-ladders/', import.meta.url));

/** What that release goes on to send about each of them when nothing else happens. */
const REMINDERS = JSON.parse(readFileSync(join(FIXTURE, 'reminders.json'), 'utf8')) as Readonly<
  Record<string, readonly { readonly at: number; readonly messages: readonly string[] }[]>
>;

function copyOldFile(folder: string): string {
  const file = join(folder, 'redress.db');
  copyFileSync(join(FIXTURE, 'redress.db'), file);
  return file;
}

describe('complaints in the middle of a ladder in an embedded file of a release without rounds', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());
  describeLadders(() => openEmbeddedStores({ file: copyOldFile(folder.path) }));
});

describeOnMongo(
  'complaints in the middle of a ladder on a MongoDB of a release without rounds',
  (mongo) => {
    const folder = temporaryFolder();
    const databases: string[] = [];
    after(async () => {
      folder.remove();
      await Promise.all(databases.map((one) => mongo.dropDatabase(one)));
    });
    describeLadders(async () => {
      const database = mongo.newDatabaseName();
      databases.push(database);
      const client = await MongoClient.connect(mongo.uri);
      const documents = readOldDocuments(copyOldFile(folder.path));
      await client.db(database).collection<{ _id: string }>('complaints').insertMany(documents);
      await client.close();
      return openMongoStores({ uri: mongo.uri, appName: 'redress-test', database });
    });
  },
);

function readOldDocuments(file: string): { _id: string }[] {
  const database = openDatabase(file);
  const rows = database.all<{ document: string }>('SELECT document FROM complaints');
  database.close();
  return rows.map(({ document }) => {
    const { id, ...rest } = JSON.parse(document);
    return { ...encodeRecord(rest), _id: id };
  });
}

/** Wakes a stored complaint, and returns what it sends. */
async function wake(
  { complaints }: Stores,
  id: string,
  now: number,
  organisation: Organisation,
): Promise<readonly string[]> {
  const complaint = await load(complaints, id);
  const decision = decideSystem(complaint, { kind: 'nudge' }, asSystem(now, { organisation }));
  if (decision.kind !== 'accepted') return [];
  const { facts, history, deliveries } = decision;
  const set = changedFacts(complaint, facts);
  const change = { set, history, deliveries, event: null };
  expect(await complaints.change(id, complaint.version, change), id).to.equal(true);
  return [...formatMessages(deliveries)].sort();
}

async function load(complaints: Stores['complaints'], id: string): Promise<Complaint> {
  const complaint = await complaints.load(id);
  if (complaint === undefined) throw new Error(`${id} is missing`);
  return complaint;
}

/** Takes messages apart into lines such as `olga: quiet 2`. */
function toRungs(messages: readonly string[]): readonly string[] {
  return messages.flatMap((message) => {
    const [to, reasons = ''] = message.split(': ');
    return reasons.split(', ').map((reason) => `${to}: ${reason}`);
  });
}

/** Past the last rung that release went on with the officers alone; now everybody is reminded. */
function isOnLadder(line: string): boolean {
  return Number(line.split(' ').at(-1)) <= LAST_RUNG;
}

function describeLadders(open: () => Promise<Stores>): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(() => stores.close());

  it('go on to send what that release would have sent up to the last rung, at its time', async () => {
    for (const [id, reminders] of Object.entries(REMINDERS)) {
      const old = reminders.flatMap(({ at, messages }) =>
        toRungs(messages).map((line) => `${at} ${line}`),
      );
      const end = reminders.at(-1)?.at ?? 0;
      const lines: string[] = [];
      for (;;) {
        const { nextActionAt: at } = await load(stores.complaints, id);
        if (at === null || at > end) break;
        const sent = await wake(stores, id, at, createOrganisation());
        lines.push(...toRungs(sent).map((line) => `${at} ${line}`));
      }
      expect(lines.filter(isOnLadder).sort(), id).to.deep.equal(old.filter(isOnLadder).sort());
      expect(
        lines.filter((line, n) => lines.indexOf(line) < n && !line.includes('near')),
      ).to.deep.equal([]);
      expect(
        lines.some((line) => !isOnLadder(line)),
        `${id} is not forgotten`,
      ).to.equal(true);
    }
  });

  it('say nothing again when the hours are corrected with the upgrade', async () => {
    const calendar = createWeekCalendar([workingHours(11, 19)]);
    const { teams, ...rest } = createOrganisation();
    const corrected = [...teams].map(([key, team]) => [key, { ...team, calendar }] as const);
    const organisation = { ...rest, teams: new Map(corrected) };
    for (const id of Object.keys(REMINDERS)) {
      const before = await load(stores.complaints, id);
      const last = Math.max(before.lastLifeAt, ...before.nudges.map(({ sentAt }) => sentAt));
      const now = nextWorkingMoment(findCalendar(before.team, organisation), last);
      await wake(stores, id, now, organisation);
      const after = await load(stores.complaints, id);
      const known = new Set(before.nudges.map((one) => one.id));
      for (const sent of after.nudges.filter((one) => !known.has(one.id) && one.repeat === 0)) {
        const earlier = before.nudges.filter(
          (one) =>
            isSameRung(one, sent) &&
            toRecipientKey(one.to) === toRecipientKey(sent.to) &&
            one.repeat === 0 &&
            one.round === findRound(sent.rule, before),
        );
        expect(sent.rule === 'promise-near' ? [] : earlier, sent.id).to.deep.equal([]);
      }
    }
  });
}
