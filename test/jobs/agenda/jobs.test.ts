import type { JobParameters } from 'agenda';
import { expect } from 'chai';
import { SWEEP_JOB, toWakeJob } from '../../../src/jobs/agenda/settings.js';
import {
  createGate,
  type SchedulerHarness,
  useSchedulers,
} from '../../contracts/scheduler/harness.js';
import { describeOnMongo } from '../../support/mongo.js';
import { pause, waitUntil } from '../../support/wait-until.js';
import { type AgendaPlace, openAgendaOn } from './agenda-place.js';

const WAKE_JOB = toWakeJob('complaint');

const DAY = 86_400_000;
/** The first scan locks what is due within 700 ms. */
const FAR_AHEAD = { processEveryMs: 700 };

describeOnMongo("agenda's jobs", (mongo) => {
  const harness = useSchedulers(openAgendaOn(mongo));
  describe('for wake-ups', () => describeWakeUps(harness)).timeout(15_000);
  describe('that come again', () => describeRecurring(harness)).timeout(15_000);
  describe('that are replaced', () => describeReplacement(harness)).timeout(15_000);
  describe('of killed and stopped processes', () => describeLeftovers(harness)).timeout(15_000);
});

/** Moves the jobs of these names two hours ahead, as they lie after the clock was set back. */
async function moveAhead({ place }: SchedulerHarness<AgendaPlace>): Promise<void> {
  const { jobs } = await place().jobs.queryJobs({});
  for (const job of jobs.filter(({ name }) => name !== WAKE_JOB)) {
    const nextRunAt = new Date(Date.now() + DAY / 12);
    await place().jobs.removeJobs({ id: job._id });
    const { _id, lockedAt: _, ...rest } = job;
    await place().jobs.saveJob({ ...rest, nextRunAt }, {});
  }
}

/** The sweeps and heartbeats. */
function describeRecurring(harness: SchedulerHarness<AgendaPlace>): void {
  it('go on when they are planned anew after the clock was set back', async () => {
    const one = harness.createObserved();
    await one.start();
    await waitUntil(() => one.sweeps >= 2);
    await moveAhead(harness);
    const beat = one.scheduler.lastHeartbeatAt() ?? 0;
    const before = one.sweeps;
    await one.scheduler.planAnew();
    await waitUntil(() => one.sweeps >= before + 2);
    await waitUntil(() => (one.scheduler.lastHeartbeatAt() ?? 0) > beat);
    expect(one.errors()).to.deep.equal([]);
  });
}

/** The stored wake-ups. */
async function findWakes({ place }: SchedulerHarness<AgendaPlace>): Promise<JobParameters[]> {
  return (await place().jobs.queryJobs({ name: WAKE_JOB })).jobs;
}

function describeWakeUps(harness: SchedulerHarness<AgendaPlace>): void {
  const { createObserved, place } = harness;

  it('are gone when they have run, also those that threw', async () => {
    const one = createObserved({
      onWake: async () => {
        throw new Error('thrown by the test');
      },
    });
    await one.start();
    await one.plan('C-1', Date.now());
    await waitUntil(() => one.woken.length === 1);
    await waitUntil(async () => (await findWakes(harness)).length === 0);
  });

  it('run once when several processes run', async () => {
    const both = [createObserved(), createObserved()];
    const ids = Array.from({ length: 30 }, (_, at) => `C-${at}`);
    await Promise.all(ids.map((id) => both[0]?.plan(id, Date.now())));
    await Promise.all(both.map((each) => each.start()));
    const all = () => both.flatMap((each) => each.wokenIds());
    await waitUntil(() => all().length >= 30);
    await pause(150);
    expect(all()).to.have.length(30).and.to.have.members(ids);
  });

  it('keep their lock while they run', async () => {
    const gate = createGate();
    place().useTimings({ lockLifetimeMs: 4500 });
    const one = createObserved({ onWake: () => gate.opened });
    await one.start();
    await one.plan('C-1', Date.now());
    const lockedAt = async () => (await findWakes(harness))[0]?.lockedAt?.getTime() ?? 0;
    await waitUntil(() => one.woken.length === 1);
    const first = await lockedAt();
    await waitUntil(async () => (await lockedAt()) > first);
    gate.open();
    await waitUntil(async () => (await findWakes(harness)).length === 0);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
    expect(one.errors()).to.deep.equal([]);
  });

  it('are not saved for an invalid time', async () => {
    const one = createObserved();
    await one.scheduler.schedule({ kind: 'complaint', id: 'C-1' }, Number.NaN);
    expect((await place().jobs.queryJobs()).total).to.equal(0);
  });

  it('are logged when they cannot be saved, and nothing is thrown', async () => {
    const one = createObserved();
    await place().disconnect();
    await one.scheduler.schedule({ kind: 'complaint', id: 'C-1' }, Date.now());
    expect(one.errors()[0]?.fields).to.include({ complaint: 'C-1' });
    expect(one.errors()[0]?.fields.error).to.include({ code: 'SCHEDULER' });
  });
}

