import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { PlatformName } from '../../../playground/users/user-driver.js';
import { BotInProcess } from '../support/bot-in-process.js';
import type { Harness } from '../support/harness.js';
import { findPosts, startOnMonday, VALID_ENTRIES } from '../support/intake-helpers.js';

const SECOND = 1000;
/** Longer than the test, ms. */
const DOWN_MS = 600_000;
/** How much time passes from one look of the bot to the next, ms: two sweeps' worth. */
const STEP_MS = 60_000;
/** A little longer than the adapters wait between two looks whether a check is due, ms. */
const TICK_MS = 1200;

/** What an operator sees. */
interface Sight {
  readonly status: number;
  /** What `/readyz` says of the platform. */
  readonly health: string;
  readonly metrics: string;
}

// What it asks of a store is in the contract suites of both.
for (const platform of ['slack', 'teams'] as const) {
  describe(`an outage of ${platform}`, function () {
    this.timeout(120_000);

    it('shows in readyz, metrics and log while it lasts, and is over by itself', () =>
      goThroughOutage(platform));
  });
}

async function goThroughOutage(platform: PlatformName) {
  const platforms = { reporter: platform, team: platform };
  const harness = await startOnMonday({ platforms, isInProcess: true });
  const simulator = platform === 'slack' ? harness.slack : harness.teams;
  try {
    expect(await look(harness, platform)).to.include({ status: 200, health: 'ok' });
    await passTime(harness, 180 * SECOND);
    await recordWhen(harness, () => simulator.fault({ kind: 'down', ms: DOWN_MS }));
    await passTime(harness, 180 * SECOND);
    expectOutage(await look(harness, platform), platform);
    expect(harness.bot.output)
      .to.contain('chat platform does not answer')
      .and.contain('deliveries have waited for minutes');
    simulator.fault({ kind: 'down', ms: 0 });
    await passTime(harness, 390 * SECOND);
    expectRecovery(await look(harness, platform), platform);
    expect(findPosts(harness, 'billing', /Mrs Kay/)).to.have.length(1);
    expect(findPosts(harness, 'ops', /one complaint waited between/)).to.have.length(1);
    expect(harness.bot.output).to.not.contain('delivery failed permanently');
  } finally {
    await harness.close();
  }
}

/** Ann opens the form, the trouble begins, and she records her complaint all the same. */
async function recordWhen(harness: Harness, begin: () => void): Promise<void> {
  const driver = harness.driverFor('ann');
  const ann = driver.user('ann');
  await ann.typeCommand('');
  await driver.until(() => ann.hasForm(), 'the form', 5000);
  begin();
  // without what is behind More details, which Slack shows only after another call
  const { impact: _, ...entries } = VALID_ENTRIES;
  expect(await ann.submit(entries)).to.deep.equal({ status: 'taken' });
}

/** Lets time pass as the bot compares it, with a sweep and the adapters' checks every minute of it. */
async function passTime(harness: Harness, ms: number): Promise<void> {
  const { bot, lab } = harness;
  if (!(bot instanceof BotInProcess)) throw new TypeError('only for a bot in this process');
  for (let passed = 0; passed < ms; passed += STEP_MS) {
    bot.aheadMs += STEP_MS;
    await lab.moveTo((await lab.now()) + STEP_MS);
    await pause(TICK_MS);
  }
}

async function look({ bot }: Harness, platform: PlatformName): Promise<Sight> {
  const ready = await fetch(`${bot.url}/readyz`);
  const { checks } = (await ready.json()) as { checks: Record<string, string> };
  const metrics = await (await fetch(`${bot.url}/metrics`)).text();
  return { status: ready.status, health: checks[platform] ?? '', metrics };
}

function expectOutage({ status, health, metrics }: Sight, platform: PlatformName): void {
  expect(status, 'what people send must still reach the bot').to.equal(200);
  expect(health).to.match(/^degraded: .*not answered since \d{4}-.*(http-503|ServiceUnavailable)/);
  expect(metrics)
    .to.contain(`redress_check_ok{check="${platform}"} 0\n`)
    .and.contain('redress_overdue_deliveries 1\n')
    .and.contain('redress_alarms_total{reason="deliveries-waiting"} 1\n');
  expect(readAge(metrics)).to.be.within(120, 300);
}

function expectRecovery({ status, health, metrics }: Sight, platform: PlatformName): void {
  expect({ status, health }).to.deep.equal({ status: 200, health: 'ok' });
  expect(metrics)
    .to.contain(`redress_check_ok{check="${platform}"} 1\n`)
    .and.contain('redress_overdue_deliveries 0\n')
    .and.contain('redress_alarms_total{reason="deliveries-waiting"} 1\n');
  expect(readAge(metrics)).to.equal(0);
}

/** How long the oldest delivery has waited, s. */
function readAge(metrics: string): number {
  return Number(/^redress_oldest_waiting_delivery_seconds (\S+)$/m.exec(metrics)?.[1]);
}
