import { expect } from 'chai';
import type { SchedulerHarness } from './harness.js';

/** Handlers that throw, and a store that is unavailable. */
export function describeFaults(harness: SchedulerHarness): void {
  const { createObserved, now, pause, until, place } = harness;

  it('logs a wake-up that throws, runs the others, and leaves it to the sweep', async () => {
    const cause = new Error('thrown by the test');
    const one = createObserved({
      onWake: async (id) => {
        if (id === 'C-1') throw cause;
      },
    });
    await one.start();
    await one.plan('C-1', now());
    await one.plan('C-2', now() + 50);
    await until(() => one.woken.length === 2);
    await pause(1500);
    expect(one.wokenIds()).to.deep.equal(['C-1', 'C-2']);
    const [line, ...more] = one.errors();
    expect(more).to.deep.equal([]);
    expect(line?.fields).to.include({ complaint: 'C-1' });
    expect(line?.fields.error).to.include({ code: 'SCHEDULER', cause });
  });

  it('logs a sweep that throws and sweeps again', async () => {
    const one = createObserved({
      onSweep: async () => {
        throw new Error('thrown by the test');
      },
    });
    await one.start();
    await until(() => one.sweeps >= 2, 3 * place().sweepEveryMs);
    expect(one.errors()[0]?.fields.error).to.include({ code: 'SCHEDULER' });
  });

  it('logs an invalid time and does not throw', async () => {
    const one = createObserved();
    await one.start();
    await one.scheduler.schedule({ kind: 'complaint', id: 'C-1' }, Number.NaN);
    expect(one.errors()).to.have.length(1);
    expect(one.errors()[0]?.fields).to.include({ complaint: 'C-1' });
    await pause(200);
    expect(one.wokenIds()).to.deep.equal([]);
  });

  it('does not start on an unavailable store and throws the cause', async () => {
    const one = createObserved();
    await place().disconnect();
    const failure = await one.start().catch((error: unknown) => error);
    expect(failure).to.include({ code: 'SCHEDULER' });
    expect((failure as Error).cause).to.be.instanceOf(Error);
    expect(one.sweeps).to.equal(0);
  });

  it('keeps running and logs once when the store becomes unavailable', async () => {
    const one = createObserved();
    await one.start();
    await place().disconnect();
    await until(() => one.errors().length > 0);
    await pause(300);
    expect(one.errors()).to.have.length(1);
  });

  it('does not start twice', async () => {
    const one = createObserved();
    await one.start();
    const failure = await one.start().catch((error: unknown) => error);
    expect(failure).to.include({ code: 'SCHEDULER' });
  });
}
