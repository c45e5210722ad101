import { expect } from 'chai';
import { describeFaults } from './faults.js';
import {
  createGate,
  type SchedulerHarness,
  type SchedulerPlace,
  useSchedulers,
} from './harness.js';
import { describeRepetition } from './repetition.js';
import { describeStop } from './stop.js';

const DAY = 86_400_000;

/** What the scheduler port guarantees, on each store. Times are short, because agenda uses real time only. */
export function schedulerContract(name: string, open: () => Promise<SchedulerPlace>): void {
  describe(`the scheduler on ${name}`, function () {
    this.timeout(15_000);
    const harness = useSchedulers(open);
    describeWakeUps(harness);
    describeReplacement(harness);
    describeFaults(harness);
    describeRepetition(harness);
    describeStop(harness);
  });
}

function describeWakeUps({ createObserved, now, pause, until }: SchedulerHarness): void {
  it('wakes a complaint once, at its time', async () => {
    const one = createObserved();
    await one.start();
    const at = now() + 250;
    await one.plan('C-1', at);
    await until(() => one.woken.length > 0);
    expect(one.woken[0]?.at).to.be.within(at, at + 1500);
    await pause(200);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('wakes documents of two kinds apart, also with the same id', async () => {
    const one = createObserved();
    const memo = { kind: 'memo', id: 'C-1' } as const;
    await one.start();
    const at = now() + 250;
    await one.plan('C-1', at);
    await one.plan(memo, at);
    await until(() => one.woken.length === 2);
    expect(one.woken.map(({ kind }) => kind)).to.have.members(['complaint', 'memo']);
    await one.plan('C-1', now() + 300);
    await one.plan(memo, now() + 300);
    await one.plan(memo, null);
    await until(() => one.woken.length === 3);
    await pause(1500);
    expect(one.woken[2]).to.include({ kind: 'complaint', id: 'C-1' });
    expect(one.woken).to.have.length(3);
  });

  it('wakes at once when the time has passed', async () => {
    const one = createObserved();
    await one.start();
    await one.plan('C-1', now() - DAY);
    await until(() => one.woken.length === 1);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('does not wake early, however far away the time is', async () => {
    const one = createObserved();
    await one.start();
    for (const days of [1, 30, 3650]) await one.plan(`C-${days}`, now() + days * DAY);
    await pause(1500);
    expect(one.wokenIds()).to.deep.equal([]);
  });

  it('converts business time to real time', async () => {
    const one = createObserved({ aheadMs: DAY });
    await one.start();
    await one.plan('C-1', now() + DAY + 100);
    await until(() => one.woken.length === 1);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('wakes what was planned before it started, by itself or by an earlier process', async () => {
    const earlier = createObserved();
    await earlier.plan('C-1', now() + 100);
    const one = createObserved();
    await one.plan('C-2', now() + 100);
    await one.start();
    await until(() => one.woken.length === 2);
    expect(one.wokenIds()).to.have.members(['C-1', 'C-2']);
    expect(earlier.wokenIds()).to.deep.equal([]);
  });

  it('runs 50 wake-ups at once, no more, and misses none', async () => {
    const gate = createGate();
    const one = createObserved({ onWake: () => gate.opened });
    const ids = Array.from({ length: 120 }, (_, at) => `C-${at}`);
    const due = now() - 1000;
    await Promise.all(ids.map((id) => one.plan(id, due)));
    await one.start();
    await until(() => one.woken.length >= 50);
    await pause(300);
    expect(one.woken).to.have.length(50);
    gate.open();
    await until(() => ids.every((id) => one.wokenIds().includes(id)));
  });
}

function describeReplacement({ createObserved, now, pause, until }: SchedulerHarness): void {
  it('replaces the earlier time of a complaint by a later one', async () => {
    const one = createObserved();
    await one.start();
    await one.plan('C-1', now() + 300);
    const at = now() + 450;
    await one.plan('C-1', at);
    await until(() => one.woken.length > 0);
    expect(one.woken[0]?.at).to.be.at.least(at);
    await pause(100);
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('replaces the later time of a complaint by an earlier one', async () => {
    const one = createObserved();
    await one.start();
    await one.plan('C-1', now() + DAY);
    await one.plan('C-1', now() + 50);
    await until(() => one.woken.length === 1);
  });

  it('removes only this wake-up for null', async () => {
    const one = createObserved();
    await one.start();
    await one.plan('C-1', now() + 200);
    await one.plan('C-2', now() + 200);
    await one.plan('C-1', null);
    await until(() => one.woken.length > 0);
    await pause(200);
    expect(one.wokenIds()).to.deep.equal(['C-2']);
  });

  it('keeps the time that a wake-up plans for itself', async () => {
    const one = createObserved({
      onWake: async () => {
        if (one.woken.length < 3) await one.plan('C-1', now() + 60);
      },
    });
    await one.start();
    await one.plan('C-1', now());
    await until(() => one.woken.length === 3);
    await pause(200);
    expect(one.wokenIds()).to.deep.equal(['C-1', 'C-1', 'C-1']);
    expect(one.errors()).to.deep.equal([]);
  });
}
