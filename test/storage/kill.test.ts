import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { openMongoStores } from '../../src/storage/mongo/stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { requireValue } from '../contracts/complaint-store/samples.js';
import { isKind } from '../support/complaint/history.js';
import { describeOnMongo } from '../support/mongo.js';
import { newSeed, seededRandom, withSeed } from '../support/random.js';
import { temporaryFolder } from './open-stores.js';

const PROGRAM = new URL('../fixtures/storage/committer.ts', import.meta.url).pathname;
const ROUNDS = 3;

/** A line of the program's output: a committed version or a finished delivery. */
interface Acknowledged {
  readonly id: string;
  readonly version?: number;
  readonly sent?: string;
}

describe('kill -9 in the middle of commits', () => {
  describe('on the embedded file', () => {
    const folder = temporaryFolder();
    after(() => folder.remove());
    const file = () => join(folder.path, 'redress.db');
    describeKills(
      () => ['embedded', file()],
      () => openEmbeddedStores({ file: file() }),
    );
  });

  describeOnMongo('on MongoDB', (mongo) => {
    const database = mongo.newDatabaseName();
    after(() => mongo.dropDatabase(database));
    const { uri } = mongo;
    const open = () => openMongoStores({ uri, database, appName: 'redress-test' });
    describeKills(() => ['mongo', uri, database], open);
  });
});

function describeKills(args: () => readonly string[], open: () => Promise<Stores>): void {
  it('loses no acknowledged write and leaves none half done', async function () {
    this.timeout(60_000);
    const seed = newSeed();
    const random = seededRandom(seed);
    const acknowledged: Acknowledged[] = [];
    await withSeed(seed, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const child = [...args(), String(Math.floor(random() * 1e9))];
        const lines = await runAndKill(child, random() * 300);
        expect(lines.length, 'the child wrote something').to.be.greaterThan(0);
        acknowledged.push(...lines);
        const stores = await open();
        try {
          await checkStored(stores, acknowledged);
        } finally {
          await stores.close();
        }
      }
    });
  });
}

/** Runs the program, waits `ms` after its first acknowledged write, then kills it. */
async function runAndKill(args: readonly string[], ms: number): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, faults] = ['', ''];
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    faults += data;
  });
  const ended = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await pause(ms);
  const running = child.kill('SIGKILL');
  await ended;
  expect(running, `the child ended by itself: ${faults}`).to.equal(true);
  // The kill cut off what follows the last line break.
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

async function checkStored(stores: Stores, acknowledged: readonly Acknowledged[]): Promise<void> {
  const viewer = { person: 'p', ids: ['p'], memberOf: [], leadOf: [], isOfficer: true };
  const all = await stores.complaints.list({ viewer, states: ['open'], limit: 1e6 });
  for (const complaint of all) expectWhole(complaint);
  const byId = new Map(all.map((complaint) => [complaint.id, complaint]));
  for (const { id, version, sent } of acknowledged) {
    const complaint = requireValue(byId.get(id));
    if (version !== undefined) expect(complaint.version).to.be.at.least(version);
    if (sent !== undefined) expect(complaint.refs).to.have.property(`nudge:${sent}`);
  }
}

/** Expects the fact, history entry, event and delivery of every version, and nothing else. */
function expectWhole(complaint: Complaint): void {
  const { id, version } = complaint;
  const versions = Array.from({ length: version }, (_, at) => at + 1);
  const later = versions.slice(1);
  expect(complaint.team).to.equal(`v${version}`);
  expect(complaint.filedBy).to.match(/^filing /);
  expect(complaint.history.filter(isKind('update')).map(({ args }) => args.text)).to.deep.equal([
    'filed',
    ...later.map((each) => `commit ${each}`),
  ]);
  expect(complaint.events.map((event) => event.id)).to.deep.equal(
    later.map((each) => `event ${each} of ${id}`).slice(-200),
  );
  const deliveries = [
    ...complaint.outbox.map((item) => item.id),
    ...Object.values(complaint.refs).map((ref) => ref.key),
  ];
  expect(deliveries).to.have.members(versions.map((each) => `${id}/${each}`));
}
