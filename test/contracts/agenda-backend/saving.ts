import type { JobParameters } from 'agenda';
import { expect } from 'chai';
import { FUTURE, type JobHarness, job, later, MINUTE, PAST } from './harness.js';

/** What a save stores, and which job it changes. */
export function describeSaving(harness: JobHarness): void {
  const { save, next, loadJob, names } = harness;

  describe('saving', () => {
    it('returns a job as it was saved', async () => {
      const fields = {
        priority: 10,
        nextRunAt: FUTURE,
        data: {
          text: 'ünïcode “x”',
          list: [1, null, { at: PAST }],
          at: FUTURE,
          'odd key$': true,
        },
        repeatInterval: '5 minutes',
        repeatTimezone: 'Europe/Berlin',
        startDate: PAST,
        endDate: FUTURE,
        skipDays: [0, 6],
        disabled: true,
      };
      const { _id } = await save(job('a', fields));
      expect(await loadJob(_id)).to.deep.include({
        ...fields,
        _id,
        name: 'a',
        type: 'normal',
        lastModifiedBy: 'saver',
      });
    });

    it('keeps an interval in milliseconds a number', async () => {
      const { _id } = await save(job('a', { repeatInterval: 5000 }));
      expect((await loadJob(_id)).repeatInterval).to.equal(5000);
    });

    it('returns null for an unknown job', async () => {
      expect(await harness.jobs().getJobById('0123456789abcdef01234567')).to.equal(null);
    });

    it('inserts a normal job at each save', async () => {
      await save(job('a'));
      await save(job('a'));
      expect(await names({})).to.deep.equal(['a', 'a']);
    });

    it('updates a job that has an id and unlocks it', async () => {
      const saved = await save(job('a'));
      await next('a');
      await save({ ...saved, nextRunAt: FUTURE, data: { v: 2 } });
      const { jobs: all } = await harness.jobs().queryJobs();
      expect(all).to.have.length(1);
      expect(all[0]).to.deep.include({ nextRunAt: FUTURE, data: { v: 2 } });
      expect(all[0]?.lockedAt).to.equal(undefined);
    });

    it('does not restore a removed job that is saved again', async () => {
      const saved = await save(job('a'));
      await harness.jobs().removeJobs({ id: saved._id });
      expect((await save({ ...saved, priority: 5 }))._id).to.equal(saved._id);
      expect((await harness.jobs().queryJobs()).total).to.equal(0);
    });

    it('survives reopening', async () => {
      const saved = await save(job('a', { nextRunAt: FUTURE, data: { complaint: 'C-1' } }));
      await harness.store().reopen();
      const backend = harness.store().backend();
      await backend.connect();
      const found = await backend.repository.getJobById(saved._id);
      expect(found).to.deep.include({ nextRunAt: FUTURE, data: { complaint: 'C-1' } });
    });

    it('can be connected twice', async () => {
      await save(job('a'));
      await harness.store().backend().connect();
      expect((await harness.jobs().queryJobs()).total).to.equal(1);
    });
  });

  describe('single jobs', () => {
    it('exist once for each name and take the new time', async () => {
      const first = await save(job('a', { type: 'single', nextRunAt: FUTURE }));
      const second = await save(job('a', { type: 'single', nextRunAt: later(FUTURE, 1) }));
      await save(job('b', { type: 'single' }));
      expect(second._id).to.equal(first._id);
      expect(second.nextRunAt).to.deep.equal(later(FUTURE, 1));
      expect((await harness.jobs().queryJobs()).total).to.equal(2);
    });

    it('keep their time when the new one has passed', async () => {
      await save(job('a', { type: 'single', nextRunAt: FUTURE }));
      const again = await save(job('a', { type: 'single', nextRunAt: PAST }));
      expect(again.nextRunAt).to.deep.equal(FUTURE);
    });

    it('take a time that has passed when they are new', async () => {
      const saved = await save(job('a', { type: 'single', nextRunAt: PAST }));
      expect(saved.nextRunAt).to.deep.equal(PAST);
    });
  });

  describe('unique jobs', () => {
    const wake = (complaint: string, fields: Partial<JobParameters> = {}) =>
      job('wake', {
        data: { complaint, n: 1 },
        unique: { 'data.complaint': complaint },
        ...fields,
      });

    it('exist once for each match and take new values', async () => {
      const first = await save(wake('C-1'));
      const second = await save(wake('C-1', { nextRunAt: FUTURE, data: { complaint: 'C-1' } }));
      await save(wake('C-2'));
      expect(second._id).to.equal(first._id);
      expect(second).to.deep.include({ nextRunAt: FUTURE, data: { complaint: 'C-1' } });
      expect((await harness.jobs().queryJobs()).total).to.equal(2);
    });

    it('do not match a job of another name', async () => {
      await save({ ...wake('C-1'), name: 'other' });
      await save(wake('C-1'));
      expect((await harness.jobs().queryJobs()).total).to.equal(2);
    });

    it('do not change with insertOnly', async () => {
      await save(wake('C-1'));
      const again = await save(
        wake('C-1', { nextRunAt: FUTURE, uniqueOpts: { insertOnly: true } }),
      );
      expect(again.nextRunAt).to.deep.equal(PAST);
    });

    it('match by every path, including nested ones and comparisons', async () => {
      const nested = { a: { b: [{ c: 1 }, { c: 2 }] }, n: 5 };
      const first = await save(job('u', { data: nested }));
      const fits = [
        { 'data.a.b.c': 2 },
        { 'data.n': { $gte: 5 }, 'data.a.b.c': 1 },
        { 'data.n': { $in: [4, 5] } },
        { 'data.gone': null, priority: 0 },
        { 'data.gone': { $exists: false } },
        { nextRunAt: PAST },
      ];
      for (const unique of fits) {
        expect((await save(job('u', { data: nested, unique })))._id).to.equal(first._id);
      }
      const others = [{ 'data.a.b.c': 3 }, { 'data.n': { $gt: 5 } }, { 'data.n': '5' }];
      for (const unique of others) {
        const saved = await save(job('u', { data: 'other', unique }));
        expect(saved._id, JSON.stringify(unique)).to.not.equal(first._id);
        await harness.jobs().removeJobs({ id: saved._id });
      }
    });

    it('reject an operator that runs code', async () => {
      const failure = await save(job('u', { unique: { $where: 'true' } })).catch((error) => error);
      expect(failure).to.be.instanceOf(Error);
      expect((await harness.jobs().queryJobs()).total).to.equal(0);
    });

    it('debounce: each save moves the time, up to the longest wait', async () => {
      const debounce = { delay: MINUTE, maxWait: 10 * MINUTE };
      const before = Date.now();
      const first = await save(wake('C-1', { uniqueOpts: { debounce } }));
      expect(first.nextRunAt?.getTime()).to.be.within(before + MINUTE, Date.now() + MINUTE);
      await save({ ...first, debounceStartedAt: new Date(Date.now() - 5 * MINUTE) });
      const moved = await save(wake('C-1', { uniqueOpts: { debounce } }));
      expect(moved.nextRunAt?.getTime()).to.be.within(before + MINUTE, Date.now() + MINUTE);
      await save({ ...moved, debounceStartedAt: new Date(Date.now() - 11 * MINUTE) });
      const forced = await save(wake('C-1', { uniqueOpts: { debounce } }));
      expect(forced.nextRunAt?.getTime()).to.be.within(before, Date.now());
      expect(forced.debounceStartedAt).to.equal(undefined);
    });

    it('debounce at the leading edge: the first time stays', async () => {
      const uniqueOpts = { debounce: { delay: MINUTE, strategy: 'leading' as const } };
      await save(wake('C-1', { uniqueOpts }));
      const again = await save(wake('C-1', { uniqueOpts, nextRunAt: FUTURE }));
      expect(again.nextRunAt).to.deep.equal(PAST);
    });
  });
}
