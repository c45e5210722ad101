import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { findFreePort } from '../../../playground/ports.js';
import { dropDatabase } from '../../../playground/reset.js';
import { withUriOptions } from '../../storage/mongo/mongo-uri.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openResetRoom, type ResetRoom, until } from './harness.js';

const KILLED = 137;

/** What an attempt is refused with. */
async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('It was not refused.');
  return error.message;
}

let room: ResetRoom;
afterEach(() => room?.close());

describe('killing the bot', () => {
  it('ends it at once and starts it again after a quarter of a second, every time', async function () {
    this.timeout(40_000);
    room = await openResetRoom({ mode: 'deaf' });
    for (const count of [1, 2, 3]) {
      await room.upAfter(count);
      room.host.kill();
    }
    await room.upAfter(4);
    expect(room.deaths).to.deep.equal([
      [KILLED, 250],
      [KILLED, 250],
      [KILLED, 250],
    ]);
  });

  it('twice kills one bot, and while none runs does nothing', async function () {
    this.timeout(40_000);
    room = await openResetRoom();
    await room.upAfter(1);
    room.host.kill();
    room.host.kill();
    await until(() => room.deaths.length === 1);
    room.host.kill();
    await room.upAfter(2);
    expect(room.deaths).to.have.length(1);
  });
});

describe('a reset', () => {
  it('forgets all but what the person wrote and the secrets, with no bot running, and starts one', async function () {
    this.timeout(40_000);
    const seen: unknown[] = [];
    room = await openResetRoom({
      async forget() {
        seen.push(await room.ready(), readdirSync(room.folder).sort());
      },
    });
    await room.upAfter(1);
    for (const name of ['redress.yml', 'redress.yml~', '.redress.yml.swp', 'secrets.json']) {
      writeFileSync(join(room.folder, name), 'kept');
    }
    for (const name of ['workspace.json', 'tenant.json']) {
      writeFileSync(join(room.folder, name), 'put back in place');
    }
    for (const name of [
      'redress.db',
      'redress.db-wal',
      'lab-clock.json',
      'instance',
      'frame.json',
    ]) {
      writeFileSync(join(room.folder, name), 'old');
    }
    mkdirSync(join(room.folder, 'redress.db.lock', 'more'), { recursive: true });
    await room.host.reset();
    const kept = [
      '.redress.yml.swp',
      'redress.yml',
      'redress.yml~',
      'secrets.json',
      'tenant.json',
      'workspace.json',
    ];
    expect(seen).to.deep.equal([false, [...kept, 'resetting'].sort()]);
    expect(readdirSync(room.folder).sort()).to.deep.equal(kept.sort());
    expect(await room.ready()).to.equal(true);
    expect(room.starts()).to.equal(2);
    expect(room.deaths, 'a reset is no death').to.deep.equal([]);
  });

  it('asked for several times at once is one, and can be asked for again', async function () {
    this.timeout(40_000);
    let times = 0;
    room = await openResetRoom({
      async forget() {
        times += 1;
      },
    });
    await room.upAfter(1);
    await Promise.all([room.host.reset(), room.host.reset(), room.host.reset()]);
    expect([times, room.starts()]).to.deep.equal([1, 2]);
    await room.host.reset();
    expect([times, room.starts()]).to.deep.equal([2, 3]);
  });

  it('while the bot waits to be started again starts one bot, not two', async function () {
    this.timeout(40_000);
    room = await openResetRoom();
    await room.upAfter(1);
    room.host.kill();
    await until(() => room.deaths.length === 1);
    await room.host.reset();
    expect(room.starts()).to.equal(2);
    // as long again as the restart that was given up would have waited
    room.host.kill();
    await room.upAfter(3);
    expect(room.deaths).to.have.length(2);
  });

  it('kills a bot that does not hear', async function () {
    this.timeout(40_000);
    room = await openResetRoom({ mode: 'deaf' });
    await room.upAfter(1);
    await room.host.reset();
    expect(room.starts()).to.equal(2);
  });

  it('gives up when everything is ended meanwhile, and starts nothing any more', async function () {
    this.timeout(40_000);
    room = await openResetRoom({
      async forget() {
        room.bot.stop(1000);
      },
    });
    await room.upAfter(1);
    expect(await refusal(room.host.reset())).to.match(/Redress has ended/);
    expect(await room.bot.ended).to.equal(0);
    expect(room.starts()).to.equal(1);
  });

  it('that fails in the middle says so, runs the bot again, and leaves the rest to the next start', async function () {
    this.timeout(40_000);
    room = await openResetRoom({ forget: () => Promise.reject(new Error('The disk is full.')) });
    await room.upAfter(1);
    expect(await refusal(room.host.reset())).to.equal('The disk is full.');
    await room.upAfter(2);
    expect(existsSync(join(room.folder, 'resetting'))).to.equal(true);
  });

  it('forgets nothing when the database cannot be emptied, and says so', async function () {
    this.timeout(40_000);
    let forgotten = false;
    room = await openResetRoom({
      databaseUri: `mongodb://user:hidden@127.0.0.1:${await findFreePort()}/redress-playground`,
      async forget() {
        forgotten = true;
      },
    });
    await room.upAfter(1);
    writeFileSync(join(room.folder, 'lab-clock.json'), 'old');
    expect(await refusal(room.host.reset())).to.equal(
      'The playground’s database could not be emptied (MongoServerSelectionError). Nothing was forgotten.',
    );
    await room.upAfter(2);
    expect(forgotten).to.equal(false);
    expect(readdirSync(room.folder)).to.deep.equal(['lab-clock.json']);
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