function describeReplacement(harness: SchedulerHarness<AgendaPlace>): void {
  const { createObserved, place } = harness;
  /** Waits until agenda locks a wake-up ahead of its time. */
  const lockedAhead = () =>
    waitUntil(async () => (await findWakes(harness)).some((job) => job.lockedAt));

  it('do not run at the old time when they were locked for it, and no error is logged', async () => {
    place().useTimings(FAR_AHEAD);
    const one = createObserved();
    await one.plan('C-1', Date.now() + 500);
    await one.start();
    await lockedAhead();
    const at = Date.now() + 600;
    await one.plan('C-1', at);
    await waitUntil(() => one.woken.length > 0);
    expect(one.woken[0]?.at).to.be.at.least(at);
    expect(one.errors()).to.deep.equal([]);
  });

  it('leave no second job', async () => {
    const one = createObserved();
    await one.plan('C-1', Date.now() + DAY);
    await one.plan('C-1', Date.now() + 2 * DAY);
    const { total } = await place().jobs.queryJobs({ name: WAKE_JOB, includeDisabled: true });
    expect(total).to.equal(1);
  });

  it('are removed when they were locked ahead', async () => {
    place().useTimings(FAR_AHEAD);
    const one = createObserved();
    await one.plan('C-1', Date.now() + 500);
    await one.plan('C-2', Date.now() + DAY);
    await one.start();
    await lockedAhead();
    await one.plan('C-1', null);
    await pause(600);
    expect(one.wokenIds()).to.deep.equal([]);
    expect((await findWakes(harness)).map((job) => job.data)).to.deep.equal([{ complaint: 'C-2' }]);
  });

  it('have the last of many times that were set at once', async () => {
    const one = createObserved();
    const base = Date.now() + DAY;
    await Promise.all([5, 1, 9, 2, 7].map((plus) => one.plan('C-1', base + plus)));
    const found = await findWakes(harness);
    expect(found.map((job) => job.nextRunAt?.getTime())).to.deep.equal([base + 7]);
  });
}

function describeLeftovers(harness: SchedulerHarness<AgendaPlace>): void {
  const { createObserved, place } = harness;
  const save = (wanted: Partial<JobParameters> & { name: string }) =>
    place().jobs.saveJob(
      { type: 'normal', priority: 0, nextRunAt: null, data: null, ...wanted },
      undefined,
    );

  it('run when the lock of a killed process expires', async () => {
    await save({ name: WAKE_JOB, lockedAt: new Date(), data: { complaint: 'C-1' } });
    place().useTimings({ lockLifetimeMs: 200 });
    const one = createObserved();
    await one.start();
    await waitUntil(() => one.woken.length === 1);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('are removed at the start when they are of no use any more', async () => {
    const left = { type: 'single', nextRunAt: new Date(0) } as const;
    await save({ ...left, name: 'heartbeat:gone' });
    await save({ ...left, name: 'heartbeat:alive', nextRunAt: new Date(Date.now() + 5000) });
    await save({ name: WAKE_JOB, data: { complaint: 'C-1' } });
    await save({ name: WAKE_JOB, data: { complaint: 'C-2' }, lockedAt: new Date() });
    place().useTimings({ lockLifetimeMs: 3000 });
    const one = createObserved();
    await one.start();
    const names = await place().jobs.getDistinctJobNames();
    expect(names).to.include('heartbeat:alive').and.not.include('heartbeat:gone');
    expect((await findWakes(harness)).map((job) => job.data)).to.deep.equal([{ complaint: 'C-2' }]);
  });

  it('are removed at the start also when there are very many', async () => {
    const { jobs } = place();
    const left = Array.from({ length: 201 }, (_, n) => ({ complaint: `C-${n}` }));
    await Promise.all(left.map((data) => save({ name: WAKE_JOB, data })));
    await save({
      name: WAKE_JOB,
      data: { complaint: 'due' },
      nextRunAt: new Date(Date.now() + DAY),
    });
    expect((await jobs.queryJobs({ name: WAKE_JOB })).total).to.equal(202);
    const one = createObserved();
    await one.start();
    expect((await findWakes(harness)).map((job) => job.data)).to.deep.equal([{ complaint: 'due' }]);
  });

  it('are unlocked at a stop, but only those that this process locked', async () => {
    place().useTimings({ processEveryMs: 3000, lockLifetimeMs: 3000 });
    const one = createObserved();
    const soon = Date.now() + 2500;
    for (const id of ['C-1', 'C-2', 'C-3']) await one.plan(id, soon);
    await one.start();
    await waitUntil(async () => (await findWakes(harness)).every((job) => job.lockedAt));
    await save({ name: WAKE_JOB, nextRunAt: new Date(soon), lockedAt: new Date() });
    await one.scheduler.stop(1000);
    const wakes = await findWakes(harness);
    const locked = wakes.filter((job) => job.lockedAt);
    expect(locked.map((job) => job.data)).to.deep.equal([null]);
    expect(wakes).to.have.length(4);
    expect(one.wokenIds()).to.deep.equal([]);
  });

  it('are the unlocked sweep alone after a stop without wake-ups', async () => {
    const one = createObserved();
    await one.start();
    await waitUntil(() => one.scheduler.lastHeartbeatAt() !== null);
    await one.scheduler.stop(1000);
    const { jobs: left } = await place().jobs.queryJobs();
    expect(left.map((job) => job.name)).to.deep.equal([SWEEP_JOB]);
    expect(left[0]?.lockedAt).to.equal(undefined);
  });
}
