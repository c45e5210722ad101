import { expect } from 'chai';
import { type App, createApp } from '../../../src/app/app.js';
import type { Dependencies } from '../../../src/app/dependencies.js';
import { MIN_INTERVAL_MS } from '../../../src/app/records/tell-ops.js';
import { createUnreadableRecords } from '../../../src/app/records/unreadable-records.js';
import type { UnreadableRecord } from '../../../src/ports/unreadable-records.js';
import { openApp, type TestApp } from '../../support/app.js';
import { MINUTE } from '../../support/domain.js';

const NEWER: UnreadableRecord = {
  kind: 'complaint',
  reference: 'C-1042',
  fault: 'newer',
  schema: 3,
  knownSchema: 1,
  fields: [],
};

describe('the ops channel, when records cannot be read', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const sweep = async (app: App = test.app): Promise<void> => {
    await app.wakeable.sweep();
    await app.background.whenIdle();
  };
  const told = () => test.channel.messagesAt('#C-ops').map(({ card }) => JSON.stringify(card));
  /** The use cases after a restart: nothing in memory is kept. */
  const restart = (changed: Partial<Dependencies> = {}): App =>
    createApp({
      ...{ ...test.deps, ...changed },
      unreadable: createUnreadableRecords(test.deps.logger, test.deps.meter),
    });

  it('is told once, with the reference, what is wrong and what to do', async () => {
    test.deps.unreadable.add(NEWER);
    await sweep();
    await sweep();
    test.advance(MIN_INTERVAL_MS * 10);
    await sweep();
    expect(told()).to.have.length(1);
    expect(told()[0])
      .to.include('complaint C-1042: written by a newer version of Redress (schema 3;')
      .and.include('run that version again')
      .and.not.include('damaged');
  });

  it('is told once when a sweep ends while the one before it still tells', async () => {
    test.deps.unreadable.add(NEWER);
    await Promise.all([sweep(), sweep()]);
    expect(told()).to.have.length(1);
  });

  it('is told of each of several once, in one message', async () => {
    test.deps.unreadable.add(NEWER);
    const shape = { fault: 'shape', fields: ['state', 'details.means'], schema: 1 } as const;
    test.deps.unreadable.add({ ...NEWER, ...shape, reference: 'C-1043' });
    test.deps.unreadable.add({ ...NEWER, fault: 'broken', kind: 'person', reference: 'p_1' });
    await sweep();
    const message = told().join();
    expect(told()).to.have.length(1);
    expect(message).to.include('C-1042').and.include('person p_1: damaged');
    expect(message).to.include('C-1043: of an unknown shape, in state, details.means.');
    expect(message).to.include('Restore damaged records from a backup.');
  });

  it('is not told again after a restart, but of what is new', async () => {
    test.deps.unreadable.add(NEWER);
    await sweep();
    const again = restart();
    again.deps.unreadable.add(NEWER);
    again.deps.unreadable.add({ ...NEWER, reference: 'C-1050' });
    await sweep(again);
    expect(told()).to.have.length(2);
    expect(told()[1]).to.include('C-1050').and.not.include('C-1042');
  });

  it('is told again when the record is of another schema or broken in another way', async () => {
    test.deps.unreadable.add(NEWER);
    await sweep();
    test.advance(MIN_INTERVAL_MS);
    test.deps.unreadable.add({ ...NEWER, schema: 4 });
    await sweep();
    expect(told()).to.have.length(2);
  });

  it('is tried again later when the platform does not take the message, not with every sweep', async () => {
    const stopFailing = test.channel.failAlways({ kind: 'refused', reason: 'channel-archived' });
    test.deps.unreadable.add(NEWER);
    for (let minute = 0; minute < 10; minute += 1) {
      await sweep();
      test.advance(MINUTE / 2);
    }
    expect(test.channel.sendCalls).to.have.length(1);
    test.advance(MIN_INTERVAL_MS);
    stopFailing();
    await sweep();
    expect(told()).to.have.length(1);
  });

  it('is tried again later when the call itself fails', async () => {
    test.channel.failNext({ kind: 'throw', posted: false });
    test.deps.unreadable.add(NEWER);
    await sweep();
    await sweep();
    expect(test.channel.sendCalls).to.have.length(1);
    test.advance(MIN_INTERVAL_MS);
    await sweep();
    expect(told()).to.have.length(1);
  });

  it('is told after a crash before the message, and at most twice after one behind it', async () => {
    test.channel.failNext({ kind: 'throw', posted: true });
    test.deps.unreadable.add(NEWER);
    await sweep();
    const again = restart();
    again.deps.unreadable.add(NEWER);
    await sweep(again);
    expect(told()).to.have.length(2);
  });

  it('gets no flood after a downgrade: one message names twenty and counts the rest', async () => {
    for (let n = 0; n < 500; n += 1) {
      test.deps.unreadable.add({ ...NEWER, reference: `C-${2000 + n}` });
    }
    await sweep();
    test.deps.unreadable.add({ ...NEWER, reference: 'C-9999' });
    await sweep();
    expect(told()).to.have.length(1);
    expect(told()[0])
      .to.include('500 of its records')
      .and.include('C-2019')
      .and.include('480 more');
    test.advance(MIN_INTERVAL_MS);
    await sweep();
    expect(told()[1]).to.include('C-9999').and.not.include('C-2000');
  });

  it('may be missing: then nothing fails, and it is told once it is there', async () => {
    const quiet = restart({ organisation: { ...test.organisation, ops: null } });
    quiet.deps.unreadable.add(NEWER);
    await sweep(quiet);
    expect(told()).to.deep.equal([]);
    expect(test.logs.some(({ line }) => line.includes('background task failed'))).to.equal(false);
    test.deps.unreadable.add(NEWER);
    await sweep();
    expect(told()).to.have.length(1);
  });
});
