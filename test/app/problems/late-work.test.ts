import { expect } from 'chai';
import type { App } from '../../../src/app/app.js';
import type { Dependencies } from '../../../src/app/dependencies.js';
import { createLateWork } from '../../../src/app/problems/late-work.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';

const SECOND = 1000;

describe('deliveries that wait, and reminders that are late', () => {
  let test: TestApp;
  let app: App;
  beforeEach(async () => {
    test = await openApp();
    app = startProcess('late-work');
  });
  afterEach(() => test.close());

  /** A process that looks for late work, on the store of the test. */
  function startProcess(owner: string, changed: Partial<Dependencies> = {}): App {
    const { deps } = test;
    const problemSources = [
      createLateWork({ ...deps, stores: { complaint: deps.complaints } }),
    ] as const;
    return test.startAnother(owner, { problemSources, ...changed });
  }

  const look = async (by: App = app): Promise<void> => {
    await by.wakeable.sweep();
    await by.background.whenIdle();
  };
  /** Lets time pass with a sweep every 30 s, as in a bot. */
  const pass = async (ms: number, by: App = app): Promise<void> => {
    for (let left = ms; left > 0; left -= 30 * SECOND) {
      test.advance(30 * SECOND);
      await look(by);
    }
  };
  const alarms = () => test.counts.filter((one) => one.startsWith('alarms'));
  const problems = async () =>
    (await test.deps.problems.list()).map(({ problem, endedAt }) => [
      problem.kind,
      endedAt === null,
    ]);
  const told = () =>
    test.channel
      .messagesAt('#C-ops')
      .map(({ card }) => `${card.summary}: ${JSON.stringify(card.blocks)}`);
  const failAlways = () => test.channel.failAlways({ kind: 'retry', retryAfterMs: null });

  describe('while the platform does not answer', () => {
    it('are an alarm after two minutes, in log and metrics, though ops cannot be told', async () => {
      await look();
      failAlways();
      await test.file();
      await test.settle();
      await pass(90 * SECOND);
      expect(alarms()).to.deep.equal([]);
      await pass(MINUTE);
      expect(alarms()).to.have.length(1);
      expect(alarms()[0]).to.contain('deliveries-waiting');
      expect(test.logs.map(({ line }) => line)).to.include(
        'error deliveries have waited for minutes',
      );
      expect(told()).to.deep.equal([]);
      await pass(20 * MINUTE);
      expect(alarms()).to.have.length(1);
    });

    it('are told to ops when it is over: from when to when, and how many waited at most', async () => {
      await look();
      const stopFailing = failAlways();
      for (let n = 0; n < 3; n += 1) await test.file();
      await test.settle();
      await pass(10 * MINUTE);
      stopFailing();
      await pass(10 * MINUTE);
      expect(await problems()).to.deep.equal([]);
      expect(told().at(-1)).to.contain('no longer wait').and.contain('3 complaints');
      expect(told().length).to.be.at.most(2);
      expect(test.logs.map(({ line }) => line)).to.include(
        'info deliveries have waited for minutes is over',
      );
    });

    it('stay an alarm over a restart, and are not said to be over by it', async () => {
      await look();
      failAlways();
      await test.file();
      await test.settle();
      await pass(3 * MINUTE);
      const again = startProcess('restarted');
      await look(again);
      expect(await problems()).to.deep.equal([['deliveries-waiting', true]]);
      await pass(5 * MINUTE, again);
      expect(await problems()).to.deep.equal([['deliveries-waiting', true]]);
      expect(alarms()).to.have.length(1);
    });

    it('are no alarm for two minutes after a start, whatever piled up before', async () => {
      failAlways();
      await test.file();
      await test.settle();
      test.advance(60 * HOUR);
      const fresh = startProcess('fresh');
      await look(fresh);
      await pass(MINUTE, fresh);
      expect(alarms().filter((one) => one.includes('deliveries-waiting'))).to.deep.equal([]);
      await pass(90 * SECOND, fresh);
      expect(alarms().filter((one) => one.includes('deliveries-waiting'))).to.have.length(1);
    });
  });

  it('are no alarm when the platform answers in time', async () => {
    await look();
    await test.file();
    await test.settle();
    await pass(10 * MINUTE);
    expect(alarms()).to.deep.equal([]);
    expect(told()).to.deep.equal([]);
  });

  describe('when nothing wakes a complaint', () => {
    /** Makes every write of a nudge fail, as when the database is half away. */
    const holdNudges = (): (() => void) => {
      test.interceptStore = async (member, _args, proceed) => {
        if (member === 'change') throw new Error('thrown by the test');
        return proceed();
      };
      return () => {
        test.interceptStore = undefined;
      };
    };

    it('are an alarm two minutes after the reminder was due, taken back when it has gone out', async () => {
      const { id } = await test.file();
      await test.settle();
      await look();
      const { nextActionAt } = await test.load(id);
      const release = holdNudges();
      test.advance((nextActionAt ?? 0) - test.deps.clock.now() - MINUTE);
      await look();
      await pass(150 * SECOND);
      expect(await problems()).to.deep.equal([]);
      await pass(MINUTE);
      expect(await problems()).to.deep.equal([['actions-late', true]]);
      release();
      await pass(2 * MINUTE);
      expect(await problems()).to.deep.equal([]);
      expect(told().at(-1)).to.contain('Reminders are no longer late').and.contain('one complaint');
    });

    it('are no alarm when the clock jumps: what it makes due first has its two minutes', async () => {
      const { id } = await test.file();
      await test.settle();
      await pass(5 * MINUTE);
      const { nextActionAt } = await test.load(id);
      holdNudges();
      test.setBusinessTime((nextActionAt ?? 0) + 3 * HOUR);
      await look();
      await pass(90 * SECOND);
      expect(await problems()).to.deep.equal([]);
      await pass(MINUTE);
      expect(await problems()).to.deep.equal([['actions-late', true]]);
    });
  });

  it('are no alarm at night, when reminders wait for the morning', async () => {
    const { id } = await test.file();
    await test.settle();
    await look();
    const due = (await test.load(id)).nextActionAt ?? 0;
    // Down over the due time, started again in the evening: the plan moves to the next morning.
    test.advance(due - test.deps.clock.now() + 9 * HOUR);
    const fresh = startProcess('evening');
    await look(fresh);
    await pass(30 * MINUTE, fresh);
    expect(await problems()).to.deep.equal([]);
    expect((await test.load(id)).nextActionAt).to.be.greaterThan(test.deps.clock.now());
  });
});
