import { expect } from 'chai';
import { FUTURE, type JobHarness, job, later, PAST } from './harness.js';

/** Queries, removal and disabling of jobs. */
export function describeQueries(harness: JobHarness): void {
  const { save, next, names } = harness;

  describe('disabling', () => {
    it('prevents the lock of a job until it is enabled, and counts the changes', async () => {
      const saved = await save(job('a'));
      await save(job('a', { data: { team: 'x' } }));
      await save(job('b'));
      expect(await harness.jobs().disableJobs({ name: 'a', data: { team: 'x' } })).to.equal(1);
      expect(await harness.jobs().disableJobs({ name: 'a' })).to.equal(1);
      expect(await harness.jobs().disableJobs({ name: 'a' })).to.equal(0);
      expect(await next('a')).to.equal(undefined);
      expect(await harness.jobs().lockJob(saved, undefined)).to.equal(undefined);
      expect(await next('b')).to.not.equal(undefined);
      expect(await harness.jobs().enableJobs({ id: saved._id })).to.equal(1);
      expect((await next('a'))?._id).to.equal(saved._id);
    });

    it('does not take over the old lock of a disabled job', async () => {
      await save(job('a', { lockedAt: PAST, disabled: true }));
      expect(await next('a')).to.equal(undefined);
    });

    it('changes nothing without a criterion', async () => {
      await save(job('a'));
      expect(await harness.jobs().disableJobs({})).to.equal(0);
      expect(await harness.jobs().enableJobs({ names: [] })).to.equal(0);
    });
  });

  describe('removal', () => {
    const left = async () => (await harness.jobs().queryJobs({ sort: { name: 'asc' } })).jobs;

    beforeEach(async () => {
      for (const each of ['a', 'b', 'c', 'c']) {
        await save(job(each, { data: { of: each, deep: { x: 1, y: each } } }));
      }
    });

    it('selects by id, ids, name, names and all other names', async () => {
      const [a, b] = await left();
      expect(await harness.jobs().removeJobs({ id: a?._id ?? '' })).to.equal(1);
      expect(await harness.jobs().removeJobs({ ids: [a?._id ?? '', b?._id ?? ''] })).to.equal(1);
      expect(await harness.jobs().removeJobs({ notNames: ['c', 'x'] })).to.equal(0);
      expect(await harness.jobs().removeJobs({ names: ['x', 'a'] })).to.equal(0);
      expect(await harness.jobs().removeJobs({ notNames: ['x'] })).to.equal(2);
    });

    it('selects by any part of the data', async () => {
      expect(await harness.jobs().removeJobs({ data: { of: 'a', deep: { x: 2 } } })).to.equal(0);
      expect(await harness.jobs().removeJobs({ data: { deep: { x: 1, y: 'a' } } })).to.equal(1);
      expect(await harness.jobs().removeJobs({ name: 'c', data: { deep: { x: 1 } } })).to.equal(2);
      expect((await left()).map((each) => each.name)).to.deep.equal(['b']);
    });

    it('removes nothing without a criterion or with an invalid id', async () => {
      for (const options of [{}, { ids: [] }, { names: [] }, { notNames: [] }, { data: {} }]) {
        expect(await harness.jobs().removeJobs(options), JSON.stringify(options)).to.equal(0);
      }
      expect(await harness.jobs().removeJobs({ id: 'nonsense' })).to.equal(0);
      expect(await left()).to.have.length(4);
    });

    it('purges everything', async () => {
      expect(await harness.jobs().purgeAllJobs()).to.equal(4);
      expect(await left()).to.deep.equal([]);
    });
  });

  describe('queries', () => {
    beforeEach(async () => {
      await save(job('Queued', { data: { team: 'x', n: 1 } }));
      await save(job('Running', { lockedAt: new Date(), nextRunAt: later(PAST, 5) }));
      await save(job('Scheduled', { nextRunAt: FUTURE, disabled: true, data: { team: 'x' } }));
      await save(job('Failed', { nextRunAt: null, failedAt: PAST, lastFinishedAt: PAST }));
      await save(job('Done', { nextRunAt: null, lastFinishedAt: PAST }));
      await save(job('Repeating', { nextRunAt: later(FUTURE, 5), repeatInterval: '1 hour' }));
    });

    it('return the latest first by default', async () => {
      expect((await names({})).slice(0, 4)).to.deep.equal([
        'Repeating',
        'Scheduled',
        'Running',
        'Queued',
      ]);
    });

    it('sort as requested', async () => {
      const sorted = ['Done', 'Failed', 'Queued', 'Repeating', 'Running', 'Scheduled'];
      expect(await names({ sort: { name: 'asc' } })).to.deep.equal(sorted);
      expect(await names({ sort: { nextRunAt: 'asc', name: 'desc' } })).to.deep.equal([
        'Failed',
        'Done',
        'Queued',
        'Running',
        'Scheduled',
        'Repeating',
      ]);
    });

    it('return a page with the total', async () => {
      const sort = { name: 'asc' } as const;
      const page = await harness.jobs().queryJobs({ sort, skip: 1, limit: 2 });
      expect(page.jobs.map((each) => each.name)).to.deep.equal(['Failed', 'Queued']);
      expect(page.total).to.equal(6);
      expect(await names({ sort, skip: 4 })).to.deep.equal(['Running', 'Scheduled']);
      const filtered = await harness
        .jobs()
        .queryJobs({ sort, data: { team: 'x' }, skip: 1, limit: 5 });
      expect(filtered.jobs.map((each) => each.name)).to.deep.equal(['Scheduled']);
      expect(filtered.total).to.equal(2);
    });

    it('select by state', async () => {
      const states = [
        'queued',
        'running',
        'scheduled',
        'failed',
        'completed',
        'repeating',
      ] as const;
      const expected = ['Queued', 'Running', 'Scheduled', 'Failed', 'Done', 'Repeating'];
      for (const [at, state] of states.entries()) {
        expect(await names({ state }), state).to.deep.equal([expected[at]]);
      }
      expect(await names({ state: 'paused' })).to.deep.equal(['Scheduled']);
    });

    it('select by name, names, part of a name, id and ids', async () => {
      const { jobs: all } = await harness.jobs().queryJobs({ sort: { name: 'asc' } });
      expect(await names({ name: 'Done' })).to.deep.equal(['Done']);
      expect(await names({ names: ['Done', 'x'] })).to.deep.equal(['Done']);
      expect(await names({ search: 'CHED' })).to.deep.equal(['Scheduled']);
      expect(await names({ search: '.*' })).to.deep.equal([]);
      expect(await names({ id: all[0]?._id ?? '' })).to.deep.equal(['Done']);
      expect(await names({ ids: all.slice(0, 2).map((each) => each._id) })).to.have.members([
        'Done',
        'Failed',
      ]);
      expect(await names({ id: 'nonsense' })).to.deep.equal([]);
    });

    it('can exclude disabled jobs', async () => {
      expect(await names({ includeDisabled: false })).to.not.include('Scheduled');
    });

    it('count jobs by name and state, and due jobs', async () => {
      const overview = await harness.jobs().getJobsOverview();
      const scheduled = overview.find((each) => each.name === 'Scheduled');
      expect(scheduled).to.include({ total: 1, scheduled: 1, paused: 1, running: 0 });
      expect(overview).to.have.length(6);
      expect(await harness.jobs().getDistinctJobNames()).to.have.length(6);
      expect(await harness.jobs().getQueueSize()).to.equal(2);
    });
  });
}
