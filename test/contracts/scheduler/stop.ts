import { expect } from 'chai';
import { createGate, type SchedulerHarness } from './harness.js';

/** What a stop waits for, and what it leaves for the next process. */
export function describeStop({ createObserved, now, pause, until }: SchedulerHarness): void {
  it('waits for running work when it stops and starts nothing new', async () => {
    const gate = createGate();
    const one = createObserved({ onWake: () => gate.opened });
    await one.start();
    await one.plan('C-1', now());
    await until(() => one.woken.length === 1);
    let stopped = false;
    const stopping = one.scheduler.stop(10_000).then(() => {
      stopped = true;
    });
    await one.plan('C-2', now());
    await pause(150);
    expect(stopped).to.equal(false);
    gate.open();
    await stopping;
    expect(one.wokenIds()).to.deep.equal(['C-1']);
  });

  it('waits for a sweep that runs', async () => {
    const gate = createGate();
    const one = createObserved({ onSweep: () => gate.opened });
    await one.start();
    let stopped = false;
    const stopping = one.scheduler.stop(10_000).then(() => {
      stopped = true;
    });
    await pause(150);
    expect(stopped).to.equal(false);
    gate.open();
    await stopping;
  });

  it('waits no longer than the grace period and hands over what still runs', async () => {
    const gate = createGate();
    const one = createObserved({ onWake: () => gate.opened });
    await one.start();
    await one.plan('C-1', now());
    await until(() => one.woken.length === 1);
    const from = performance.now();
    await one.scheduler.stop(200);
    expect(performance.now() - from).to.be.within(190, 3000);
    expect(one.lines.filter((line) => line.level === 'warn')).to.have.length(1);
    const other = createObserved();
    await other.start();
    await until(() => other.woken.length === 1);
    expect(other.wokenIds()).to.deep.equal(['C-1']);
    gate.open();
  });

  it('starts none of the wake-ups that wait for their turn when it stops', async () => {
    const gate = createGate();
    const one = createObserved({ onWake: () => gate.opened });
    const ids = Array.from({ length: 120 }, (_, at) => `C-${at}`);
    for (const id of ids) await one.plan(id, now());
    await one.start();
    await until(() => one.woken.length === 50);
    await pause(50);
    const stopping = one.scheduler.stop(10_000);
    gate.open();
    await stopping;
    expect(one.woken).to.have.length(50);
    const rest = createObserved();
    await rest.start();
    const missing = () => ids.filter((id) => ![...one.wokenIds(), ...rest.wokenIds()].includes(id));
    await until(() => missing().length === 0);
  });

  it('can be stopped twice, and before it started', async () => {
    const never = createObserved();
    await never.scheduler.stop(100);
    const one = createObserved();
    await one.start();
    await Promise.all([one.scheduler.stop(500), one.scheduler.stop(500)]);
    expect(one.errors()).to.deep.equal([]);
  });

  it('leaves what is planned after it stopped for the next process', async () => {
    const one = createObserved();
    await one.start();
    await one.scheduler.stop(500);
    await one.plan('C-1', now());
    await pause(150);
    expect(one.wokenIds()).to.deep.equal([]);
    expect(one.errors()).to.deep.equal([]);
    const next = createObserved();
    await next.start();
    await until(() => next.woken.length === 1);
  });
}
