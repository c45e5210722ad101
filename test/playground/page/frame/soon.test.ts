import { expect } from 'chai';

type MakeSoon = (work: () => void, groupMs: number) => (() => void) & { stop: () => void };

describe('Playground page: reloading after changes', () => {
  let makeSoon: MakeSoon;
  before(async () => {
    const file = new URL('../../../../playground/page/frame/soon.js', import.meta.url).href;
    ({ makeSoon } = (await import(file)) as { makeSoon: MakeSoon });
  });

  /** Timers and a clock that move only by hand. */
  function fakeTime() {
    const real = { setTimeout, clearTimeout, now: Date.now };
    let now = 0;
    let due: { at: number; run: () => void } | undefined;
    const arm = (run: () => void, ms: number) => {
      due = { at: now + ms, run };
      return due;
    };
    const disarm = (timer: unknown) => {
      if (timer === due) due = undefined;
    };
    Object.assign(globalThis, { setTimeout: arm, clearTimeout: disarm });
    Date.now = () => now;
    return {
      forward(ms: number) {
        now += ms;
        if (!due || due.at > now) return;
        const { run } = due;
        due = undefined;
        run();
      },
      restore() {
        Object.assign(globalThis, {
          setTimeout: real.setTimeout,
          clearTimeout: real.clearTimeout,
        });
        Date.now = real.now;
      },
    };
  }

  it('happens once for a group of changes, within a second while they go on, and not after a cancellation', () => {
    const time = fakeTime();
    let asked = 0;
    try {
      const soon = makeSoon(() => {
        asked += 1;
      }, 250);
      for (let change = 0; change < 3; change += 1) {
        soon();
        time.forward(100);
      }
      expect(asked).to.equal(0);
      time.forward(150);
      expect(asked).to.equal(1);
      for (let change = 0; change < 30; change += 1) {
        soon();
        time.forward(100);
      }
      expect(asked).to.equal(4);
      soon();
      soon.stop();
      time.forward(5000);
      expect(asked).to.equal(4);
    } finally {
      time.restore();
    }
  });
});
