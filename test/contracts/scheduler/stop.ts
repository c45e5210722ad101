import { expect } from 'chai';
import { SWEEP_JOB, WAKE_JOB } from '../../../src/jobs/agenda/settings.js';
import { pause, waitUntil } from '../../jobs/wait-until.js';
import type { SchedulerHarness } from './harness.js';

/** What remains in the store when a process stops. */
export function describeStop({ createObserved, jobs }: SchedulerHarness): void {
  const wakes = async () => (await jobs().queryJobs({ name: WAKE_JOB })).jobs;

  it('unlocks only its own jobs when it stops', async () => {
    const one = createObserved({ timings: { processEveryMs: 3000, lockLifetimeMs: 3000 } });
    const soon = Date.now() + 2500;
    for (const id of ['C-1', 'C-2', 'C-3']) await one.scheduler.schedule(id, soon);
    await one.start();
    await waitUntil(async () => (await wakes()).every((job) => job.lockedAt));
    const foreign = {
      name: WAKE_JOB,
      type: 'normal',
      priority: 0,
      nextRunAt: new Date(soon),
    } as const;
    await jobs().saveJob({ ...foreign, data: null, lockedAt: new Date() }, undefined);
    await one.scheduler.stop(1000);
    const locked = (await wakes()).filter((job) => job.lockedAt);
    expect(locked.map((job) => job.data)).to.deep.equal([null]);
    expect(await wakes()).to.have.length(4);
    expect(one.wokenIds()).to.deep.equal([]);
  });

  it('waits for running work when it stops and starts nothing new', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const one = createObserved({ onWake: () => gate });
    await one.start();
    await one.scheduler.schedule('C-1', Date.now());
    await waitUntil(() => one.woken.length === 1);
    let stopped = false;
    const stopping = one.scheduler.stop(10_000).then(() => {
      stopped = true;
    });
    await one.scheduler.schedule('C-2', Date.now());
    await pause(150);
    expect(stopped).to.equal(false);
    release();
    await stopping;
    expect(one.wokenIds()).to.deep.equal(['C-1']);
    const [left, ...more] = await wakes();
    expect(more).to.deep.equal([]);
    expect(left?.data).to.deep.equal({ complaint: 'C-2' });
    expect(left?.lockedAt).to.equal(undefined);
  });

  it('waits no longer than the grace period and hands over what still runs', async () => {
    let release = (): void => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const options = { timings: { lockLifetimeMs: 3000 } };
    const one = createObserved({ ...options, onWake: () => stuck });
    await one.start();
    await one.scheduler.schedule('C-1', Date.now());
    await waitUntil(() => one.woken.length === 1);
    const from = performance.now();
    await one.scheduler.stop(200);
    expect(performance.now() - from).to.be.within(190, 3000);
    expect(one.lines.filter((line) => line.level === 'warn')).to.have.length(1);
    const other = createObserved(options);
    await other.start();
    await waitUntil(() => other.woken.length === 1);
    expect(other.wokenIds()).to.deep.equal(['C-1']);
    release();
  });

  it('unlocks the sweep and removes its heartbeat', async () => {
    const one = createObserved();
    await one.start();
    await waitUntil(() => one.scheduler.lastHeartbeatAt() !== null);
    await one.scheduler.stop(1000);
    const { jobs: left } = await jobs().queryJobs();
    expect(left.map((job) => job.name)).to.deep.equal([SWEEP_JOB]);
    expect(left[0]?.lockedAt).to.equal(undefined);
  });

  it('can be stopped twice, and before it started', async () => {
    const never = createObserved();
    await never.scheduler.stop(100);
    const one = createObserved();
    await one.start();
    await Promise.all([one.scheduler.stop(500), one.scheduler.stop(500)]);
    expect(one.errors()).to.deep.equal([]);
  });

  it('still schedules a wake-up after it stopped, for the next process', async () => {
    const one = createObserved();
    await one.start();
    await one.scheduler.stop(500);
    await one.scheduler.schedule('C-1', Date.now());
    await pause(150);
    expect(await wakes()).to.have.length(1);
    expect(one.wokenIds()).to.deep.equal([]);
    expect(one.errors()).to.deep.equal([]);
  });
}
