import { Agenda, type AgendaBackend, type JobParameters, type JobRepository } from 'agenda';
import { expect } from 'chai';
import { eventually } from '../jobs/eventually.js';

/** One store of jobs. */
export interface JobStore {
  /** Another backend on the same store, not connected yet. */
  backend(): AgendaBackend;
  /** Closes the store's connection or file and opens it again; backends from before are dead. */
  reopen(): Promise<void>;
  /** Closes it and removes what it holds. */
  destroy(): Promise<void>;
}

const PAST = new Date(Date.UTC(2020, 0, 1));
const FUTURE = new Date(Date.UTC(2090, 0, 1));
const MINUTE = 60_000;

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}

function job(name: string, fields: Partial<JobParameters> = {}): JobParameters {
  return { name, type: 'normal', priority: 0, nextRunAt: PAST, data: null, ...fields };
}

/** Everything agenda may ask of a backend; run on each of them. */
export function agendaBackendContract(name: string, open: () => Promise<JobStore>): void {
  describe(`the job backend on ${name}`, () => {
    let store: JobStore;
    let jobs: JobRepository;

    beforeEach(async () => {
      store = await open();
      const backend = store.backend();
      await backend.connect();
      jobs = backend.repository;
    });

    afterEach(() => store.destroy());

    const save = async (wanted: JobParameters): Promise<JobParameters & { _id: string }> => {
      const saved = await jobs.saveJob(wanted, { lastModifiedBy: 'saver' });
      if (saved._id === undefined) throw new Error('a saved job has no id');
      return saved as JobParameters & { _id: string };
    };
    const next = (jobName: string, lockDeadline = new Date(Date.now() - MINUTE)) =>
      jobs.getNextJobToRun(jobName, new Date(), lockDeadline, undefined, {
        lastModifiedBy: 'worker',
      });
    const known = async (id: string): Promise<JobParameters> => {
      const found = await jobs.getJobById(id);
      if (found === null) throw new Error('the job is gone');
      return found;
    };
    const names = async (options: Parameters<JobRepository['queryJobs']>[0]) =>
      (await jobs.queryJobs(options)).jobs.map((each) => each.name);

    describe('keeping', () => {
      it('gives a job back as it was saved', async () => {
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
        expect(await known(_id)).to.deep.include({
          ...fields,
          _id,
          name: 'a',
          type: 'normal',
          lastModifiedBy: 'saver',
        });
      });

      it('keeps an interval in milliseconds a number', async () => {
        const { _id } = await save(job('a', { repeatInterval: 5000 }));
        expect((await known(_id)).repeatInterval).to.equal(5000);
      });

      it('says nothing of a job it does not have', async () => {
        expect(await jobs.getJobById('0123456789abcdef01234567')).to.equal(null);
      });

      it('inserts normal jobs as often as they are saved', async () => {
        await save(job('a'));
        await save(job('a'));
        expect(await names({})).to.deep.equal(['a', 'a']);
      });

      it('updates a job that has an id and unlocks it', async () => {
        const saved = await save(job('a'));
        await next('a');
        await save({ ...saved, nextRunAt: FUTURE, data: { v: 2 } });
        const { jobs: all } = await jobs.queryJobs();
        expect(all).to.have.length(1);
        expect(all[0]).to.deep.include({ nextRunAt: FUTURE, data: { v: 2 } });
        expect(all[0]?.lockedAt).to.equal(undefined);
      });

      it('does not bring a removed job back when it is saved again', async () => {
        const saved = await save(job('a'));
        await jobs.removeJobs({ id: saved._id });
        expect((await save({ ...saved, priority: 5 }))._id).to.equal(saved._id);
        expect((await jobs.queryJobs()).total).to.equal(0);
      });

      it('survives reopening', async () => {
        const saved = await save(job('a', { nextRunAt: FUTURE, data: { complaint: 'C-1' } }));
        await store.reopen();
        const backend = store.backend();
        await backend.connect();
        const found = await backend.repository.getJobById(saved._id);
        expect(found).to.deep.include({ nextRunAt: FUTURE, data: { complaint: 'C-1' } });
      });

      it('can be connected twice', async () => {
        await save(job('a'));
        await store.backend().connect();
        expect((await jobs.queryJobs()).total).to.equal(1);
      });
    });

    describe('single jobs', () => {
      it('exist once for each name and take the new time', async () => {
        const first = await save(job('a', { type: 'single', nextRunAt: FUTURE }));
        const second = await save(job('a', { type: 'single', nextRunAt: later(FUTURE, 1) }));
        await save(job('b', { type: 'single' }));
        expect(second._id).to.equal(first._id);
        expect(second.nextRunAt).to.deep.equal(later(FUTURE, 1));
        expect((await jobs.queryJobs()).total).to.equal(2);
      });

      it('keep the time they have when the new one has passed', async () => {
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

      it('exist once for each match and take what is new', async () => {
        const first = await save(wake('C-1'));
        const second = await save(wake('C-1', { nextRunAt: FUTURE, data: { complaint: 'C-1' } }));
        await save(wake('C-2'));
        expect(second._id).to.equal(first._id);
        expect(second).to.deep.include({ nextRunAt: FUTURE, data: { complaint: 'C-1' } });
        expect((await jobs.queryJobs()).total).to.equal(2);
      });

      it('do not match a job of another name', async () => {
        await save({ ...wake('C-1'), name: 'other' });
        await save(wake('C-1'));
        expect((await jobs.queryJobs()).total).to.equal(2);
      });

      it('stay as they are with insertOnly', async () => {
        await save(wake('C-1'));
        const again = await save(
          wake('C-1', { nextRunAt: FUTURE, uniqueOpts: { insertOnly: true } }),
        );
        expect(again.nextRunAt).to.deep.equal(PAST);
      });

      it('match by every path, nested ones and comparisons too', async () => {
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
          await jobs.removeJobs({ id: saved._id });
        }
      });

      it('refuse an operator that runs code', async () => {
        const failure = await save(job('u', { unique: { $where: 'true' } })).catch(
          (error) => error,
        );
        expect(failure).to.be.instanceOf(Error);
        expect((await jobs.queryJobs()).total).to.equal(0);
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

    describe('locking', () => {
      it('gives a due job once', async () => {
        const saved = await save(job('a'));
        const taken = await next('a');
        expect(taken?._id).to.equal(saved._id);
        expect(taken?.lockedAt).to.be.instanceOf(Date);
        expect(taken?.lastModifiedBy).to.equal('worker');
        expect(await next('a')).to.equal(undefined);
      });

      it('gives each job to one of many who ask at once', async () => {
        await Promise.all(Array.from({ length: 20 }, () => save(job('a'))));
        const second = store.backend();
        await second.connect();
        const asked = Array.from({ length: 30 }, (_, at) =>
          (at % 2 ? jobs : second.repository).getNextJobToRun(
            'a',
            new Date(),
            PAST,
            undefined,
            undefined,
          ),
        );
        const ids = (await Promise.all(asked)).flatMap((taken) => taken?._id ?? []);
        expect(ids).to.have.length(20);
        expect(new Set(ids).size).to.equal(20);
      });

      it('gives the earliest first, and of those the highest priority', async () => {
        await save(job('a', { nextRunAt: later(PAST, 2), priority: 20, data: 'last' }));
        await save(job('a', { nextRunAt: later(PAST, 1), priority: -10, data: 'third' }));
        await save(job('a', { nextRunAt: PAST, priority: 0, data: 'second' }));
        await save(job('a', { nextRunAt: PAST, priority: 10, data: 'first' }));
        const order = [];
        for (let at = 0; at < 4; at++) order.push((await next('a'))?.data);
        expect(order).to.deep.equal(['first', 'second', 'third', 'last']);
      });

      it('gives neither a job of another name, nor a later one, nor one without a time', async () => {
        await save(job('b'));
        await save(job('a', { nextRunAt: later(new Date(), MINUTE) }));
        await save(job('a', { nextRunAt: null }));
        expect(await next('a')).to.equal(undefined);
      });

      it('gives a job due before the next scan', async () => {
        await save(job('a', { nextRunAt: later(new Date(), MINUTE) }));
        const ahead = later(new Date(), 2 * MINUTE);
        expect(await jobs.getNextJobToRun('a', ahead, PAST, undefined, undefined)).to.not.equal(
          undefined,
        );
      });

      it('takes a lock over once it is too old, even of a job that was running', async () => {
        const saved = await save(job('a'));
        await next('a');
        await jobs.saveJobState({ ...saved, nextRunAt: null, lockedAt: new Date() }, undefined);
        expect(await next('a', later(new Date(), -MINUTE))).to.equal(undefined);
        expect((await next('a', later(new Date(), MINUTE)))?._id).to.equal(saved._id);
      });

      it('sets the time of the lock it is told', async () => {
        await save(job('a'));
        const at = later(PAST, MINUTE);
        const taken = await jobs.getNextJobToRun('a', new Date(), PAST, at, undefined);
        expect(taken?.lockedAt).to.deep.equal(at);
      });

      it('locks a given job once, while it has the time the caller knows', async () => {
        const saved = await save(job('a'));
        expect(await jobs.lockJob({ ...saved, nextRunAt: FUTURE }, undefined)).to.equal(undefined);
        expect(await jobs.lockJob({ ...saved, name: 'b' }, undefined)).to.equal(undefined);
        expect(await jobs.lockJob(job('a'), undefined)).to.equal(undefined);
        expect((await jobs.lockJob(saved, undefined))?._id).to.equal(saved._id);
        expect(await jobs.lockJob(saved, undefined)).to.equal(undefined);
      });

      it('unlocks one job unless it is running', async () => {
        const saved = await save(job('a'));
        await next('a');
        await jobs.unlockJob(saved);
        expect((await known(saved._id)).lockedAt).to.equal(undefined);
        await jobs.saveJobState({ ...saved, nextRunAt: null, lockedAt: new Date() }, undefined);
        await jobs.unlockJob(saved);
        expect((await known(saved._id)).lockedAt).to.be.instanceOf(Date);
      });

      it('unlocks the jobs it is told, running or not, and no other', async () => {
        const running = await save(job('a', { nextRunAt: null, lockedAt: new Date() }));
        const other = await save(job('a', { lockedAt: new Date() }));
        await jobs.unlockJobs([running._id]);
        await jobs.unlockJobs([]);
        expect((await known(running._id)).lockedAt).to.equal(undefined);
        expect((await known(other._id)).lockedAt).to.be.instanceOf(Date);
      });
    });

    describe('states', () => {
      it('saves what a run changes and nothing else', async () => {
        const saved = await save(job('a', { data: { v: 1 } }));
        const state = {
          nextRunAt: FUTURE,
          lockedAt: PAST,
          lastRunAt: PAST,
          lastFinishedAt: PAST,
          failedAt: PAST,
          failCount: 2,
          failReason: 'why',
          progress: 40,
        };
        const changed = { ...saved, ...state, priority: 99, data: { v: 2 } };
        await jobs.saveJobState(changed, { lastModifiedBy: 'runner' });
        expect(await known(saved._id)).to.deep.include({
          ...state,
          priority: 0,
          data: { v: 1 },
          lastModifiedBy: 'runner',
        });
      });

      it('clears what is not set', async () => {
        const saved = await save(
          job('a', { lockedAt: new Date(), failReason: 'why', failCount: 1 }),
        );
        const { lockedAt: _, failReason: __, failCount: ___, ...rest } = saved;
        await jobs.saveJobState(rest, undefined);
        const found = await known(saved._id);
        expect([found.lockedAt, found.failReason, found.failCount]).to.deep.equal([
          undefined,
          undefined,
          undefined,
        ]);
      });

      it('refuses to save the state of a job that is gone, has another name or no id', async () => {
        const saved = await save(job('a'));
        const attempts = [{ ...saved, name: 'b' }, job('a')];
        await jobs.removeJobs({ name: 'nobody' });
        for (const attempt of attempts) {
          const failure = await jobs.saveJobState(attempt, undefined).catch((error) => error);
          expect(failure).to.be.instanceOf(Error);
        }
        await jobs.removeJobs({ id: saved._id });
        const failure = await jobs.saveJobState(saved, undefined).catch((error) => error);
        expect(failure).to.be.instanceOf(Error);
      });
    });

    describe('disabling', () => {
      it('keeps a job from being taken until it is enabled, and counts what changed', async () => {
        const saved = await save(job('a'));
        await save(job('a', { data: { team: 'x' } }));
        await save(job('b'));
        expect(await jobs.disableJobs({ name: 'a', data: { team: 'x' } })).to.equal(1);
        expect(await jobs.disableJobs({ name: 'a' })).to.equal(1);
        expect(await jobs.disableJobs({ name: 'a' })).to.equal(0);
        expect(await next('a')).to.equal(undefined);
        expect(await jobs.lockJob(saved, undefined)).to.equal(undefined);
        expect(await next('b')).to.not.equal(undefined);
        expect(await jobs.enableJobs({ id: saved._id })).to.equal(1);
        expect((await next('a'))?._id).to.equal(saved._id);
      });

      it('does not take over the old lock of a disabled job', async () => {
        await save(job('a', { lockedAt: PAST, disabled: true }));
        expect(await next('a')).to.equal(undefined);
      });

      it('changes nothing without a criterion', async () => {
        await save(job('a'));
        expect(await jobs.disableJobs({})).to.equal(0);
        expect(await jobs.enableJobs({ names: [] })).to.equal(0);
      });
    });

    describe('removal', () => {
      const left = async () => (await jobs.queryJobs({ sort: { name: 'asc' } })).jobs;

      beforeEach(async () => {
        for (const each of ['a', 'b', 'c', 'c']) {
          await save(job(each, { data: { of: each, deep: { x: 1, y: each } } }));
        }
      });

      it('goes by id, ids, name, names and everything but names', async () => {
        const [a, b] = await left();
        expect(await jobs.removeJobs({ id: a?._id ?? '' })).to.equal(1);
        expect(await jobs.removeJobs({ ids: [a?._id ?? '', b?._id ?? ''] })).to.equal(1);
        expect(await jobs.removeJobs({ notNames: ['c', 'x'] })).to.equal(0);
        expect(await jobs.removeJobs({ names: ['x', 'a'] })).to.equal(0);
        expect(await jobs.removeJobs({ notNames: ['x'] })).to.equal(2);
      });

      it('goes by any part of the data', async () => {
        expect(await jobs.removeJobs({ data: { of: 'a', deep: { x: 2 } } })).to.equal(0);
        expect(await jobs.removeJobs({ data: { deep: { x: 1, y: 'a' } } })).to.equal(1);
        expect(await jobs.removeJobs({ name: 'c', data: { deep: { x: 1 } } })).to.equal(2);
        expect((await left()).map((each) => each.name)).to.deep.equal(['b']);
      });

      it('removes nothing without a criterion, or with an id that cannot be one', async () => {
        for (const options of [{}, { ids: [] }, { names: [] }, { notNames: [] }, { data: {} }]) {
          expect(await jobs.removeJobs(options), JSON.stringify(options)).to.equal(0);
        }
        expect(await jobs.removeJobs({ id: 'nonsense' })).to.equal(0);
        expect(await left()).to.have.length(4);
      });

      it('purges everything', async () => {
        expect(await jobs.purgeAllJobs()).to.equal(4);
        expect(await left()).to.deep.equal([]);
      });
    });

    describe('questions', () => {
      beforeEach(async () => {
        await save(job('Queued', { data: { team: 'x', n: 1 } }));
        await save(job('Running', { lockedAt: new Date(), nextRunAt: later(PAST, 5) }));
        await save(job('Scheduled', { nextRunAt: FUTURE, disabled: true, data: { team: 'x' } }));
        await save(job('Failed', { nextRunAt: null, failedAt: PAST, lastFinishedAt: PAST }));
        await save(job('Done', { nextRunAt: null, lastFinishedAt: PAST }));
        await save(job('Repeating', { nextRunAt: later(FUTURE, 5), repeatInterval: '1 hour' }));
      });

      it('are answered latest first by default', async () => {
        expect((await names({})).slice(0, 4)).to.deep.equal([
          'Repeating',
          'Scheduled',
          'Running',
          'Queued',
        ]);
      });

      it('are sorted as asked', async () => {
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

      it('are paged, with the total before the page', async () => {
        const sort = { name: 'asc' } as const;
        const page = await jobs.queryJobs({ sort, skip: 1, limit: 2 });
        expect(page.jobs.map((each) => each.name)).to.deep.equal(['Failed', 'Queued']);
        expect(page.total).to.equal(6);
        expect(await names({ sort, skip: 4 })).to.deep.equal(['Running', 'Scheduled']);
        const filtered = await jobs.queryJobs({ sort, data: { team: 'x' }, skip: 1, limit: 5 });
        expect(filtered.jobs.map((each) => each.name)).to.deep.equal(['Scheduled']);
        expect(filtered.total).to.equal(2);
      });

      it('know each state', async () => {
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

      it('go by name, names, part of a name, id and ids', async () => {
        const { jobs: all } = await jobs.queryJobs({ sort: { name: 'asc' } });
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

      it('can leave disabled jobs out', async () => {
        expect(await names({ includeDisabled: false })).to.not.include('Scheduled');
      });

      it('count by name and state, and what is due', async () => {
        const overview = await jobs.getJobsOverview();
        const scheduled = overview.find((each) => each.name === 'Scheduled');
        expect(scheduled).to.include({ total: 1, scheduled: 1, paused: 1, running: 0 });
        expect(overview).to.have.length(6);
        expect(await jobs.getDistinctJobNames()).to.have.length(6);
        expect(await jobs.getQueueSize()).to.equal(2);
      });
    });

    describe('under agenda', () => {
      const agendas: Agenda[] = [];
      const agenda = (lockLifetime: number): Agenda => {
        const made = new Agenda({
          backend: store.backend(),
          processEvery: 50,
          defaultLockLifetime: lockLifetime,
          removeOnComplete: true,
        });
        agendas.push(made);
        return made;
      };

      afterEach(async () => {
        await Promise.all(agendas.splice(0).map((each) => each.stop(false)));
      });

      it('runs each job once when two agendas compete, and removes it', async () => {
        const ran: unknown[] = [];
        const both = [agenda(1000), agenda(1000)];
        for (const each of both) {
          each.define('a', async (running) => {
            ran.push(running.attrs.data);
          });
        }
        const wanted = Array.from({ length: 20 }, (_, at) => at);
        await Promise.all(wanted.map((at) => save(job('a', { data: at }))));
        await Promise.all(both.map((each) => each.start()));
        await eventually(async () => (await jobs.queryJobs({ name: 'a' })).total === 0);
        expect(ran).to.have.members(wanted);
      });

      it('runs the job of a crashed process when its lock is too old', async () => {
        await save(job('a', { nextRunAt: null, lockedAt: new Date() }));
        const survivor = agenda(300);
        let ran = 0;
        survivor.define('a', async () => {
          ran++;
        });
        const from = Date.now();
        await survivor.start();
        await eventually(() => ran === 1);
        expect(Date.now() - from).to.be.greaterThan(200);
      });
    });
  });
}
