import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Database } from '../../../src/storage/embedded/database.js';
import { openDatabase } from '../../../src/storage/embedded/database.js';
import { readProcessStart } from '../../../src/storage/embedded/process-claim.js';
import { temporaryFolder } from '../open-stores.js';

describe('the embedded database', function () {
  // Milliseconds here; seconds on a busy machine.
  this.timeout(20_000);
  const folder = temporaryFolder();
  let file: string;
  let database: Database | undefined;
  let opened = 0;
  beforeEach(() => {
    opened += 1;
    file = join(folder.path, String(opened), 'redress.db');
  });
  afterEach(() => database?.close());
  after(() => folder.remove());

  /** Opens the file of this test; a hook closes it. */
  function open(): Database {
    database = openDatabase(file);
    return database;
  }

  /** Opens the file with a table `t(a)`. */
  function openWithTable(): Database {
    const one = open();
    one.run('CREATE TABLE IF NOT EXISTS t (a)');
    return one;
  }

  it('stores data durably, in a folder that only its owner can read', () => {
    const one = openWithTable();
    expect(one.run('INSERT INTO t VALUES (?), (?)', ['é😀', 7])).to.deep.equal({ changes: 2 });
    expect(one.all('PRAGMA synchronous')).to.deep.equal([{ synchronous: 2 }]);
    expect(one.all('PRAGMA journal_mode')).to.deep.equal([{ journal_mode: 'wal' }]);
    one.close();
    expect(readdirSync(join(file, '..'))).to.deep.equal(['redress.db']);
    expect(open().all('SELECT a FROM t')).to.deep.equal([{ a: 'é😀' }, { a: 7 }]);
    expect(statSync(join(file, '..')).mode & 0o077).to.equal(0);
    expect(statSync(file).mode & 0o077).to.equal(0);
  });

  it('stores nothing for :memory:, and each handle is separate', () => {
    const [one, two] = [openDatabase(':memory:'), openDatabase(':memory:')];
    one.run('CREATE TABLE t (a)');
    expect(() => two.all('SELECT * FROM t'))
      .to.throw()
      .with.property('code', 'STORE_UNAVAILABLE');
    one.close();
    two.close();
  });

  it('runs a statement again after it failed, and after the table was changed', () => {
    const one = openWithTable();
    one.run('CREATE UNIQUE INDEX t_a ON t(a)');
    const insert = (a: number) => one.run('INSERT INTO t (a) VALUES (?)', [a]);
    insert(1);
    expect(() => insert(1))
      .to.throw()
      .with.property('code', 'STORE_UNAVAILABLE');
    insert(2);
    const read = () => one.all<{ a: number }>('SELECT a FROM t ORDER BY a');
    expect(read()).to.deep.equal([{ a: 1 }, { a: 2 }]);
    one.run('DROP TABLE t');
    expect(read).to.throw().with.property('code', 'STORE_UNAVAILABLE');
    one.run('CREATE TABLE t (b, a)');
    insert(3);
    expect(read()).to.deep.equal([{ a: 3 }]);
  });

  describe('a transaction', () => {
    it('is committed as a whole and returns the result of its function', () => {
      const one = openWithTable();
      const result = one.transaction(() => {
        one.run('INSERT INTO t VALUES (1)');
        return one.all<{ a: number }>('SELECT a FROM t');
      });
      expect(result).to.deep.equal([{ a: 1 }]);
      expect(one.all('SELECT a FROM t')).to.deep.equal([{ a: 1 }]);
    });

    it('is rolled back as a whole when its function throws', () => {
      const one = openWithTable();
      const fault = new Error('no');
      const failing = () => {
        one.run('INSERT INTO t VALUES (1)');
        throw fault;
      };
      expect(() => one.transaction(failing)).to.throw(fault);
      expect(one.all('SELECT a FROM t')).to.deep.equal([]);
      expect(one.transaction(() => 'usable')).to.equal('usable');
    });

    it('throws when its function returns a promise', () => {
      const one = openWithTable();
      const waiting = async () => one.run('INSERT INTO t VALUES (1)');
      expect(() => one.transaction(waiting)).to.throw('promise');
      expect(one.all('SELECT a FROM t')).to.deep.equal([]);
    });

    it('does not nest, and the outer one continues', () => {
      const one = openWithTable();
      one.transaction(() => {
        one.run('INSERT INTO t VALUES (1)');
        expect(() => one.transaction(() => undefined)).to.throw('do not nest');
      });
      expect(one.all('SELECT a FROM t')).to.deep.equal([{ a: 1 }]);
    });
  });

  it('throws STORE_UNAVAILABLE with the cause when SQLite rejects a statement', () => {
    const one = openWithTable();
    const fault = expect(() => one.run('INSERT INTO nowhere VALUES (1)')).to.throw();
    fault.with.property('code', 'STORE_UNAVAILABLE');
    fault.with.property('cause').that.is.instanceOf(Error);
  });

  it('rejects text that SQLite would cut', () => {
    const one = openWithTable();
    expect(() => one.run('INSERT INTO t VALUES (?)', ['a\0b'])).to.throw('NUL');
    expect(one.all('SELECT a FROM t')).to.deep.equal([]);
  });

  it('can be closed twice and rejects calls afterwards', () => {
    const one = openWithTable();
    one.close();
    one.close();
    expect(() => one.all('SELECT 1'))
      .to.throw()
      .with.property('code', 'STORE_UNAVAILABLE');
    expect(() => one.transaction(() => 1))
      .to.throw()
      .with.property('code', 'STORE_UNAVAILABLE');
  });

  it('does not let the WAL grow under reads and writes', () => {
    const one = openWithTable();
    const text = 'x'.repeat(12_000);
    for (let at = 0; at < 1200; at += 1) {
      one.run('INSERT INTO t VALUES (?)', [text]);
      if (at % 10 === 0) one.all('SELECT a FROM t LIMIT 1');
    }
    // SQLite writes a checkpoint every 1,000 pages of 4 KiB; without it the WAL would have 19 MB.
    expect(statSync(`${file}-wal`).size).to.be.below(8_000_000);
  }).timeout(20_000);

  it('throws STORE_UNAVAILABLE when the folder cannot be created', () => {
    writeFileSync(join(folder.path, 'a-file'), '');
    file = join(folder.path, 'a-file', 'redress.db');
    expect(open).to.throw().with.property('code', 'STORE_UNAVAILABLE');
  });

  it('throws STORE_DAMAGED for a file that is no database, and releases it', () => {
    mkdirSync(join(file, '..'));
    writeFileSync(file, 'This is not a database, but a text that is long enough. '.repeat(100));
    expect(open).to.throw().with.property('code', 'STORE_DAMAGED');
    expect(readdirSync(join(file, '..'))).to.deep.equal(['redress.db']);
  });

  describe('the claim on it', () => {
    it('rejects a file that this process has open', () => {
      const one = openWithTable();
      expect(() => openDatabase(file))
        .to.throw()
        .with.property('code', 'STORE_LOCKED');
      expect(one.all('SELECT 1 AS one')).to.deep.equal([{ one: 1 }]);
    });

    it('rejects a file that another live process has open', () => {
      mkdirSync(join(file, '..'));
      writeClaim(process.ppid, String(readProcessStart(process.ppid)));
      expect(open).to.throw().with.property('code', 'STORE_LOCKED');
      expect(readdirSync(join(file, '..'))).to.have.length(2);
    });

    it('takes over from a killed process, including its lock folder', () => {
      const program = `
        import { openDatabase } from ${JSON.stringify(new URL('../../../src/storage/embedded/database.ts', import.meta.url))};
        const database = openDatabase(${JSON.stringify(file)});
        database.run('CREATE TABLE t (a)');
        database.run('INSERT INTO t VALUES (1)');
        process.kill(process.pid, 'SIGKILL');`;
      const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
      const { signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect(signal, stderr).to.equal('SIGKILL');
      expect(readdirSync(join(file, '..'))).to.include('redress.db.lock');
      expect(open().all('SELECT a FROM t')).to.deep.equal([{ a: 1 }]);
    }).timeout(20_000);

    it('takes over from an earlier process that had the pid of a live one', () => {
      mkdirSync(join(file, '..'));
      writeClaim(process.pid, '0123456789abcdef');
      writeClaim(process.ppid, '0123456789abcdef');
      open();
      const claims = readdirSync(join(file, '..')).filter((name) => name.includes('.pid-'));
      expect(claims).to.deep.equal([
        `redress.db.pid-${process.pid}-${readProcessStart(process.pid)}`,
      ]);
    });

    it('leaves claims on other files alone', () => {
      mkdirSync(join(file, '..'));
      writeFileSync(join(file, '..', 'redress.db2.pid-1-0123456789abcdef'), '');
      open();
      expect(readdirSync(join(file, '..'))).to.include('redress.db2.pid-1-0123456789abcdef');
    });

    function writeClaim(pid: number, start: string): void {
      writeFileSync(`${file}.pid-${pid}-${start}`, '');
    }
  });
});

describe('the start time of a process', () => {
  it('is constant while it lives and different from that of others', () => {
    const own = readProcessStart(process.pid);
    expect(own).to.match(/^[0-9a-f]{16}$/);
    expect(readProcessStart(process.pid)).to.equal(own);
    expect(readProcessStart(process.ppid)).to.not.equal(own);
  });

  it('is undefined for a process that has ended', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(readProcessStart(pid)).to.equal(undefined);
  });
});
