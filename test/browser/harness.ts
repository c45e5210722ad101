import { expectNoPageErrors, takePicture } from './browser-window.js';
import { PageUser, type PageUserOptions, type PlatformTab } from './page-user.js';
import { type PlaygroundProcess, startPlayground } from './playground-process.js';

/** A playground and its pages, for the tests of one suite. */
export interface BrowserHarness {
  /** Opens a page. After the test it is checked for errors and closed. */
  openPage(platform?: PlatformTab, options?: PageUserOptions): Promise<PageUser>;
  readonly playground: PlaygroundProcess;
}

/** Time to start the bot and the browser on a busy machine, real ms. */
const START_MS = 90_000;
/** Time for one test on a busy machine, real ms. */
const TEST_MS = 180_000;

/**
 * Describes a suite with a playground of its own. After each test, every page that was opened must have
 * had no errors; the pages of a failed test are saved as pictures.
 */
export function describeInBrowser(title: string, suite: (harness: BrowserHarness) => void): void {
  describe(title, function () {
    this.timeout(TEST_MS);
    let playground: PlaygroundProcess | undefined;
    let users: PageUser[] = [];
    before(async function () {
      this.timeout(START_MS);
      playground = await startPlayground();
    });
    afterEach(async function () {
      const opened = users;
      users = [];
      const name = `failed-${this.currentTest?.title.replace(/\W+/g, '-').slice(0, 60)}`;
      for (const [n, { window }] of [...opened.entries()].reverse()) {
        if (this.currentTest?.state === 'failed') await takePicture(window, `${name}-${n}`);
        await window.close();
      }
      for (const { window } of opened) expectNoPageErrors(window);
    });
    after(async () => {
      await playground?.stop();
    });
    suite({
      get playground() {
        if (playground === undefined) throw new Error('The playground is not started yet.');
        return playground;
      },
      async openPage(platform, options) {
        const user = await PageUser.open(this.playground, platform, options);
        users.push(user);
        return user;
      },
    });
  });
}
