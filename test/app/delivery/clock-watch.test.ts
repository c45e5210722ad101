import { expect } from 'chai';
import { createClockWatch } from '../../../src/app/delivery/clock-watch.js';
import type { Hasten } from '../../../src/ports/stores/document-store.js';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MONDAY } from '../../support/domain.js';

/** A watch over clocks that the test sets, and what it did. */
function createWatch() {
  const clocks = { real: MONDAY, monotonic: 0 };
  const hastened: Hasten[] = [];
  const did: string[] = [];
  const logged: unknown[] = [];
  let found = 0;
  let fault: Error | null = null;
  const log = (fields: object) => void logged.push(fields);
  const watch = createClockWatch({
    deps: {
      realNow: () => clocks.real,
      monotonicNow: () => clocks.monotonic,
      logger: { debug: log, info: log, warn: log, error: log } as never,
      meter: {
        count: (name, labels) => void did.push(`${name} ${labels?.reason}`),
        observe: () => undefined,
      },
    },
    background: { runLater: () => undefined },
    stores: [
      {
        hastenDeliveries: async (one) => {
          if (fault !== null) throw fault;
          hastened.push(one);
          return found;
        },
      },
    ],
    planAnew: async () => void did.push('plan'),
    sweep: async () => void did.push('sweep'),
  });
  const pass = (ms: number, jump = 0) => {
    clocks.real += ms + jump;
    clocks.monotonic += ms;
  };
  const set = (parts: { found?: number; fault?: Error | null }) => {
    found = parts.found ?? found;
    fault = parts.fault === undefined ? fault : parts.fault;
  };
  return { watch, clocks, hastened, did, logged, pass, set };
}

describe('the watch of the clock', () => {
  it('does nothing while both clocks run alike', async () => {
    const { watch, did, hastened, pass } = createWatch();
    await watch.look();
    for (let n = 0; n < 5; n += 1) {
      pass(5000, 900);
      await watch.look();
    }
    expect(did).to.deep.equal([]);
    expect(hastened, 'only at the start').to.have.length(1);
  });

  it('says that the clock was set back, makes due what lies too far ahead, and sweeps', async () => {
    const { watch, clocks, did, hastened, logged, pass } = createWatch();
    await watch.look();
    pass(5000, -2 * HOUR);
    await watch.look();
    expect(did).to.deep.equal(['alarms clock-jump', 'plan', 'sweep']);
    expect(logged).to.deep.equal([{ ms: -2 * HOUR }]);
    const now = clocks.real;
    expect(hastened.at(-1)).to.deep.equal({
      ...{ after: now + 420_000, dueAt: now, leasedDueAt: now + 45_000 },
    });
    pass(5000);
    await watch.look();
    expect(did, 'once').to.have.length(3);
  });

  it('only sweeps when the clock was set forward', async () => {
    const { watch, did, hastened, pass } = createWatch();
    await watch.look();
    pass(5000, HOUR);
    await watch.look();
    expect(did).to.deep.equal(['alarms clock-jump', 'plan', 'sweep']);
    expect(hastened).to.have.length(1);
  });

  it('finds at the start what was stored before the clock was set back', async () => {
    const { watch, did, set } = createWatch();
    set({ found: 3 });
    await watch.look();
    expect(did).to.deep.equal(['sweep']);
  });

  it('tries again when the store did not answer', async () => {
    const { watch, did, pass, set } = createWatch();
    set({ fault: new Error('away') });
    const failed = await watch.look().then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    set({ fault: null, found: 1 });
    pass(5000);
    await watch.look();
    expect(did).to.deep.equal(['sweep']);
  });
});

describe('a clock that is set back by two hours while posts wait', () => {
  let test: TestApp;
  let monotonic = 0;
  beforeEach(async () => {
    monotonic = 0;
    test = await openApp(undefined, { monotonicNow: () => monotonic });
  });
  afterEach(() => test.close());

  it('holds back nothing: what waited for its pace is posted, once', async () => {
    const stop = test.channel.failAlways({ kind: 'retry', retryAfterMs: 6000 });
    const { app } = test;
    const watch = createClockWatch({
      ...{ deps: test.deps, background: app.background, stores: [test.deps.complaints] },
      planAnew: async () => undefined,
      sweep: app.wakeable.sweep,
    });
    await watch.look();
    const { id } = await test.file();
    await test.settle();
    expect((await test.load(id)).outbox).to.have.length(2);
    stop();
    monotonic += 5000;
    test.advance(5000 - 2 * HOUR);
    await watch.look();
    await test.settle();
    const { outbox, refs } = await test.load(id);
    expect(outbox).to.deep.equal([]);
    expect(refs).to.include.keys('card:1', 'reporter-card');
    expect(test.channel.messages).to.have.length(2);
  });
});
