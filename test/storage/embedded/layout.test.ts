import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type LogFields, type Logger, silentLogger } from '../../../src/ports/logger.js';
import { type Database, openDatabase } from '../../../src/storage/embedded/database.js';
import {
  LAYOUT_STEPS,
  type LayoutStep,
  upgradeLayout,
} from '../../../src/storage/embedded/layout.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import { temporaryFolder } from '../open-stores.js';

/** The file that release 853330e wrote, with two complaints. */
const OLD_FILE = fileURLToPath(
  new URL('../../fixtures/upgrade/853330e/redress.db', import.meta.url),
);
const NEWEST = LAYOUT_STEPS.length;

describe('the layout of the embedded file', () => {
  const folder = temporaryFolder();
  let file: string;
  let opened = 0;
  beforeEach(() => {
    opened += 1;
    file = join(folder.path, `${opened}.db`);
  });
  after(() => folder.remove());

  /** Opens the file, reads from it and closes it. */
  function read<T>(use: (database: Database) => T): T {
    const database = openDatabase(file);
    try {
      return use(database);
    } finally {
      database.close();
    }
  }
  const readLayout = () =>
    read((database) => database.all<{ user_version: number }>('PRAGMA user_version'))[0]
      ?.user_version;
  const readTables = () =>
    read((database) =>
      database
        .all<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .map(({ name }) => name),
    );

  it('is the newest in a new file, and no step runs on it', async () => {
    await (await openEmbeddedStores({ file })).close();
    expect(readLayout()).to.equal(NEWEST);
    const made = readTables();
    await (await openEmbeddedStores({ file })).close();
    expect(readTables()).to.deep.equal(made);
  });

  it('is upgraded in a file of release 853330e, which keeps its complaints and loses its jobs', async () => {
    copyFileSync(OLD_FILE, file);
    expect(readLayout()).to.equal(0);
    expect(readTables()).to.include('agenda_jobs');
    const lines: [LogFields, string][] = [];
    const logger: Logger = { ...silentLogger, info: (...line) => lines.push(line) };
    const stores = await openEmbeddedStores({ file, logger });
    const steps = LAYOUT_STEPS.map(({ what }) => what);
    expect(lines).to.deep.equal([[{ steps }, 'embedded file upgraded']]);
    const upcoming = await stores.complaints.upcoming(10);
    expect(upcoming.map(({ id }) => id)).to.have.members(['C-1001', 'C-1002']);
    expect(await stores.complaints.load('C-1001')).to.have.property('state', 'assigned');
    expect(await stores.inboxes.findAbsent(0)).to.deep.equal([]);
    await stores.close();
    expect(readLayout()).to.equal(NEWEST);
    expect(readTables()).to.deep.equal([
      ...['complaint_audience', 'complaint_concerns', 'complaint_keys', 'complaint_stems'],
      ...['complaint_stuck'],
      ...['complaint_terms', 'complaint_terms_config', 'complaint_terms_data'],
      ...['complaint_terms_docsize', 'complaint_terms_idx', 'complaint_threads'],
      ...[
        'complaint_unindexed',
        'complaints',
        'counters',
        'generations',
        'inboxes',
        'meta',
        'people',
      ],
      ...['people_keys', 'platform_references'],
      ...['standing_problems', 'told_alarms'],
    ]);
  });

  it('keeps the threads of any number of complaints, some of which have no card', async () => {
    copyFileSync(OLD_FILE, file);
    const insert = `INSERT INTO complaints
      SELECT ?, version, ?, state, team, reporter, assignee, confidential, filed_at, next_action_at,
        delivery_due_at, ?, document FROM complaints WHERE id = 'C-1001'`;
    const keys = Array.from({ length: 2500 }, (_, n) => (n % 3 === 0 ? null : `key ${n}`));
    read((database) =>
      database.transaction(() => {
        for (const [n, key] of keys.entries()) database.run(insert, [`D-${n}`, `filed ${n}`, key]);
      }),
    );
    const stores = await openEmbeddedStores({ file });
    for (const [n, key] of keys.entries()) {
      if (key === null) continue;
      const found = await stores.complaints.findByThread(key);
      expect(found, key).to.deep.equal({ id: `D-${n}`, placement: 1 });
    }
    await stores.close();
    const count = 'SELECT COUNT(*) AS count FROM complaint_threads';
    const wanted = 2 + keys.filter((key) => key !== null).length;
    expect(read((database) => database.all(count))).to.deep.equal([{ count: wanted }]);
  });

  it('knows how long the deliveries of earlier releases have waited, without those that failed', async () => {
    copyFileSync(OLD_FILE, file);
    const items = [
      { id: 'a', createdAt: 1_700_000_000_500, failed: null },
      { id: 'b', createdAt: 1_700_000_000_300, failed: null },
      { id: 'c', createdAt: 1_700_000_000_100, failed: 'rejected' },
    ];
    const set =
      "UPDATE complaints SET delivery_due_at = ?, document = json_set(document, '$.outbox', json(?))";
    read((database) => {
      database.run(set, [null, '[]']);
      database.run(`${set} WHERE id = 'C-1001'`, [1_900_000_000_000, JSON.stringify(items)]);
    });
    const stores = await openEmbeddedStores({ file });
    const waiting = await stores.complaints.waitingDeliveries(1_800_000_000_000, 10);
    expect(waiting).to.deep.equal([{ id: 'C-1001', since: 1_700_000_000_300 }]);
    await stores.close();
  });

  it('goes on after a kill between any two steps, and runs no step twice', () => {
    const insert = (value: number): LayoutStep => ({
      what: `${value} inserted`,
      run: (database) => {
        database.run('INSERT INTO steps VALUES (?)', [value]);
      },
    });
    const steps = [1, 2, 3].map(insert);
    for (const done of [0, 1, 2]) {
      file = join(folder.path, `killed-${done}.db`);
      read((database) => database.run('CREATE TABLE steps (value)'));
      read((database) => {
        const fault = expect(() => upgradeLayout(killAfter(database, done), steps)).to.throw();
        fault.with.property('code', 'STORE_SCHEMA');
      });
      expect(readLayout()).to.equal(done);
      const rest = steps.slice(done).map(({ what }) => what);
      expect(read((database) => upgradeLayout(database, steps))).to.deep.equal(rest);
      const values = read((database) => database.all('SELECT value FROM steps'));
      expect(values).to.deep.equal([{ value: 1 }, { value: 2 }, { value: 3 }]);
      expect(read((database) => upgradeLayout(database, steps))).to.deep.equal([]);
    }
  });

  it('is finished by the next start when a start of this release was killed after any step', async () => {
    for (let done = 0; done < NEWEST; done += 1) {
      file = join(folder.path, `start-${done}.db`);
      copyFileSync(OLD_FILE, file);
      read((database) => expect(() => upgradeLayout(killAfter(database, done))).to.throw());
      expect(readLayout()).to.equal(done);
      const stores = await openEmbeddedStores({ file });
      expect(await stores.complaints.upcoming(10)).to.have.length(2);
      await stores.close();
      expect(readLayout()).to.equal(NEWEST);
    }
  });

  it('changes nothing when a step fails, and names the layout', () => {
    const steps: readonly LayoutStep[] = [
      {
        what: 'half of it',
        run: (database) => {
          database.run('CREATE TABLE half (a)');
          throw new Error('thrown by the test');
        },
      },
    ];
    read((database) => {
      expect(() => upgradeLayout(database, steps))
        .to.throw('layout 1')
        .with.property('code', 'STORE_SCHEMA');
    });
    expect(readLayout()).to.equal(0);
    expect(readTables()).to.deep.equal([]);
  });

  it('is refused when a newer release wrote it, and not a byte of the file changes', async () => {
    await (await openEmbeddedStores({ file })).close();
    read((database) => database.run(`PRAGMA user_version=${NEWEST + 6}`));
    const before = readFileSync(file);
    const fault = await catchRejection(openEmbeddedStores({ file }));
    expect(fault).to.include({ code: 'STORE_SCHEMA' });
    expect(fault)
      .to.have.property('message')
      .that.includes(`layout ${NEWEST + 6}`)
      .and.includes(`up to ${NEWEST}`)
      .and.includes('run the newer release')
      .and.includes('restore the backup');
    expect(readFileSync(file).equals(before)).to.equal(true);
    expect(readLayout()).to.equal(NEWEST + 6);
  });

  it('is refused also when the newer release was killed, and its WAL is still there', async () => {
    await (await openEmbeddedStores({ file })).close();
    const program = `
      import { openDatabase } from ${JSON.stringify(new URL('../../../src/storage/embedded/database.ts', import.meta.url))};
      openDatabase(${JSON.stringify(file)}).run('PRAGMA user_version=${NEWEST + 1}');
      process.kill(process.pid, 'SIGKILL');`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(signal, stderr).to.equal('SIGKILL');
    expect(await catchRejection(openEmbeddedStores({ file }))).to.include({ code: 'STORE_SCHEMA' });
    expect(readLayout()).to.equal(NEWEST + 1);
  }).timeout(20_000);
});

/** The database of a process that is killed when it begins the transaction after `done` others. */
function killAfter(database: Database, done: number): Database {
  let left = done;
  return {
    all: (sql, params) => database.all(sql, params),
    run: (sql, params) => database.run(sql, params),
    together: (write, options) => database.together(write, options),
    damage: undefined,
    close: () => database.close(),
    transaction: (work, options) => {
      if (left === 0) throw new Error('killed by the test');
      left -= 1;
      return database.transaction(work, options);
    },
  };
}
