import { expect } from 'chai';
import type { App } from '../../src/app/app.js';
import { LEASE_MS } from '../../src/app/delivery/retry.js';
import { openApp, type TestApp } from './app.js';
import { createCrashingDependencies } from './crashing-dependencies.js';

/** More calls than any of these scenarios makes. */
const MAX_CALLS = 200;

/** What a process does until it crashes, and what must hold after another has recovered. */
export interface CrashScenario {
  /** Runs before the process starts, without delivering anything. */
  readonly arrange?: (test: TestApp) => Promise<void>;
  /** What the process does until it crashes. */
  readonly act: (app: App, test: TestApp) => Promise<unknown>;
  /** What a person does again because they got no reply. */
  readonly retry?: (test: TestApp, second: App) => Promise<unknown>;
  readonly assert: (test: TestApp) => Promise<void>;
  /** The platform cannot find posted messages: one that was posted and not confirmed may be posted again. */
  readonly cannotFind?: boolean;
  /** How often the other process sweeps; each time the leases have ended. Default: 4. */
  readonly sweeps?: number;
}

/** How a scenario is run. */
export interface CrashOptions {
  /** Opens an empty application. Default: on the embedded store. */
  readonly open?: () => Promise<TestApp>;
  /** Crashes at every so many-th call only. Default: at each. */
  readonly step?: number;
}

/** Runs a scenario with a crash at the first call, at the second, …, until it ends without. Returns how often it crashed. */
export async function crashAtEveryCall(
  scenario: CrashScenario,
  { open = openApp, step = 1 }: CrashOptions = {},
): Promise<number> {
  for (let calls = 1; calls < MAX_CALLS; calls += step) {
    const test = await open();
    try {
      test.app.background.close();
      if (scenario.cannotFind === true) test.channel.findBehaviour = 'cannot-tell';
      await scenario.arrange?.(test);
      const process = createCrashingDependencies(test.deps, calls);
      const crashing = test.startAnother('crashing', process.deps);
      await scenario.act(crashing, test).catch(() => undefined);
      await crashing.background.whenIdle();
      crashing.background.close();
      const hasCrashed = process.hasCrashed();
      const unconfirmed = scenario.cannotFind === true ? await findUnconfirmed(test) : [];
      await recover(test, scenario);
      await expectNothingLost(test, `crash at call ${calls}`, unconfirmed);
      await scenario.assert(test);
      if (!hasCrashed) return calls - 1;
    } finally {
      await test.close();
    }
  }
  throw new Error('it makes more calls than expected');
}

/** Starts another process, whose sweeps find what is left after the leases have expired. */
async function recover(test: TestApp, scenario: CrashScenario): Promise<void> {
  const second = test.startAnother('second');
  await scenario.retry?.(test, second);
  for (let sweeps = 0; sweeps < (scenario.sweeps ?? 4); sweeps += 1) {
    test.advance(LEASE_MS + 1000);
    await second.wakeable.sweep();
    await second.background.whenIdle();
  }
}

/** The deliveries that are posted but still in the outbox. */
async function findUnconfirmed(test: TestApp): Promise<readonly string[]> {
  const waiting = (await test.listAll()).flatMap(({ outbox }) => outbox.map(({ id }) => id));
  const posted = test.channel.messages.map(({ deliveryId }) => deliveryId);
  return posted.filter((id) => waiting.includes(id));
}

/** `mayRepeat`: the deliveries that may be posted once more. */
async function expectNothingLost(
  test: TestApp,
  when: string,
  mayRepeat: readonly string[],
): Promise<void> {
  const complaints = await test.listAll();
  const waiting = await test.deps.inboxes.dueDeliveries(Number.MAX_SAFE_INTEGER, 100);
  expect(waiting, `lost in an inbox: ${when}`).to.deep.equal([]);
  expect(
    complaints.flatMap(({ outbox }) => outbox),
    `lost: ${when}`,
  ).to.deep.equal([]);
  const ids = test.channel.messages.map(({ deliveryId }) => deliveryId);
  const once = new Set(ids);
  const again = ids.filter((id) => !once.delete(id));
  const allowed = [...mayRepeat];
  const repeated = again.filter(
    (id) => allowed.indexOf(id) === -1 || !allowed.splice(allowed.indexOf(id), 1),
  );
  expect(repeated, `posted twice: ${when}`).to.deep.equal([]);
}
