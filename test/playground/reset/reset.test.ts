import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { dropDatabase } from '../../../playground/reset.js';
import { withUriOptions } from '../../storage/mongo/mongo-uri.js';
import { describeOnMongo } from '../../support/mongo.js';
import { findFreePort } from '../../support/ports.js';
import { type ResetHarness, startResetHarness, until } from './harness.js';

const KILLED = 137;

/** The message of the error that the attempt rejects with. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('It was not refused.');
  return error.message;
}

let harness: ResetHarness;
afterEach(() => harness?.close());

describe('a kill of the bot', () => {
  it('ends it at once and restarts it after a quarter of a second, every time', async function () {
    this.timeout(40_000);
    harness = await startResetHarness({ mode: 'deaf' });
    for (const count of [1, 2, 3]) {
      await harness.upAfter(count);
      harness.botControl.kill();
    }
    await harness.upAfter(4);
    expect(harness.deaths).to.deep.equal([
      [KILLED, 250],
      [KILLED, 250],
      [KILLED, 250],
    ]);
  });

  it('kills one bot when called twice, and does nothing while none runs', async function () {
    this.timeout(40_000);
    harness = await startResetHarness();
    await harness.upAfter(1);
    harness.botControl.kill();
    harness.botControl.kill();
    await until(() => harness.deaths.length === 1);
    harness.botControl.kill();
    await harness.upAfter(2);
    expect(harness.deaths).to.have.length(1);
  });
});

describe('a reset', () => {
  it('removes everything except the person’s file and the secrets while no bot runs, and starts a bot', async function () {
    this.timeout(40_000);
    const seen: unknown[] = [];
    harness = await startResetHarness({
      async resetSimulators() {
        seen.push(await harness.ready(), readdirSync(harness.folder).sort());
      },
    });
    await harness.upAfter(1);
    for (const name of ['redress.yml', 'redress.yml~', '.redress.yml.swp', 'secrets.json']) {
      writeFileSync(join(harness.folder, name), 'kept');
    }
    for (const name of ['workspace.json', 'tenant.json']) {
      writeFileSync(join(harness.folder, name), 'put back in place');
    }
    for (const name of [
      'redress.db',
      'redress.db-wal',
      'lab-clock.json',
      'instance',
      'frame.json',
    ]) {
      writeFileSync(join(harness.folder, name), 'old');
    }
    mkdirSync(join(harness.folder, 'redress.db.lock', 'more'), { recursive: true });
    await harness.botControl.reset();
    const kept = [
      '.redress.yml.swp',
      'redress.yml',
      'redress.yml~',
      'secrets.json',
      'tenant.json',
      'workspace.json',
    ];
    expect(seen).to.deep.equal([false, [...kept, 'resetting'].sort()]);
    expect(readdirSync(harness.folder).sort()).to.deep.equal(kept.sort());
    expect(await harness.ready()).to.equal(true);
    expect(harness.starts()).to.equal(2);
    expect(harness.deaths, 'a reset is no death').to.deep.equal([]);
  });

  it('runs once when asked for several times at once, and can run again', async function () {
    this.timeout(40_000);
    let times = 0;
    harness = await startResetHarness({
      async resetSimulators() {
        times += 1;
      },
    });
    await harness.upAfter(1);
    await Promise.all([
      harness.botControl.reset(),
      harness.botControl.reset(),
      harness.botControl.reset(),
    ]);
    expect([times, harness.starts()]).to.deep.equal([1, 2]);
    await harness.botControl.reset();
    expect([times, harness.starts()]).to.deep.equal([2, 3]);
  });

  it('starts one bot, not two, while the bot waits for a restart', async function () {
    this.timeout(40_000);
    harness = await startResetHarness();
    await harness.upAfter(1);
    harness.botControl.kill();
    await until(() => harness.deaths.length === 1);
    await harness.botControl.reset();
    expect(harness.starts()).to.equal(2);
    // as long as the cancelled restart would have waited
    harness.botControl.kill();
    await harness.upAfter(3);
    expect(harness.deaths).to.have.length(2);
  });

  it('kills a bot that ignores SIGTERM', async function () {
    this.timeout(40_000);
    harness = await startResetHarness({ mode: 'deaf' });
    await harness.upAfter(1);
    await harness.botControl.reset();
    expect(harness.starts()).to.equal(2);
  });

  it('gives up when everything is stopped meanwhile, and starts nothing more', async function () {
    this.timeout(40_000);
    harness = await startResetHarness({
      async resetSimulators() {
        harness.bot.stop(1000);
      },
    });
    await harness.upAfter(1);
    expect(await refusal(harness.botControl.reset())).to.match(/Redress has ended/);
    expect(await harness.bot.ended).to.equal(0);
    expect(harness.starts()).to.equal(1);
  });

  it('reports a failure in the middle, runs the bot again, and leaves the rest to the next start', async function () {
    this.timeout(40_000);
    harness = await startResetHarness({
      resetSimulators: () => Promise.reject(new Error('The disk is full.')),
    });
    await harness.upAfter(1);
    expect(await refusal(harness.botControl.reset())).to.equal('The disk is full.');
    await harness.upAfter(2);
    expect(existsSync(join(harness.folder, 'resetting'))).to.equal(true);
  });

  it('removes nothing when the database cannot be emptied, and says so', async function () {
    this.timeout(40_000);
    let forgotten = false;
    harness = await startResetHarness({
      databaseUri: `mongodb://user:hidden@127.0.0.1:${await findFreePort()}/redress-playground`,
      async resetSimulators() {
        forgotten = true;
      },
    });
    await harness.upAfter(1);
    writeFileSync(join(harness.folder, 'lab-clock.json'), 'old');
    expect(await refusal(harness.botControl.reset())).to.equal(
      'The playground’s database could not be emptied (MongoServerSelectionError). Nothing was forgotten.',
    );
    await harness.upAfter(2);
    expect(forgotten).to.equal(false);
    expect(readdirSync(harness.folder)).to.deep.equal(['lab-clock.json']);
  });
});

describeOnMongo('a reset on MongoDB', (mongo) => {
  it('removes the playground’s database and no other', async () => {
    const [own, other] = [mongo.newDatabaseName(), mongo.newDatabaseName()];
    const client = await MongoClient.connect(mongo.uri);
    try {
      for (const name of [own, other]) await client.db(name).collection('c').insertOne({ a: 1 });
      const uri = new URL(withUriOptions(mongo.uri, {}));
      uri.pathname = `/${own}`;
      await dropDatabase(uri.toString());
      const count = (name: string) => client.db(name).collection('c').countDocuments();
      expect([await count(own), await count(other)]).to.deep.equal([0, 1]);
    } finally {
      await client.close();
      await mongo.dropDatabase(other);
    }
  });
});
