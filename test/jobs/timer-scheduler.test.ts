import { expect } from 'chai';
import type { DocumentRef } from '../../src/domain/document/document-ref.js';
import { createTimerScheduler } from '../../src/jobs/timer-scheduler.js';
import { silentLogger } from '../../src/ports/logger.js';
import { createGate, useSchedulers } from '../contracts/scheduler/harness.js';
import { schedulerContract } from '../contracts/scheduler/scheduler.js';
import { createSimulatedTime } from './simulated-time.js';
import { openTimerPlace } from './timer-place.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

schedulerContract('the embedded file', openTimerPlace);

describe('the timer over the next due time', () => {
  const { createObserved, now, pause, place } = useSchedulers(openTimerPlace);

  it('wakes at the very time, in the next second or later, also when business time is ahead', async () => {
    const one = createObserved({ aheadMs: DAY });
    await one.start();
    const at = now();
    await one.plan('C-1', at + DAY + 321);
    await one.plan('C-2', at + DAY + 10 * MINUTE + 654);
    await pause(11 * MINUTE);
    expect(one.woken).to.deep.equal([
      { kind: 'complaint', id: 'C-1', at: at + 321 },
      { kind: 'complaint', id: 'C-2', at: at + 10 * MINUTE + 654 },
    ]);
  });

  it('needs nobody to say what is due: it finds it within a second', async () => {
    const one = createObserved();
    await one.start();
    await pause(10);
    await place().store({ kind: 'complaint', id: 'C-1' }, now());
    await pause(1000);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('wakes what a restart found planned for later, at its time', async () => {
    const at = now() + 10 * MINUTE;
    await createObserved().plan('C-1', at);
    const one = createObserved();
    await one.start();
    await pause(11 * MINUTE);
    expect(one.woken).to.deep.equal([{ kind: 'complaint', id: 'C-1', at }]);
  });

  it('wakes in the order of the due times', async () => {
    const one = createObserved();
    for (const minutes of [3, 1, 2]) await one.plan(`C-${minutes}`, now() - minutes * MINUTE);
    await one.start();
    await pause(10);
    expect(one.wokenIds()).to.deep.equal(['C-3', 'C-2', 'C-1']);
  });

  it('sweeps every 30 s', async () => {
    const one = createObserved();
    await one.start();
    await pause(10 * MINUTE + 500);
    expect(one.sweeps).to.equal(21);
  });

  it('goes on when the clock of the computer is set back or forward', async () => {
    const one = createObserved();
    await one.start();
    const start = now();
    place().time.setClock(start - DAY);
    await pause(MINUTE);
    expect(one.sweeps).to.be.within(3, 4);
    expect(one.scheduler.lastHeartbeatAt()).to.be.within(now() - 1000, now());
    await one.plan('C-1', start + DAY);
    place().time.setClock(start + 2 * DAY);
    await pause(1000);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('does not wake one that failed before its due time changes, and lets no other wait for it', async () => {
    const one = createObserved({
      onWake: async (id) => {
        if (id.startsWith('C-bad')) throw new Error('thrown by the test');
      },
    });
    for (let at = 0; at < 200; at += 1) await one.plan(`C-bad-${at}`, now() - MINUTE);
    await one.start();
    await pause(MINUTE);
    expect(one.woken).to.have.length(200);
    await one.plan('C-good', now());
    await one.plan('C-bad-7', now());
    await pause(1000);
    expect(one.wokenIds().slice(200)).to.have.members(['C-good', 'C-bad-7']);
  });

  it('takes new ones while wake-ups are stuck in all places but one', async () => {
    const gate = createGate();
    const one = createObserved({
      onWake: (id) => (id.startsWith('C-stuck') ? gate.opened : Promise.resolve()),
    });
    for (let at = 0; at < 49; at += 1) await one.plan(`C-stuck-${at}`, now());
    await one.start();
    for (let at = 0; at < 5; at += 1) await one.plan(`C-${at}`, now());
    await pause(1000);
    expect(one.woken).to.have.length(54);
    gate.open();
  });

  it('leaves no timer when it has stopped', async () => {
    const one = createObserved();
    await one.start();
    await one.plan('C-1', now() + 100);
    await one.scheduler.stop(1000);
    expect(place().time.waits()).to.deep.equal([]);
  });

  it('wakes nothing and leaves no timer when it stops while it reads what is due', async () => {
    const gate = createGate();
    const woken: string[] = [];
    let upcoming = async (): Promise<readonly Upcoming[]> => [];
    const { scheduler, time } = createOn(() => upcoming());
    const wake = async ({ id }: DocumentRef) => void woken.push(id);
    await scheduler.start({ wake, sweep: async () => undefined });
    upcoming = () => gate.opened.then(() => [{ id: 'C-1', at: 0 }]);
    await time.pass(1000);
    await scheduler.stop(1000);
    gate.open();
    await time.pass(MINUTE);
    expect(woken).to.deep.equal([]);
    expect(time.waits()).to.deep.equal([]);
  });

  it('works off a backlog without a pause', async () => {
    const one = createObserved();
    for (let at = 0; at < 1000; at += 1) await one.plan(`C-${at}`, now() - MINUTE);
    await one.start();
    await pause(10);
    expect(new Set(one.wokenIds()).size).to.equal(1000);
    expect(one.woken).to.have.length(1000);
  });

  it('reads no more than 2,000 rows at once and rests between rounds, however many have failed', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => ({ id: `C-${at}`, at }));
    const limits: number[] = [];
    const { scheduler, time } = createOn(async (limit) => {
      limits.push(limit);
      return rows.slice(0, limit);
    });
    await scheduler.start({ wake: async () => undefined, sweep: async () => undefined });
    await time.pass(1000);
    expect(Math.max(...limits)).to.equal(2000);
    const rounds = limits.length;
    await time.pass(10_000);
    expect(limits.length - rounds).to.equal(10);
    await scheduler.stop(10);
  });

  it('has no heartbeat while the store hangs', async () => {
    let upcoming = async (): Promise<readonly Upcoming[]> => [];
    const { scheduler, time } = createOn(() => upcoming());
    await scheduler.start({ wake: async () => undefined, sweep: async () => undefined });
    await time.pass(3000);
    const last = time.now();
    expect(scheduler.lastHeartbeatAt()).to.equal(last);
    upcoming = () => new Promise(() => undefined);
    await time.pass(MINUTE);
    expect(scheduler.lastHeartbeatAt()).to.equal(last);
    await scheduler.stop(10);
  });

  it('sets no timer longer than a second, which no system cuts short', async () => {
    const { scheduler, time } = createOn(async () => [{ id: 'C-1', at: time.now() + 400 * DAY }]);
    await scheduler.start({ wake: async () => undefined, sweep: async () => undefined });
    await scheduler.schedule({ kind: 'complaint', id: 'C-1' }, time.now() + 400 * DAY);
    expect(time.waits()).to.deep.equal([1000]);
    await scheduler.stop(10);
  });
});

interface Upcoming {
  readonly id: string;
  readonly at: number;
}

/** Creates a scheduler in simulated time on a store that answers as it is told. */
function createOn(upcoming: (limit: number) => Promise<readonly Upcoming[]>) {
  const time = createSimulatedTime();
  const clock = { now: time.now, toRealTime: (at: number) => at };
  const options = { stores: { complaint: { upcoming } }, clock, time, logger: silentLogger };
  return { scheduler: createTimerScheduler(options), time };
}
