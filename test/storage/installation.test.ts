import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Db, type Document, MongoClient } from 'mongodb';
import type { Settings } from '../../src/config/environment/environment.js';
import { loadConfig } from '../../src/config/load.js';
import { RedressError } from '../../src/errors.js';
import { openStores } from '../../src/open-stores.js';
import { silentLogger } from '../../src/ports/logger.js';
import { forgetfulRecords } from '../../src/ports/unreadable-records.js';
import { runRestored } from '../../src/restored.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import type { Stores } from '../../src/storage/stores.js';
import { GOOD_ENVIRONMENT, SMALL_FILE } from '../config/sample-settings.js';
import { catchRejection } from '../contracts/catch-rejection.js';
import { fileSample } from '../contracts/complaint-store/samples.js';
import { describeOnMongo } from '../support/mongo.js';
import { temporaryFolder } from './open-stores.js';

/** Settings with this data folder, on the embedded file unless `uri` names a database. */
function settingsFor(folder: string, uri = ''): Settings {
  const given = { ...GOOD_ENVIRONMENT, REDRESS_DATA: folder, MONGODB_URI: uri };
  const outcome = loadConfig(given, () => SMALL_FILE);
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults));
  return outcome.configuration.settings;
}

const open = async (settings: Settings): Promise<Stores> =>
  (await openStores(settings, silentLogger, forgetfulRecords)).stores;

/** Opens, records a complaint and closes, as one run of the bot. Returns the complaint's reference. */
async function run(settings: Settings): Promise<string> {
  const { complaints, close } = await open(settings);
  const id = await fileSample(complaints);
  await close();
  return id;
}

/** The message of the start's refusal, which must have this code. */
async function refusal(settings: Settings, code: string): Promise<string> {
  const error = await catchRejection(open(settings));
  expect(error).to.be.instanceOf(RedressError).with.property('code', code);
  return (error as RedressError).message;
}

async function answer(settings: Settings, options: Parameters<typeof runRestored>[1]) {
  let said = '';
  const code = await runRestored(settings, options, (text) => {
    said += text;
  });
  return { code, said };
}

describe('a start on the embedded file', function () {
  this.timeout(20_000);
  const folders = temporaryFolder();
  let count = 0;
  let folder: string;
  let settings: Settings;
  let file: string;
  beforeEach(() => {
    count += 1;
    folder = join(folders.path, String(count));
    mkdirSync(folder);
    settings = settingsFor(folder);
    file = join(folder, 'redress.db');
  });
  after(() => folders.remove());

  const mark = () => join(folder, 'installation.json');

  it('refuses when the file is gone or empty beside an installation, and makes no new one', async () => {
    await run(settings);
    rmSync(file);
    expect(await refusal(settings, 'STORE_MISSING'))
      .to.include(`${file} is missing`)
      .and.include(`remove ${mark()}`);
    expect(existsSync(file)).to.equal(false);
    writeFileSync(file, '');
    expect(await refusal(settings, 'STORE_MISSING')).to.include(`${file} is empty`);
    rmSync(mark());
    expect(await run(settings), 'a new installation').to.equal('C-1001');
  });

  it('refuses when only the WAL of the file is left', async () => {
    writeFileSync(`${file}-wal`, 'the last commits');
    expect(await refusal(settings, 'STORE_MISSING')).to.include(`${file}-wal`);
  });

  it('refuses the file of another installation', async () => {
    await run(settings);
    rmSync(file);
    const other = join(folders.path, `other-${count}`);
    mkdirSync(other);
    await (await open(settingsFor(other))).close();
    copyFileSync(join(other, 'redress.db'), file);
    expect(await refusal(settings, 'STORE_MISSING')).to.include('another installation');
  });

  it('goes on after a kill and after a stop without a question', async () => {
    for (const id of ['C-1001', 'C-1002', 'C-1003']) expect(await run(settings)).to.equal(id);
  });

  it('marks an installation of an earlier release, and asks nothing', async () => {
    const earlier = await openEmbeddedStores({ file });
    expect(await fileSample(earlier.complaints)).to.equal('C-1001');
    await earlier.close();
    expect(existsSync(mark())).to.equal(false);
    expect(await run(settings)).to.equal('C-1002');
    expect(existsSync(mark())).to.equal(true);
  });

  it('asks before it works on an older copy of the file, and then goes on behind its references', async () => {
    await run(settings);
    copyFileSync(file, join(folder, 'backup'));
    expect(await run(settings)).to.equal('C-1002');
    copyFileSync(join(folder, 'backup'), file);
    const message = await refusal(settings, 'STORE_RESTORED');
    expect(message).to.include('--keep-quiet').and.include('--send');
    expect(await refusal(settings, 'STORE_RESTORED'), 'it asks until it is answered').to.be.a(
      'string',
    );
    expect(await answer(settings, {})).to.include({ code: 78 });
    expect(await answer(settings, { keepQuiet: true })).to.include({ code: 0 });
    expect(await run(settings)).to.equal('C-2002');
    expect(await run(settings)).to.equal('C-2003');
  });

  it('asks after the whole folder was restored, mark included, and on another computer', async () => {
    await run(settings);
    const other = join(folders.path, `restored-${count}`);
    cpSync(folder, other, { recursive: true });
    expect(await refusal(settingsFor(other), 'STORE_RESTORED')).to.include('is a copy');
    rmSync(join(other, 'installation.json'));
    await refusal(settingsFor(other), 'STORE_RESTORED');
    const next = { send: true, nextReference: 'C-1100' };
    expect(await answer(settingsFor(other), next)).to.include({ code: 0 });
    expect(await run(settingsFor(other))).to.equal('C-1100');
  });

  it('takes an answer for a backup without complaints, and for one of an earlier release', async () => {
    await (await open(settings)).close();
    copyFileSync(file, join(folder, 'backup'));
    await run(settings);
    copyFileSync(join(folder, 'backup'), file);
    await refusal(settings, 'STORE_RESTORED');
    expect(await answer(settings, { keepQuiet: true })).to.include({ code: 0 });
    expect(await run(settings)).to.equal('C-2001');
    rmSync(file);
    const earlier = await openEmbeddedStores({ file });
    await fileSample(earlier.complaints);
    await earlier.close();
    await refusal(settings, 'STORE_RESTORED');
    expect(await answer(settings, { send: true })).to.include({ code: 0 });
  });

  it('takes no answer where there is no file, and makes none', async () => {
    const { code, said } = await answer(settings, { keepQuiet: true });
    expect(code).to.equal(78);
    expect(said).to.include('There is no file redress.db');
    expect(existsSync(file)).to.equal(false);
    expect(await answer(settings, { send: true, keepQuiet: true })).to.include({ code: 78 });
    expect(await answer(settings, { send: true, nextReference: '7' })).to.include({ code: 78 });
  });

  it('says of an answer what becomes of what waits, and where references go on', async () => {
    await run(settings);
    const first = await answer(settings, { keepQuiet: true });
    expect(first.said).to.match(/What waits in 1 complaint will not be sent, and 1000 references/);
    const second = await answer(settings, { send: true, nextReference: 'C-1100' });
    expect(second.said)
      .to.include('What waits in 1 complaint will be sent, ')
      .and.include('from C-1100 on, or after the last one if that is higher');
    expect(await run(settings)).to.equal('C-2002');
  });

  it('says that a folder cannot be looked at, and not that its file is gone', async () => {
    const hidden = settingsFor(join(folder, 'x'.repeat(300)));
    const error = await catchRejection(answer(hidden, { send: true }));
    expect(error).to.be.instanceOf(RedressError).with.property('code', 'STORE_UNAVAILABLE');
  });

  it('asks again after the next restore', async () => {
    await run(settings);
    copyFileSync(file, join(folder, 'backup'));
    await run(settings);
    for (let restored = 0; restored < 2; restored += 1) {
      copyFileSync(join(folder, 'backup'), file);
      await refusal(settings, 'STORE_RESTORED');
      await answer(settings, { keepQuiet: true });
      await run(settings);
    }
  });
});

