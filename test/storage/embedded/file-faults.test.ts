import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { RedressError } from '../../../src/errors.js';
import { createStoreCheck, probeAll } from '../../../src/http/readiness.js';
import { openDatabase, type SqlValue } from '../../../src/storage/embedded/database.js';
import { createWriteProbe } from '../../../src/storage/embedded/meta/write-probe.js';
import { type EmbeddedStores, openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import { findLackOfRoom, toFileError } from '../../../src/storage/file-faults.js';
import { catchRejection } from '../../contracts/catch-rejection.js';
import { fileSample, sampleComplaint } from '../../contracts/complaint-store/samples.js';
import { temporaryFolder } from '../open-stores.js';

const PAGE = 4096;

describe('the embedded file', function () {
  this.timeout(20_000);
  const folder = temporaryFolder();
  let file: string;
  let stores: EmbeddedStores | undefined;
  let count = 0;
  beforeEach(async () => {
    count += 1;
    mkdirSync(join(folder.path, String(count)));
    file = join(folder.path, String(count), 'redress.db');
    const { complaints, close } = await openEmbeddedStores({ file });
    for (let n = 0; n < 100; n += 1) {
      await fileSample(complaints, { filedBy: `event-${n}` });
    }
    await close();
  });
  afterEach(async () => {
    await stores?.close();
    stores = undefined;
  });
  after(() => folder.remove());

  /** Overwrites bytes of the file. */
  function overwrite(at: number, length: number): void {
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(length, 7), 0, length, at);
  }

  async function open(): Promise<EmbeddedStores> {
    stores = await openEmbeddedStores({ file });
    return stores;
  }

  const DAMAGES: Readonly<Record<string, () => void>> = {
    'a header of other bytes': () => overwrite(0, 16),
    'a first page of other bytes': () => overwrite(100, PAGE - 100),
    'an end that is cut off': () => truncateSync(file, 5 * PAGE + 100),
    'only its first bytes': () => truncateSync(file, 50),
    'nothing but zeros': () => writeFileSync(file, Buffer.alloc(5 * PAGE)),
  };
  for (const [what, damage] of Object.entries(DAMAGES)) {
    it(`is refused as damaged, by name and with what to do, when it has ${what}`, async () => {
      damage();
      const before = readFileSync(file);
      const error = await catchRejection(open());
      expect(error).to.be.instanceOf(RedressError).with.property('code', 'STORE_DAMAGED');
      expect((error as RedressError).message)
        .to.include(`${file} is damaged`)
        .and.include('restore the latest backup');
      expect(readFileSync(file).equals(before), 'the file is as it was').to.equal(true);
      expect(existsSync(`${file}.lock`)).to.equal(false);
    });
  }

  it('that a statement finds damaged shows in readyz, for as long as the process runs', async () => {
    const size = readFileSync(file).length;
    overwrite(Math.floor(size / PAGE / 2) * PAGE, size / 4);
    const { complaints, database } = await open();
    const checks = [createStoreCheck(complaints)];
    expect((await probeAll(checks)).checks.store).to.equal('ok');
    expect(() => database.all('SELECT sum(length(document)) FROM complaints'))
      .to.throw()
      .with.property('code', 'STORE_DAMAGED');
    const { ready, checks: said } = await probeAll(checks);
    expect(ready).to.equal(false);
    expect(said.store).to.match(/^STORE_DAMAGED: .*redress\.db is damaged/);
  });

  it('that is full refuses a complaint as a whole, and takes it when there is room', async () => {
    const { complaints, database } = await open();
    const [full] = database.all<{ page_count: number }>('PRAGMA page_count');
    database.all(`PRAGMA max_page_count=${full?.page_count}`);
    const details = { ...sampleComplaint({}).details, description: 'x'.repeat(200_000) };
    const insert = () =>
      complaints.insert(sampleComplaint({ id: 'C-5000', filedBy: 'big', details }));
    const refused = await catchRejection(insert());
    expect(refused).to.include({ code: 'STORE_UNAVAILABLE' });
    expect((refused as RedressError).message).to.include(`${file} cannot be written: `);
    expect(await complaints.load('C-5000')).to.equal(undefined);
    database.all('PRAGMA max_page_count=1000000');
    expect(await insert()).to.deep.equal({ kind: 'inserted' });
    expect(database.all('PRAGMA integrity_check')).to.deep.equal([{ integrity_check: 'ok' }]);
  });

  it('that takes no writes shows in readyz, and no more once it takes them again', async () => {
    const { complaints, database } = await open();
    const checks = [createStoreCheck(complaints)];
    database.all('PRAGMA query_only=1');
    const { ready, checks: said } = await probeAll(checks);
    expect(ready).to.equal(false);
    expect(said.store).to.match(/^STORE_UNAVAILABLE: .*redress\.db cannot be written: /);
    database.all('PRAGMA query_only=0');
    expect(await probeAll(checks)).to.deep.equal({ ready: true, checks: { store: 'ok' } });
  });

  it('is probed without growing, at most once in five seconds', () => {
    const database = openDatabase(file);
    const writes: string[] = [];
    let now = 0;
    const run = (sql: string, params?: readonly SqlValue[]) => {
      writes.push(sql);
      return database.run(sql, params);
    };
    const watched = { all: database.all.bind(database), run, damage: undefined };
    const probe = createWriteProbe(watched, () => now);
    for (now = 0; now < 60_000; now += 1000) probe();
    expect(writes).to.have.length(12);
    expect(database.all("SELECT name FROM meta WHERE name = 'probe'")).to.have.length(1);
    database.close();
  });

  it('whose disk has little room left is degraded, before a write fails', async () => {
    const { complaints } = await open();
    const lack = findLackOfRoom(folder.path, Number.MAX_SAFE_INTEGER);
    expect(lack).to.include(folder.path).and.include('nearly full');
    const { ready, checks } = await probeAll([createStoreCheck(complaints, () => lack)]);
    expect({ ready, store: checks.store }).to.deep.equal({
      ready: true,
      store: `degraded: ${lack}`,
    });
    expect(findLackOfRoom(folder.path, 1)).to.equal(undefined);
  });

  it('that is a folder, or lies in a file, is named with what to do', async () => {
    rmSync(file);
    mkdirSync(file);
    const isFolder = await catchRejection(open());
    expect(isFolder).to.include({ code: 'STORE_UNWRITABLE' });
    expect((isFolder as RedressError).message).to.include(
      `${file} cannot be written: it is a folder`,
    );
    rmSync(file, { recursive: true });
    writeFileSync(file, '');
    const inFile = await catchRejection(openEmbeddedStores({ file: join(file, 'redress.db') }));
    expect(inFile).to.be.instanceOf(RedressError);
    expect((inFile as RedressError).message).to.include('cannot be written: ');
  });
});

describe('an error of the system', () => {
  const withCode = (code: string): Error => Object.assign(new Error('no'), { code });

  it('is told in words, and lasts only when somebody must change something', () => {
    const cases = {
      EROFS: ['STORE_UNWRITABLE', 'read-only'],
      EACCES: ['STORE_UNWRITABLE', 'may not write'],
      ENOSPC: ['STORE_UNAVAILABLE', 'disk is full'],
      EDQUOT: ['STORE_UNAVAILABLE', 'quota'],
      EMFILE: ['STORE_UNAVAILABLE', 'EMFILE'],
    } as const;
    for (const [name, [code, words]] of Object.entries(cases)) {
      const error = toFileError(withCode(name), '/data/redress.db');
      expect(error.code, name).to.equal(code);
      expect(error.message).to.include('/data/redress.db cannot be written: ').and.include(words);
    }
  });
});
