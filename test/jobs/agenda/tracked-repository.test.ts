import { type JobParameters, type JobRepository, toJobId } from 'agenda';
import { expect } from 'chai';
import { toWakeJob } from '../../../src/jobs/agenda/settings.js';
import { JobGone, TrackedRepository } from '../../../src/jobs/agenda/tracked-repository.js';
import { describeOnMongo } from '../../support/mongo.js';
import { type AgendaPlace, openAgendaOn } from './agenda-place.js';

const WAKE_JOB = toWakeJob('complaint');

const LIFETIME = 60_000;

describeOnMongo('the repository that tracks its locks', (mongo) => {
  let place: AgendaPlace;
  let inner: JobRepository;
  let tracked: TrackedRepository;
  const faults: unknown[] = [];

  beforeEach(async () => {
    place = await openAgendaOn(mongo)();
    inner = place.jobs;
    tracked = new TrackedRepository(inner, {
      owner: 'me',
      lockLifetimeMs: LIFETIME,
      limit: { jobs: [WAKE_JOB], count: 2 },
      onFault: (cause) => faults.push(cause),
    });
    for (let at = 0; at < 5; at++) await save(WAKE_JOB);
    await save('sweep');
  });

  afterEach(() => place.destroy());

  const save = (name: string) =>
    inner.saveJob(
      { name, type: 'normal', priority: 0, nextRunAt: new Date(0), data: null },
      undefined,
    );
  const take = (name: string, now = new Date()) =>
    tracked.getNextJobToRun(name, new Date(), new Date(0), now, { lastModifiedBy: 'me' });
  const locked = async () =>
    (await inner.queryJobs()).jobs.filter((job) => job.lockedAt !== undefined).length;
  const unlocked = ({ lockedAt: _, ...job }: JobParameters): JobParameters => job;

  it('locks the limited job up to its limit, and others without one', async () => {
    expect(await take(WAKE_JOB)).to.not.equal(undefined);
    const second = await take(WAKE_JOB);
    expect(await take(WAKE_JOB)).to.equal(undefined);
    expect(await take('sweep')).to.not.equal(undefined);
    if (second === undefined) throw new Error('nothing was locked');
    await tracked.saveJobState(unlocked(second), undefined);
    expect(await take(WAKE_JOB)).to.not.equal(undefined);
  });

  it('does not count an expired lock, which agenda never releases', async () => {
    const longAgo = new Date(Date.now() - LIFETIME - 1);
    await take(WAKE_JOB, longAgo);
    await take(WAKE_JOB, longAgo);
    expect(await take(WAKE_JOB)).to.not.equal(undefined);
  });

  it('locks nothing after it is closed', async () => {
    tracked.close();
    expect(await take(WAKE_JOB)).to.equal(undefined);
    expect(await locked()).to.equal(0);
  });

  it('unlocks its own jobs, but none that another process took over', async () => {
    await take(WAKE_JOB);
    const other = await take('sweep');
    if (other === undefined) throw new Error('nothing was locked');
    await inner.saveJobState(other, { lastModifiedBy: 'another' });
    await tracked.unlockOwn();
    expect((await inner.queryJobs({ state: 'running' })).jobs.map((job) => job.name)).to.deep.equal(
      ['sweep'],
    );
  });

  it('distinguishes a removed job from an error', async () => {
    const job = await take(WAKE_JOB);
    if (job?._id === undefined) throw new Error('nothing was locked');
    await inner.removeJobs({ id: job._id });
    const gone = await tracked.saveJobState(job, undefined).catch((error: unknown) => error);
    expect(gone).to.be.instanceOf(JobGone);
    await place.disconnect();
    const fault = await tracked.saveJobState(job, undefined).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Error).and.not.instanceOf(JobGone);
  });

  it('reports a failed unlock and does not reject, because agenda does not wait', async () => {
    faults.length = 0;
    await place.disconnect();
    const _id = toJobId('0123456789abcdef01234567');
    const job = { _id, name: WAKE_JOB, type: 'normal', priority: 0, nextRunAt: null } as const;
    await tracked.unlockJob({ ...job, data: null });
    expect(faults).to.have.length(1);
  });
});
