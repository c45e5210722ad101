import { Desk, type DeskOptions, type World } from './desk.js';
import { type Playground, startPlayground } from './playground.js';
import { expectNoFaults, picture } from './window.js';

/** A playground with its desks, for the tests of one suite. */
export interface Room {
  /** Opens a desk that is closed, and looked through for faults, after the test. */
  desk(world?: World, options?: DeskOptions): Promise<Desk>;
  readonly playground: Playground;
}

/** A start of the bot and the browser on a busy machine, real ms. */
const START_MS = 60_000;
/** One test: several walks of some seconds on a busy machine, real ms. */
const TEST_MS = 90_000;

/**
 * A suite with a playground of its own. After each test every page that was opened must have been
 * without a fault; a page of a failed test is kept as a picture.
 */
export function describeInBrowser(title: string, suite: (room: Room) => void): void {
  describe(title, function () {
    this.timeout(TEST_MS);
    let playground: Playground | undefined;
    let desks: Desk[] = [];
    before(async function () {
      this.timeout(START_MS);
      playground = await startPlayground();
    });
    afterEach(async function () {
      const opened = desks;
      desks = [];
      const name = `failed-${this.currentTest?.title.replace(/\W+/g, '-').slice(0, 60)}`;
      for (const [n, { window }] of [...opened.entries()].reverse()) {
        if (this.currentTest?.state === 'failed') await picture(window, `${name}-${n}`);
        await window.close();
      }
      for (const { window } of opened) expectNoFaults(window);
    });
    after(async () => {
      await playground?.stop();
    });
    suite({
      get playground() {
        if (playground === undefined) throw new Error('The playground is not started yet.');
        return playground;
      },
      async desk(world, options) {
        const desk = await Desk.open(this.playground, world, options);
        desks.push(desk);
        return desk;
      },
    });
  });
}
