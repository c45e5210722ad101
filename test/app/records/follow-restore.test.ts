import { expect } from 'chai';
import { followRestore } from '../../../src/app/records/follow-restore.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type {
  InstallationRecord,
  RestoreAnswer,
} from '../../../src/ports/stores/installation-log.js';
import { openApp, type TestApp } from '../../support/app.js';
import { createCrash } from '../../support/crashing-dependencies.js';
import { createDelivery, HOUR } from '../../support/domain.js';

const DAY = 24 * HOUR;

describe('an answer after a restore', () => {
  let test: TestApp;
  let answer: RestoreAnswer | null;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const installation = {
    read: async (): Promise<InstallationRecord> => ({ id: 'one', beat: 1, at: 0, answer }),
    clearAnswer: async () => {
      answer = null;
    },
  };

  /**
   * Takes a backup while the cards of a complaint are still to be sent, sends them and the nudges of two days,
   * and restores the backup. Returns how many messages had been posted.
   */
  async function restore(): Promise<{ readonly id: string; readonly posted: number }> {
    const answerAgain = test.channel.failAlways({ kind: 'retry', retryAfterMs: HOUR });
    const { id } = await test.file('rita', { impact: 'high' });
    await test.settle();
    test.runSql('CREATE TABLE backup AS SELECT * FROM complaints');
    answerAgain();
    for (let hours = 0; hours < 48; hours += 2) {
      test.advance(2 * HOUR);
      await test.app.wakeable.sweep();
      await test.settle();
    }
    test.runSql('DELETE FROM complaints');
    test.runSql('INSERT INTO complaints SELECT * FROM backup');
    return { id, posted: test.channel.messages.length };
  }

  /** What a start does: it follows the answer, and then sends what is due. */
  async function start(kind: RestoreAnswer['kind']): Promise<void> {
    answer = { kind, at: test.deps.realNow() };
    await followRestore(test.deps, installation);
    await sweepAll();
  }

  async function sweepAll(): Promise<void> {
    for (let n = 0; n < 3; n += 1) {
      await test.app.wakeable.sweep();
      await test.settle();
      test.advance(60_000);
    }
  }

  const isEmpty = ({ outbox }: Complaint) => outbox.length === 0;

  it('that it was sent before posts nothing again, and finds the cards that were posted', async () => {
    const { id, posted } = await restore();
    expect(posted, 'cards and nudges of two days').to.be.above(3);
    await start('quiet');
    expect(test.channel.messages).to.have.length(posted);
    const after = await test.load(id);
    expect(after.refs).to.include.keys('card:1', 'reporter-card');
    expect(isEmpty(after)).to.equal(true);
    expect(after.nextActionAt).to.be.above(test.deps.clock.now());
    expect(answer, 'it is followed once').to.equal(null);
  });

  it('that it was sent before leaves what becomes due from then on', async () => {
    const { posted } = await restore();
    await start('quiet');
    for (let hours = 0; hours < 96; hours += 4) {
      test.advance(4 * HOUR);
      await test.app.wakeable.sweep();
      await test.settle();
    }
    expect(test.channel.messages.length).to.be.above(posted);
  });

  it('that it is to be sent sends nudges, but no card that is there', async () => {
    const { id, posted } = await restore();
    await start('send');
    const cards = test.channel.messages.filter(({ to }) => to === '#C-repairs');
    expect(cards).to.have.length(1);
    expect(test.channel.messages.length).to.be.above(posted);
    expect(isEmpty(await test.load(id))).to.equal(true);
  });

  it('takes what is posted in a thread out, and leaves updates of cards', async () => {
    const { id } = await test.file();
    await test.settle();
    const release = test.channel.failAlways({ kind: 'retry', retryAfterMs: DAY });
    await test.press('repairs-bob', 'take', id);
    await test.settle();
    const at = test.deps.realNow();
    const note = createDelivery('note', { createdAt: at, dueAt: at });
    const { version } = await test.load(id);
    const change = { set: {}, history: [], deliveries: [note], event: null };
    await test.deps.complaints.change(id, version, change);
    const kinds = (complaint: Complaint) => complaint.outbox.map(({ kind }) => kind);
    expect(kinds(await test.load(id))).to.include.members(['post', 'update']);
    test.advance(HOUR);
    answer = { kind: 'quiet', at: test.deps.realNow() };
    const posted = test.channel.messages.length;
    await followRestore(test.deps, installation);
    const left = await test.load(id);
    expect(new Set(kinds(left))).to.deep.equal(new Set(['update']));
    expect(left.assignee).to.equal(test.personId('repairs-bob'));
    release();
    test.advance(DAY);
    await test.app.deliverer.deliver({ kind: 'complaint', id });
    expect(test.channel.messages).to.have.length(posted);
    expect(test.channel.messages.every(({ updates }) => updates > 0)).to.equal(true);
  });

  it('posts what is said after it, although a message of the same version was posted before', async () => {
    const { id } = await test.file();
    await test.settle();
    test.runSql('CREATE TABLE backup AS SELECT * FROM complaints');
    const say = async (text: string): Promise<void> => {
      await test.submit('repairs-ann', 'update', id, { audience: 'reporter', text });
      await test.settle();
    };
    for (const n of [1, 2, 3]) await say(`said after the backup ${n}`);
    test.runSql('DELETE FROM complaints');
    test.runSql('INSERT INTO complaints SELECT * FROM backup');
    test.advance(60_000);
    await start('quiet');
    test.channel.failNext({ kind: 'unknown', posted: false }, ({ op }) => op === 'post');
    await say('said after the restore');
    await sweepAll();
    const shown = JSON.stringify(test.channel.messages.map(({ card }) => card));
    expect(shown).to.include('said after the restore');
    expect(isEmpty(await test.load(id))).to.equal(true);
  });

  it('is followed to its end by the next start when the process is killed at any call', async () => {
    for (let calls = 1; ; calls += 1) {
      await test.close();
      test = await openApp();
      const { id, posted } = await restore();
      answer = { kind: 'quiet', at: test.deps.realNow() };
      const crash = createCrash(calls);
      const deps = { ...test.deps, complaints: crash.wrap(test.deps.complaints) };
      await followRestore(deps, crash.wrap(installation)).catch(() => undefined);
      const isWhole = !crash.hasCrashed();
      await followRestore(test.deps, installation);
      await sweepAll();
      expect(test.channel.messages, `killed at call ${calls}`).to.have.length(posted);
      expect(isEmpty(await test.load(id)), `killed at call ${calls}`).to.equal(true);
      if (isWhole) return;
    }
  }).timeout(60_000);
});
