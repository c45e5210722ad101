import { expect } from 'chai';
import { followRestore } from '../../../src/app/records/follow-restore.js';
import type {
  InstallationRecord,
  RestoreAnswer,
} from '../../../src/ports/stores/installation-log.js';
import { openApp, type TestApp } from '../../support/app.js';
import { at, HOUR } from '../../support/domain.js';

const FRIDAY = at('2026-11-27T09:00');

describe('an answer after a restore, for people who are away', () => {
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
  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const load = () => test.deps.inboxes.load(test.personId('repairs-ann'));

  /** Takes a backup while the message to a stand-in is still to be sent, sends it, and restores the backup. */
  async function restore(isOver: boolean): Promise<void> {
    const release = test.channel.failAlways({ kind: 'retry', retryAfterMs: HOUR });
    const values = { words: 'until Friday', standIn: test.account('repairs-bob') };
    await test.submit('repairs-ann', 'away', '', values);
    await test.settle();
    test.runSql('CREATE TABLE backup AS SELECT * FROM inboxes');
    release();
    test.advance(2 * HOUR);
    await test.app.wakeable.sweep();
    await test.settle();
    if (isOver) test.setBusinessTime(FRIDAY);
    await test.app.wakeable.sweep();
    await test.settle();
    test.runSql('DELETE FROM inboxes');
    test.runSql('INSERT INTO inboxes SELECT * FROM backup');
    expect(count()).to.deep.equal(isOver ? [1, 1] : [1, 0]);
  }
  /** How many messages the stand-in and the person have. */
  const count = () => [read('repairs-bob').length, read('repairs-ann').length];

  /** What a start does: it follows the answer, and then sends what is due. */
  async function start(kind: RestoreAnswer['kind']): Promise<void> {
    answer = { kind, at: test.deps.realNow() };
    await followRestore(test.deps, installation);
    await test.app.wakeable.sweep();
    await test.settle();
  }

  it('that it was sent before tells nobody again, and ends the absence', async () => {
    await restore(true);
    await start('quiet');
    expect(count()).to.deep.equal([1, 1]);
    const inbox = await load();
    expect(inbox?.outbox).to.deep.equal([]);
    expect(inbox?.absence).to.equal(null);
  });

  it('that it was sent before leaves an absence that goes on, and its end', async () => {
    await restore(false);
    await start('quiet');
    expect(count()).to.deep.equal([1, 0]);
    expect((await load())?.absence).to.include({ until: FRIDAY });
    test.setBusinessTime(FRIDAY);
    await test.app.wakeable.sweep();
    await test.settle();
    expect(count()).to.deep.equal([1, 1]);
  });

  it('that it is to be sent welcomes them back, and looks for what a stand-in may have', async () => {
    await restore(true);
    await start('send');
    expect(count()).to.deep.equal([1, 2]);
    expect((await load())?.outbox).to.deep.equal([]);
  });
});