describeOnMongo('a start on MongoDB', (mongo) => {
  const folders = temporaryFolder();
  let database: string;
  let settings: Settings;
  beforeEach(() => {
    database = mongo.newDatabaseName();
    const uri = new URL(mongo.uri);
    uri.pathname = `/${database}`;
    const folder = join(folders.path, database);
    mkdirSync(folder);
    settings = settingsFor(folder, uri.href);
  });
  afterEach(() => mongo.dropDatabase(database));
  after(() => folders.remove());

  /** The collections of the database, as a dump has them; `put` restores them. */
  async function dump(): Promise<{ put(): Promise<void> }> {
    const names = ['meta', 'counters', 'complaints'];
    return withDatabase(async (db) => {
      const taken = new Map<string, Document[]>();
      for (const name of names) taken.set(name, await db.collection(name).find().toArray());
      const put = (): Promise<void> =>
        withDatabase(async (restored) => {
          for (const [name, documents] of taken) {
            await restored.collection(name).deleteMany({});
            if (documents.length > 0) await restored.collection(name).insertMany(documents);
          }
        });
      return { put };
    });
  }

  async function withDatabase<T>(use: (db: Db) => Promise<T>): Promise<T> {
    const client = new MongoClient(mongo.uri);
    try {
      return await use(client.db(database));
    } finally {
      await client.close();
    }
  }

  /** Makes the last beat so old that no bot can run. */
  const age = () =>
    withDatabase(async (db) => {
      await db.collection('meta').updateOne({ id: { $exists: true } }, { $set: { at: 0 } });
    });

  it('refuses an empty database beside an installation', async () => {
    await run(settings);
    await mongo.dropDatabase(database);
    expect(await refusal(settings, 'STORE_MISSING')).to.include('MONGODB_URI is empty');
  });

  it('goes on without a question when another process, or one without its folder, starts', async () => {
    await run(settings);
    const other = join(folders.path, `${database}-other`);
    mkdirSync(other);
    const elsewhere = { ...settings, dataFolder: other };
    expect(await run(elsewhere)).to.equal('C-1002');
    expect(await run(settings)).to.equal('C-1003');
  });

  it('asks before it works on a restored database, and then goes on behind its references', async () => {
    await run(settings);
    const backup = await dump();
    await run(settings);
    await backup.put();
    await refusal(settings, 'STORE_RESTORED');
    await age();
    expect(await answer(settings, { keepQuiet: true })).to.include({ code: 0 });
    expect(await run(settings)).to.equal('C-2002');
    await backup.put();
    await refusal(settings, 'STORE_RESTORED');
    await age();
    await answer(settings, { send: true, nextReference: 'C-1500' });
    expect(await run(settings)).to.equal('C-1500');
  });

  it('takes no answer while a bot may run', async () => {
    await run(settings);
    const { code, said } = await answer(settings, { send: true });
    expect({ code, said }).to.have.property('code', 78);
    expect(said).to.include('stop all bots');
  });
});
