import { copyFileSync, mkdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { countDurableWrites } from '../../../bench/month/durable-writes.js';
import { type Database, openDatabase } from '../../../src/storage/embedded/database.js';
import { temporaryFolder } from '../open-stores.js';

describe('a write that may be undone', () => {
  const folder = temporaryFolder();
  let count = 0;
  let file: string;
  let database: Database;
  beforeEach(() => {
    count += 1;
    mkdirSync(folder.path, { recursive: true });
    file = join(folder.path, `${count}.db`);
    database = openDatabase(file);
    database.run('CREATE TABLE notes (text TEXT)');
  });
  afterEach(() => database.close());
  after(() => folder.remove());

  const write = (text: string, mayBeUndone: boolean): Promise<unknown> =>
    database.together(() => database.run('INSERT INTO notes VALUES (?)', [text]), { mayBeUndone });
  const readTexts = (one: Database): readonly string[] =>
    one.all<{ text: string }>('SELECT text FROM notes ORDER BY rowid').map(({ text }) => text);
  const logSize = (): number => statSync(`${file}-wal`).size;
  /** What a disk has after a loss of power that kept so many bytes of the log. */
  const readAfterLoss = (kept: number): readonly string[] => {
    const copy = `${file}.copy-${kept}.db`;
    copyFileSync(file, copy);
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    truncateSync(`${copy}-wal`, kept);
    const opened = openDatabase(copy);
    const texts = readTexts(opened);
    opened.close();
    return texts;
  };

  it('waits for no sync of the disk, and is seen at once', async () => {
    const writes = countDurableWrites(database);
    try {
      await write('a', true);
      expect(readTexts(database)).to.deep.equal(['a']);
      expect([...writes.take().values()]).to.deep.equal([]);
      await write('b', false);
      expect([...writes.take().values()]).to.deep.equal([1]);
      expect(database.all('PRAGMA synchronous')).to.deep.equal([{ synchronous: 2 }]);
    } finally {
      writes.stop();
    }
  });

  it('is lost whole or not at all with the power, and nothing of before with it', async () => {
    await write('a', false);
    const synced = logSize();
    await write('b', true);
    expect(readAfterLoss(synced)).to.deep.equal(['a']);
    expect(readAfterLoss(Math.floor((synced + logSize()) / 2))).to.deep.equal(['a']);
    expect(readAfterLoss(logSize())).to.deep.equal(['a', 'b']);
  });

  it('is durable once anything else is written', async () => {
    await write('a', true);
    await write('b', false);
    const synced = logSize();
    await write('c', true);
    expect(readAfterLoss(synced)).to.deep.equal(['a', 'b']);
  });

  it('that is refused leaves the next one synced', async () => {
    const refused = database.together(
      () => {
        throw new Error('refused');
      },
      { mayBeUndone: true },
    );
    expect(await refused.catch(({ message }: Error) => message)).to.equal('refused');
    expect(database.all('PRAGMA synchronous')).to.deep.equal([{ synchronous: 2 }]);
  });
});
