import { expect } from 'chai';
import { followRestore } from '../../../src/app/records/follow-restore.js';
import type {
  InstallationRecord,
  RestoreAnswer,
} from '../../../src/ports/stores/installation-log.js';
import { openApp, type TestApp } from '../../support/app.js';
import { at, formatLocal, MINUTE } from '../../support/domain.js';

const QUARTER = 15 * MINUTE;

describe('an answer after a restore, for reminders that were to go with a morning list', () => {
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
  const read = (): readonly string[] =>
    test.channel.messagesAt('@U-repairs-ann').map(({ card }) => JSON.stringify(card));
  const load = () => test.deps.inboxes.load(test.personId('repairs-ann'));
  const sweepAt = async (now: number): Promise<void> => {
    test.setBusinessTime(now);
    for (let n = 0; n < 2; n += 1) {
      await test.app.wakeable.sweep();
      await test.settle();
    }
  };

  /** Takes a backup on Tuesday with a line that waits, sends the list of Wednesday, and restores the backup at `now`. */
  async function restore(now: number): Promise<void> {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    const words = { at: test.deps.clock.now(), means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, words);
    const dueAt = at('2026-11-27T10:00');
    await test.submit('repairs-ann', 'promise', id, { what: 'Call', dueAt, basis: 'Asked for' });
    const usual = { listAt: 'usual', quiet: '' };
    await test.submit('repairs-ann', 'reminders', '', { ...usual, mostADay: '0' });
    await test.settle();
    for (const time of ['09:00', '10:00', '10:15']) await sweepAt(at(`2026-11-24T${time}`));
    const before = read().length;
    test.runSql('CREATE TABLE backup AS SELECT * FROM inboxes');
    await sweepAt(at('2026-11-25T09:00'));
    expect(read()).to.have.length(before + 1);
    expect(read().at(-1)).to.include('"Today: ').and.include('A promise is due');
    test.setBusinessTime(now);
    test.runSql('DELETE FROM inboxes');
    test.runSql('INSERT INTO inboxes SELECT * FROM backup');
  }

  /** What a start does: it follows the answer, and then sends what is due, for an hour. */
  async function start(kind: RestoreAnswer['kind']): Promise<void> {
    answer = { kind, at: test.deps.realNow() };
    await followRestore(test.deps, installation);
    const now = test.deps.clock.now();
    await sweepAt(now);
    const quarter = Math.ceil(now / QUARTER) * QUARTER;
    for (let n = 0; n < 4; n += 1) await sweepAt(quarter + n * QUARTER);
  }

  it('that it was sent before sends no list again, however late it is, and plans the next one', async () => {
    await restore(at('2026-11-25T10:07'));
    const before = read().length;
    await start('quiet');
    expect(read()).to.have.length(before);
    const inbox = await load();
    expect(inbox?.lines[0]?.sent).not.to.equal(null);
    expect(formatLocal(inbox?.listAt)).to.equal('2026-11-26T09:00');
  });

  it('that it was sent before holds nothing back for the morning when it is given at night', async () => {
    await restore(at('2026-11-25T20:00'));
    const before = read().length;
    await start('quiet');
    const first = (await load())?.lines[0];
    expect(first?.sent).not.to.equal(null);
    expect(read()).to.have.length(before);
  });

  it('that it is to be sent sends the list once', async () => {
    await restore(at('2026-11-25T10:07'));
    const before = read().length;
    await start('send');
    expect(read()).to.have.length(before + 1);
    expect(read().at(-1)).to.include('"Today: ');
  });
});
