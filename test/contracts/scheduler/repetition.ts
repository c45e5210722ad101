import { expect } from 'chai';
import { createGate, type SchedulerHarness } from './harness.js';

/** What comes again and again: the sweep and the heartbeat. */
export function describeRepetition(harness: SchedulerHarness): void {
  const { createObserved, now, pause, until, place } = harness;

  it('sweeps when it starts and then repeatedly', async () => {
    const one = createObserved();
    await one.start();
    expect(one.sweeps).to.equal(1);
    await until(() => one.sweeps >= 3, 5 * place().sweepEveryMs);
    expect(one.errors()).to.deep.equal([]);
  });

  it('does not start a sweep while one runs', async () => {
    const gate = createGate();
    const one = createObserved({ onSweep: () => gate.opened });
    await one.start();
    await pause(2.5 * place().sweepEveryMs);
    expect(one.sweeps).to.equal(1);
    gate.open();
    await until(() => one.sweeps === 2, 3 * place().sweepEveryMs);
  });

  it('has a heartbeat in every process, soon after the start and then repeatedly', async () => {
    const both = [createObserved(), createObserved()];
    expect(both[0]?.scheduler.lastHeartbeatAt()).to.equal(null);
    const from = now();
    for (const { scheduler, start } of both) {
      await start();
      await until(() => (scheduler.lastHeartbeatAt() ?? 0) >= from);
      const first = scheduler.lastHeartbeatAt() ?? 0;
      await until(() => (scheduler.lastHeartbeatAt() ?? 0) > first);
      expect(scheduler.lastHeartbeatAt()).to.be.at.most(now());
    }
  });

  it('has no heartbeat while the store does not answer', async () => {
    const one = createObserved();
    await one.start();
    await place().disconnect();
    await until(() => one.errors().length > 0);
    const last = one.scheduler.lastHeartbeatAt();
    await pause(2500);
    expect(one.scheduler.lastHeartbeatAt()).to.equal(last);
  });
}
