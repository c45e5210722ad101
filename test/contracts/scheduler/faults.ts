import { expect } from 'chai';
import { WAKE_JOB } from '../../../src/jobs/agenda/settings.js';
import { pause, waitUntil } from '../../jobs/wait-until.js';
import type { SchedulerHarness } from './harness.js';

/** Handlers that throw, and a store that is unavailable. */
export function describeFaults({ createObserved, jobs, store }: SchedulerHarness): void {
  it('logs a wake-up that throws and runs the others', async () => {
    const cause = new Error('thrown by the test');
    const one = createObserved({
      onWake: async (id) => {
        if (id === 'C-1') throw cause;
      },
    });
    await one.start();
    await one.scheduler.schedule('C-1', Date.now());
    await one.scheduler.schedule('C-2', Date.now() + 50);
    await waitUntil(() => one.woken.length === 2);
    await waitUntil(async () => (await jobs().queryJobs({ name: WAKE_JOB })).total === 0);
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
    await waitUntil(() => one.sweeps >= 2);
    expect(one.errors()[0]?.fields.error).to.include({ code: 'SCHEDULER' });
  });

  it('logs when a wake-up cannot be scheduled and does not throw', async () => {
    const one = createObserved();
    await store().disconnect();
    await one.scheduler.schedule('C-1', Date.now());
    expect(one.errors()[0]?.fields).to.include({ complaint: 'C-1' });
    expect(one.errors()[0]?.fields.error).to.include({ code: 'SCHEDULER' });
  });

  it('logs an invalid time and does not throw', async () => {
    const one = createObserved();
    await one.scheduler.schedule('C-1', Number.NaN);
    expect(one.errors()).to.have.length(1);
    expect((await jobs().queryJobs()).total).to.equal(0);
  });

  it('does not start on an unavailable store and throws the cause', async () => {
    const one = createObserved();
    await store().disconnect();
    const failure = await one.start().catch((error: unknown) => error);
    expect(failure).to.include({ code: 'SCHEDULER' });
    expect((failure as Error).cause).to.be.instanceOf(Error);
  });

  it('keeps running and logs once when the store becomes unavailable', async () => {
    const one = createObserved();
    await one.start();
    await store().disconnect();
    await waitUntil(() => one.errors().length > 0);
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
