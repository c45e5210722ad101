import { expect } from 'chai';
import { SWEEP_JOB, WAKE_JOB } from '../../../src/jobs/agenda/settings.js';
import { pause, waitUntil } from '../../jobs/wait-until.js';
import type { JobStore } from '../agenda-backend/harness.js';
import { describeFaults } from './faults.js';
import { type SchedulerHarness, useSchedulers } from './harness.js';
import { describeStop } from './stop.js';

const DAY = 86_400_000;
/** The first scan locks what is due within 700 ms. */
const FAR_AHEAD = { processEveryMs: 700 };

/** What the scheduler port guarantees, on each backend. agenda uses real time only, so times are short. */
export function schedulerContract(name: string, open: () => Promise<JobStore>): void {
  describe(`the scheduler on ${name}`, function () {
    this.timeout(15_000);
    const harness = useSchedulers(open);
    describeWakeUps(harness);
    describeReplacement(harness);
    describeFaults(harness);
    describeRecurringJobs(harness);
    describeStop(harness);
  });
}

function describeWakeUps({ createObserved, jobs, save }: SchedulerHarness): void {
  it('wakes a complaint once, at its time, and leaves no job behind', async () => {
    const one = createObserved();
    await one.start();
    const at = Date.now() + 250;
    await one.scheduler.schedule('C-1', at);
    await waitUntil(() => one.woken.length > 0);
    expect(one.woken[0]?.at).to.be.within(at, at + 1500);
    await waitUntil(async () => (await jobs().queryJobs({ name: WAKE_JOB })).total === 0);
    await pause(100);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('wakes at once when the time has passed', async () => {
    const one = createObserved();
    await one.start();
    await one.scheduler.schedule('C-1', Date.now() - DAY);
    await waitUntil(() => one.woken.length === 1);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('converts business time to real time', async () => {
    const clock = { now: () => Date.now() + DAY, toRealTime: (at: number) => at - DAY };
    const one = createObserved({ clock });
    await one.start();
    await one.scheduler.schedule('C-1', clock.now() + 100);
    await waitUntil(() => one.woken.length === 1);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('wakes what it scheduled before it started, and what an earlier process scheduled', async () => {
    const earlier = createObserved();
    await earlier.scheduler.schedule('C-1', Date.now() + 100);
    const one = createObserved();
    await one.scheduler.schedule('C-2', Date.now() + 100);
    await one.start();
    await waitUntil(() => one.woken.length === 2);
    expect(one.wokenIds()).to.have.members(['C-1', 'C-2']);
    expect(earlier.wokenIds()).to.deep.equal([]);
  });

  it('wakes each complaint once when several processes run', async () => {
    const both = [createObserved(), createObserved()];
    const ids = Array.from({ length: 30 }, (_, at) => `C-${at}`);
    await Promise.all(ids.map((id) => both[0]?.scheduler.schedule(id, Date.now())));
    await Promise.all(both.map((each) => each.start()));
    const all = () => both.flatMap((each) => each.wokenIds());
    await waitUntil(() => all().length >= 30);
    await pause(150);
    expect(all()).to.have.length(30).and.to.have.members(ids);
  });

  it('renews the lock of a wake-up while it runs', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const one = createObserved({ onWake: () => gate, timings: { lockLifetimeMs: 1800 } });
    await one.start();
    await one.scheduler.schedule('C-1', Date.now());
    const lockedAt = async () =>
      (await jobs().queryJobs({ name: WAKE_JOB })).jobs[0]?.lockedAt?.getTime() ?? 0;
    await waitUntil(() => one.woken.length === 1);
    const first = await lockedAt();
    await waitUntil(async () => (await lockedAt()) > first);
    release();
    await waitUntil(async () => (await jobs().queryJobs({ name: WAKE_JOB })).total === 0);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
    expect(one.errors()).to.deep.equal([]);
  });

  it('wakes what a killed process had locked when the lock expires', async () => {
    await save({
      name: WAKE_JOB,
      type: 'normal',
      priority: 0,
      nextRunAt: null,
      lockedAt: new Date(),
      data: { complaint: 'C-1' },
    });
    const one = createObserved({ timings: { lockLifetimeMs: 200 } });
    await one.start();
    await waitUntil(() => one.woken.length === 1);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });
}

function describeReplacement({ createObserved, jobs }: SchedulerHarness): void {
  /** Waits until agenda locks a wake-up ahead of its time. */
  const lockedAhead = () =>
    waitUntil(async () =>
      (await jobs().queryJobs({ name: WAKE_JOB })).jobs.some((job) => job.lockedAt),
    );

  it('replaces the earlier time of a complaint by a later one', async () => {
    const one = createObserved();
    await one.start();
    await one.scheduler.schedule('C-1', Date.now() + 300);
    const at = Date.now() + 450;
    await one.scheduler.schedule('C-1', at);
    await waitUntil(() => one.woken.length > 0);
    expect(one.woken[0]?.at).to.be.at.least(at);
    await pause(100);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('replaces the time of a locked wake-up and logs no error', async () => {
    const one = createObserved({ timings: FAR_AHEAD });
    await one.scheduler.schedule('C-1', Date.now() + 500);
    await one.start();
    await lockedAhead();
    const at = Date.now() + 600;
    await one.scheduler.schedule('C-1', at);
    await waitUntil(() => one.woken.length > 0);
    expect(one.woken[0]?.at).to.be.at.least(at);
    expect(one.errors()).to.deep.equal([]);
  });

  it('replaces the later time of a complaint by an earlier one', async () => {
    const one = createObserved();
    await one.start();
    await one.scheduler.schedule('C-1', Date.now() + DAY);
    await one.scheduler.schedule('C-1', Date.now() + 50);
    await waitUntil(() => one.woken.length === 1);
    expect((await jobs().queryJobs({ name: WAKE_JOB, includeDisabled: true })).total).to.be.at.most(
      1,
    );
  });

  it('removes only this wake-up for null, even when it is locked', async () => {
    const one = createObserved({ timings: FAR_AHEAD });
    await one.scheduler.schedule('C-1', Date.now() + 500);
    await one.scheduler.schedule('C-2', Date.now() + DAY);
    await one.start();
    await lockedAhead();
    await one.scheduler.schedule('C-1', null);
    await pause(600);
    expect(one.wokenIds()).to.deep.equal([]);
    const { jobs: left } = await jobs().queryJobs({ name: WAKE_JOB });
    expect(left.map((job) => job.data)).to.deep.equal([{ complaint: 'C-2' }]);
  });

  it('keeps the time that a wake-up schedules for itself', async () => {
    const one = createObserved({
      onWake: async () => {
        if (one.woken.length < 3) await one.scheduler.schedule('C-1', Date.now() + 60);
      },
    });
    await one.start();
    await one.scheduler.schedule('C-1', Date.now());
    await waitUntil(() => one.woken.length === 3);
    await waitUntil(async () => (await jobs().queryJobs({ name: WAKE_JOB })).total === 0);
    await pause(60);
    expect(one.wokenIds()).to.deep.equal(['C-1', 'C-1', 'C-1']);
  });

  it('keeps the last of many times scheduled concurrently, as one job', async () => {
    const one = createObserved();
    const base = Date.now() + DAY;
    await Promise.all([5, 1, 9, 2, 7].map((plus) => one.scheduler.schedule('C-1', base + plus)));
    const { jobs: found } = await jobs().queryJobs({ name: WAKE_JOB });
    expect(found.map((job) => job.nextRunAt?.getTime())).to.deep.equal([base + 7]);
  });
}

function describeRecurringJobs({ createObserved, jobs, save }: SchedulerHarness): void {
  it('sweeps when it starts and then repeatedly', async () => {
    const one = createObserved();
    await one.start();
    expect(one.sweeps).to.equal(1);
    await waitUntil(() => one.sweeps >= 2);
    expect(one.errors()).to.deep.equal([]);
  });

  it('does not start a sweep while one runs', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const one = createObserved({ onSweep: () => gate });
    await one.start();
    const clocked = async () => (await jobs().queryJobs({ name: SWEEP_JOB })).jobs[0];
    await waitUntil(async () => (await clocked())?.lastFinishedAt !== undefined);
    release();
    expect(one.sweeps).to.equal(1);
  });

  it('writes a heartbeat in every process, soon after the start and then repeatedly', async () => {
    const yearly = createObserved({ timings: { heartbeatCron: '0 0 0 1 1 *' } });
    const often = createObserved();
    expect(often.scheduler.lastHeartbeatAt()).to.equal(null);
    const from = Date.now();
    await Promise.all([yearly.start(), often.start()]);
    await waitUntil(() => (yearly.scheduler.lastHeartbeatAt() ?? 0) >= from);
    await waitUntil(() => (often.scheduler.lastHeartbeatAt() ?? 0) >= from);
    const first = often.scheduler.lastHeartbeatAt() ?? 0;
    await waitUntil(() => (often.scheduler.lastHeartbeatAt() ?? 0) > first);
    expect(often.scheduler.lastHeartbeatAt()).to.be.within(first, Date.now());
  });

  it('removes what killed processes left behind', async () => {
    const left = { type: 'single', priority: 0, nextRunAt: new Date(0), data: null } as const;
    await save({ ...left, name: 'heartbeat:gone' });
    await save({ ...left, name: 'heartbeat:alive', nextRunAt: new Date(Date.now() + 5000) });
    const ran = { ...left, type: 'normal', name: WAKE_JOB, nextRunAt: null } as const;
    await save({ ...ran, data: { complaint: 'C-1' } });
    await save({ ...ran, data: { complaint: 'C-2' }, lockedAt: new Date() });
    const one = createObserved({ timings: { lockLifetimeMs: 3000 } });
    await one.start();
    const names = await jobs().getDistinctJobNames();
    expect(names).to.include('heartbeat:alive').and.not.include('heartbeat:gone');
    const { jobs: wakes } = await jobs().queryJobs({ name: WAKE_JOB });
    expect(wakes.map((job) => job.data)).to.deep.equal([{ complaint: 'C-2' }]);
  });
}
