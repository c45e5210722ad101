import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { RedressError } from '../../../src/errors.js';
import { type Database, openDatabase } from '../../../src/storage/embedded/database.js';
import {
  GroupCommit,
  type TransactionOptions,
} from '../../../src/storage/embedded/group-commit.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import { temporaryFolder } from '../open-stores.js';

describe('writes that are asked for at the same time', function () {
  this.timeout(20_000);
  const folder = temporaryFolder();
  let count = 0;
  let database: Database;
  /** The statements that begin, end or undo something. */
  let statements: string[];
  /** Replaces a statement of the group by a fault. */
  let failOn: string | undefined;
  let now: number;
  let group: GroupCommit;
  beforeEach(() => {
    count += 1;
    mkdirSync(folder.path, { recursive: true });
    database = openDatabase(join(folder.path, `${count}.db`));
    database.run('CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT UNIQUE)');
    [statements, failOn, now] = [[], undefined, 0];
    group = createGroup();
  });
  afterEach(() => database.close());
  after(() => folder.remove());

  /** A group on the database that notes what it does. */
  function createGroup(): GroupCommit {
    const run = (sql: string): void => {
      statements.push(sql.split(' ', 1).join());
      database.run(sql);
    };
    const transaction = <T>(fn: () => T, options?: TransactionOptions): T => {
      statements.push(options?.isSynced === false ? 'begin without sync' : 'begin');
      return database.transaction(() => {
        const result = fn();
        if (failOn === 'commit') throw new RedressError('STORE_UNAVAILABLE', 'disk full');
        statements.push('commit');
        return result;
      }, options);
    };
    return new GroupCommit({ run, transaction, monotonicNow: () => now });
  }

  const insert = (text: string) => (): string => {
    database.run('INSERT INTO notes (text) VALUES (?)', [text]);
    return text;
  };
  const readTexts = (): readonly string[] =>
    database.all<{ text: string }>('SELECT text FROM notes ORDER BY id').map(({ text }) => text);
  const countCommits = (): number => statements.filter((each) => each === 'commit').length;

  it('share one transaction, keep their order, and resolve when it is durable', async () => {
    const written = ['a', 'b', 'c'].map((text) => group.write(insert(text)));
    expect(readTexts()).to.deep.equal([]);
    const seen = written.map(async (each) => [await each, countCommits()]);
    expect(await Promise.all(seen)).to.deep.equal([
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]);
    expect(readTexts()).to.deep.equal(['a', 'b', 'c']);
  });

  it('are synced together when one of them must be, and not when all may be undone', async () => {
    const mayBeUndone = true;
    await Promise.all([
      group.write(insert('a'), { mayBeUndone }),
      group.write(insert('b'), { mayBeUndone }),
    ]);
    await Promise.all([group.write(insert('c'), { mayBeUndone }), group.write(insert('d'))]);
    const begun = statements.filter((each) => each.startsWith('begin'));
    expect(begun).to.deep.equal(['begin without sync', 'begin']);
    expect(readTexts()).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('see what those before them wrote', async () => {
    const [, found] = await Promise.all([group.write(insert('a')), group.write(readTexts)]);
    expect(found).to.deep.equal(['a']);
  });

  it('stand or fall alone: what one wrote before it threw is undone, and nothing else', async () => {
    const halfway = (): never => {
      insert('half')();
      throw new Error('refused');
    };
    const twice = (): void => {
      insert('again')();
      insert('a')();
    };
    const writes = [insert('a'), halfway, insert('b'), twice, insert('c')];
    const settled = await Promise.allSettled(writes.map((write) => group.write<unknown>(write)));
    expect(settled.map(({ status }) => status === 'fulfilled')).to.deep.equal([
      ...[true, false, true, false, true],
    ]);
    expect(settled[1]).to.have.nested.property('reason.message', 'refused');
    expect(settled[3]).to.have.nested.property('reason.code', 'STORE_UNAVAILABLE');
    expect(readTexts()).to.deep.equal(['a', 'b', 'c']);
    expect(countCommits()).to.equal(1);
  });

  it('all reject with the same error when they cannot be committed, and nothing is written', async () => {
    failOn = 'commit';
    const alone = group.write(() => {
      throw new Error('refused');
    });
    const writes = [group.write(insert('a')), alone, group.write(insert('b'))];
    const faults = await Promise.all(writes.map(catchRejection));
    expect(faults[0]).to.be.instanceOf(RedressError).with.property('code', 'STORE_UNAVAILABLE');
    expect(new Set(faults).size).to.equal(1);
    expect(readTexts()).to.deep.equal([]);
    failOn = undefined;
    expect(await group.write(insert('a'))).to.equal('a');
  });

  it('all reject with the fault after which SQLite has undone the whole transaction', async () => {
    const fault = new RedressError('STORE_UNAVAILABLE', 'disk I/O error');
    const undoesAll = (): never => {
      database.run('ROLLBACK');
      throw fault;
    };
    const writes = [group.write(insert('a')), group.write(undoesAll)];
    expect(await Promise.all(writes.map(catchRejection))).to.deep.equal([fault, fault]);
    expect(readTexts()).to.deep.equal([]);
    expect(await group.write(insert('b'))).to.equal('b');
  });

  it('all reject when no transaction begins', async () => {
    const writes = [group.write(insert('a')), group.write(insert('b'))];
    database.close();
    const faults = await Promise.all(writes.map(catchRejection));
    expect(new Set(faults).size).to.equal(1);
    expect(faults[0]).to.be.instanceOf(RedressError);
    database = openDatabase(join(folder.path, `${count}.db`));
  });

  it('are split when they take long, so that others have their turn between', async () => {
    const slowly = (text: string) => () => {
      now += 6;
      return insert(text)();
    };
    const turns: number[] = [];
    const written = Promise.all(['a', 'b', 'c', 'd'].map((text) => group.write(slowly(text))));
    for (let turn = 0; turn < 4; turn += 1) {
      await nextTurn();
      turns.push(readTexts().length);
    }
    expect(await written).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(turns[0]).to.equal(2);
    expect(countCommits()).to.equal(2);
  });

  it('must not wait for a promise', async () => {
    const fault = await catchRejection(group.write(async () => insert('a')()));
    expect((fault as Error).message).to.include('must not wait');
    expect(readTexts()).to.deep.equal([]);
  });

  it('are not mixed up with a transaction of somebody else', async () => {
    const queued = database.together(insert('queued'));
    database.transaction(() => insert('own')());
    expect(readTexts()).to.deep.equal(['own']);
    await queued;
    expect(readTexts()).to.deep.equal(['own', 'queued']);
  });

  it('are written when the file is closed', async () => {
    const file = join(folder.path, `${count}.db`);
    const written = [database.together(insert('a')), database.together(insert('b'))];
    database.close();
    expect(await Promise.all(written)).to.deep.equal(['a', 'b']);
    database = openDatabase(file);
    expect(readTexts()).to.deep.equal(['a', 'b']);
    database.close();
    const late = await catchRejection(database.together(insert('c')));
    expect(late).to.be.instanceOf(RedressError);
    rmSync(`${file}.lock`, { recursive: true, force: true });
  });

  it('have the same outcome as one after the other, whatever they are and however they are split', async () => {
    const write = fc.record({
      texts: fc.array(fc.constantFrom(...'abcdefgh'), { minLength: 1, maxLength: 3 }),
      isRefused: fc.boolean(),
      takes: fc.constantFrom(0, 4, 11),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 12 }), async (writes) => {
        const runs = writes.map(({ texts, isRefused, takes }) => (): number => {
          now += takes;
          for (const text of texts) insert(text)();
          if (isRefused) throw new Error('refused');
          return texts.length;
        });
        database.run('DELETE FROM notes');
        const together = await Promise.allSettled(runs.map((run) => group.write(run)));
        const [values, texts] = [together.map(toOutcome), readTexts()];
        database.run('DELETE FROM notes');
        const inTurn = await Promise.allSettled(runs.map(async (run) => database.transaction(run)));
        expect(values).to.deep.equal(inTurn.map(toOutcome));
        expect(texts).to.deep.equal(readTexts());
      }),
      { numRuns: 50 },
    );
  });
});

function toOutcome(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'fulfilled' ? result.value : (result.reason as Error).message;
}
