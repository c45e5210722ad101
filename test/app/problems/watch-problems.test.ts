import { expect } from 'chai';
import type { App } from '../../../src/app/app.js';
import { TELL_INTERVAL_MS } from '../../../src/app/problems/standing.js';
import type { FoundProblem, ProblemSource } from '../../../src/ports/problems.js';
import { openApp, type TestApp } from '../../support/app.js';
import { MINUTE, MONDAY } from '../../support/domain.js';

const WAITING: FoundProblem = {
  problem: { kind: 'deliveries-waiting', count: 7 },
  since: MONDAY - 3 * MINUTE,
};

describe('a problem that operators must look at', () => {
  let found: readonly FoundProblem[] | Error;
  let late: readonly FoundProblem[];
  let test: TestApp;
  const source: ProblemSource = {
    kinds: ['deliveries-waiting'],
    async find() {
      if (found instanceof Error) throw found;
      return found;
    },
  };
  beforeEach(async () => {
    found = [];
    late = [];
    const other: ProblemSource = { kinds: ['actions-late'], find: async () => late };
    test = await openApp(undefined, { problemSources: [source, other] });
  });
  afterEach(() => test.close());

  const look = async (app: App = test.app): Promise<void> => {
    await app.wakeable.sweep();
    await app.background.whenIdle();
  };
  const told = () => test.channel.messagesAt('#C-ops').map(({ card }) => card.summary);
  const logged = () => test.logs.map(({ line }) => line).filter((line) => line.includes('waited'));
  const alarms = () => test.counts.filter((one) => one.includes('deliveries-waiting'));

  it('is told, logged and counted once for as long as it stands', async () => {
    found = [WAITING];
    for (let n = 0; n < 5; n += 1) {
      await look();
      test.advance(TELL_INTERVAL_MS);
    }
    expect(told()).to.deep.equal(['Messages wait to be sent']);
    expect(logged()).to.deep.equal(['error deliveries have waited for minutes']);
    expect(alarms()).to.have.length(1);
  });

  it('is told once by one of two processes, and not again after a restart', async () => {
    found = [WAITING];
    const other = test.startAnother('second');
    await Promise.all([look(), look(other)]);
    test.advance(TELL_INTERVAL_MS);
    await look(test.startAnother('third'));
    expect(told()).to.have.length(1);
    expect(alarms()).to.have.length(1);
  });

  it('is taken back once when it is over, and told anew when it comes again', async () => {
    found = [WAITING];
    await look();
    found = [];
    test.advance(TELL_INTERVAL_MS);
    await look();
    await look();
    expect(told()).to.deep.equal(['Messages wait to be sent', 'Messages no longer wait']);
    expect(logged().at(-1)).to.equal('info deliveries have waited for minutes is over');
    found = [WAITING];
    await look();
    expect(told()).to.have.length(3);
    expect(alarms()).to.have.length(2);
  });

  it('is told in one message, from when to when, if the channel was away all the time', async () => {
    const stopFailing = test.channel.failAlways({ kind: 'retry', retryAfterMs: null });
    found = [WAITING];
    await look();
    test.advance(TELL_INTERVAL_MS);
    await look();
    expect(alarms()).to.have.length(1);
    found = [];
    test.advance(TELL_INTERVAL_MS);
    await look();
    stopFailing();
    test.advance(TELL_INTERVAL_MS);
    await look();
    await look();
    expect(told()).to.deep.equal(['Messages no longer wait']);
    expect(await test.deps.problems.list()).to.deep.equal([]);
  });

  it('tries the channel again after a minute, not with every look', async () => {
    test.channel.failAlways({ kind: 'refused', reason: 'channel-archived' });
    found = [WAITING];
    await look();
    await look();
    expect(test.channel.sendCalls).to.have.length(1);
    test.advance(TELL_INTERVAL_MS);
    await look();
    expect(test.channel.sendCalls).to.have.length(2);
  });

  it('is not said to be over when nobody could look, and others are told all the same', async () => {
    found = [WAITING];
    await look();
    found = new Error('the store is away');
    test.advance(TELL_INTERVAL_MS);
    await look();
    late = [{ problem: { kind: 'actions-late', count: 1 }, since: MONDAY }];
    await look();
    expect(told()).to.deep.equal(['Messages wait to be sent', 'Reminders are late']);
    expect((await test.deps.problems.list()).map(({ endedAt }) => endedAt)).to.deep.equal([
      null,
      null,
    ]);
  });

  it('is logged and counted where no ops channel is configured', async () => {
    found = [WAITING];
    const quiet = test.startAnother('second', {
      organisation: { ...test.organisation, ops: null },
    });
    await look(quiet);
    found = [];
    test.advance(TELL_INTERVAL_MS);
    await look(quiet);
    expect(told()).to.deep.equal([]);
    expect(logged()).to.have.length(2);
    expect(await test.deps.problems.list()).to.deep.equal([]);
  });
});
