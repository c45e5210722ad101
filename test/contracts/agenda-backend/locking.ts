import { Agenda } from 'agenda';
import { expect } from 'chai';
import { waitUntil } from '../../jobs/wait-until.js';
import { FUTURE, type JobHarness, job, later, MINUTE, PAST } from './harness.js';

/** Locks of jobs, and the state that a run saves. */
export function describeLocking(harness: JobHarness): void {
  const { save, next, loadJob } = harness;

  describe('locking', () => {
    it('gives a due job once', async () => {
      const saved = await save(job('a'));
      const taken = await next('a');
      expect(taken?._id).to.equal(saved._id);
      expect(taken?.lockedAt).to.be.instanceOf(Date);
      expect(taken?.lastModifiedBy).to.equal('worker');
      expect(await next('a')).to.equal(undefined);
    });

    it('gives each job to one of many concurrent calls', async () => {
      await Promise.all(Array.from({ length: 20 }, () => save(job('a'))));
      const second = harness.store().backend();
      await second.connect();
      const asked = Array.from({ length: 30 }, (_, at) =>
        (at % 2 ? harness.jobs() : second.repository).getNextJobToRun(
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

    it('gives no job with another name, a later time or no time', async () => {
      await save(job('b'));
      await save(job('a', { nextRunAt: later(new Date(), MINUTE) }));
      await save(job('a', { nextRunAt: null }));
      expect(await next('a')).to.equal(undefined);
    });

    it('gives a job due before the next scan', async () => {
      await save(job('a', { nextRunAt: later(new Date(), MINUTE) }));
      const ahead = later(new Date(), 2 * MINUTE);
      expect(
        await harness.jobs().getNextJobToRun('a', ahead, PAST, undefined, undefined),
      ).to.not.equal(undefined);
    });

    it('takes over an expired lock, even of a job that was running', async () => {
      const saved = await save(job('a'));
      await next('a');
      await harness
        .jobs()
        .saveJobState({ ...saved, nextRunAt: null, lockedAt: new Date() }, undefined);
      expect(await next('a', later(new Date(), -MINUTE))).to.equal(undefined);
      expect((await next('a', later(new Date(), MINUTE)))?._id).to.equal(saved._id);
    });

    it('sets the given time of the lock', async () => {
      await save(job('a'));
      const at = later(PAST, MINUTE);
      const taken = await harness.jobs().getNextJobToRun('a', new Date(), PAST, at, undefined);
      expect(taken?.lockedAt).to.deep.equal(at);
    });

    it('locks a job once, while it has the time that the caller knows', async () => {
      const saved = await save(job('a'));
      expect(await harness.jobs().lockJob({ ...saved, nextRunAt: FUTURE }, undefined)).to.equal(
        undefined,
      );
      expect(await harness.jobs().lockJob({ ...saved, name: 'b' }, undefined)).to.equal(undefined);
      expect(await harness.jobs().lockJob(job('a'), undefined)).to.equal(undefined);
      expect((await harness.jobs().lockJob(saved, undefined))?._id).to.equal(saved._id);
      expect(await harness.jobs().lockJob(saved, undefined)).to.equal(undefined);
    });

    it('unlocks one job unless it is running', async () => {
      const saved = await save(job('a'));
      await next('a');
      await harness.jobs().unlockJob(saved);
      expect((await loadJob(saved._id)).lockedAt).to.equal(undefined);
      await harness
        .jobs()
        .saveJobState({ ...saved, nextRunAt: null, lockedAt: new Date() }, undefined);
      await harness.jobs().unlockJob(saved);
      expect((await loadJob(saved._id)).lockedAt).to.be.instanceOf(Date);
    });

    it('unlocks only the given jobs, running or not', async () => {
      const running = await save(job('a', { nextRunAt: null, lockedAt: new Date() }));
      const other = await save(job('a', { lockedAt: new Date() }));
      await harness.jobs().unlockJobs([running._id]);
      await harness.jobs().unlockJobs([]);
      expect((await loadJob(running._id)).lockedAt).to.equal(undefined);
      expect((await loadJob(other._id)).lockedAt).to.be.instanceOf(Date);
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
      await harness.jobs().saveJobState(changed, { lastModifiedBy: 'runner' });
      expect(await loadJob(saved._id)).to.deep.include({
        ...state,
        priority: 0,
        data: { v: 1 },
        lastModifiedBy: 'runner',
      });
    });

    it('clears what is not set', async () => {
      const saved = await save(job('a', { lockedAt: new Date(), failReason: 'why', failCount: 1 }));
      const { lockedAt: _, failReason: __, failCount: ___, ...rest } = saved;
      await harness.jobs().saveJobState(rest, undefined);
      const found = await loadJob(saved._id);
      expect([found.lockedAt, found.failReason, found.failCount]).to.deep.equal([
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('does not save the state of a job that is gone, has another name or no id', async () => {
      const saved = await save(job('a'));
      const attempts = [{ ...saved, name: 'b' }, job('a')];
      await harness.jobs().removeJobs({ name: 'nobody' });
      for (const attempt of attempts) {
        const failure = await harness
          .jobs()
          .saveJobState(attempt, undefined)
          .catch((error) => error);
        expect(failure).to.be.instanceOf(Error);
      }
      await harness.jobs().removeJobs({ id: saved._id });
      const failure = await harness
        .jobs()
        .saveJobState(saved, undefined)
        .catch((error) => error);
      expect(failure).to.be.instanceOf(Error);
    });
  });

  describe('under agenda', function () {
    this.timeout(15_000);
    const agendas: Agenda[] = [];
    const agenda = (lockLifetime: number): Agenda => {
      const made = new Agenda({
        backend: harness.store().backend(),
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
      await waitUntil(async () => (await harness.jobs().queryJobs({ name: 'a' })).total === 0);
      expect(ran).to.have.members(wanted);
    });

    it('runs the job of a crashed process when its lock expires', async () => {
      await save(job('a', { nextRunAt: null, lockedAt: new Date() }));
      const survivor = agenda(300);
      let ran = 0;
      survivor.define('a', async () => {
        ran++;
      });
      const from = Date.now();
      await survivor.start();
      await waitUntil(() => ran === 1);
      expect(Date.now() - from).to.be.greaterThan(200);
    });
  });
}
