import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type SlackWorkspace,
  type SlackWorkspaceOptions,
  startSlackWorkspace,
} from '../../../playground/slack/server.js';
import { TENANT_ID } from '../../../playground/teams/seed.js';
import {
  startTeamsTenant,
  type TeamsTenant,
  type TeamsTenantOptions,
} from '../../../playground/teams/server.js';
import type { PersonName, Post } from '../../../playground/users/user-driver.js';
import { findFreePort } from '../../support/ports.js';
import { BotInProcess } from './bot-in-process.js';
import { BotProcess } from './bot-process.js';
import type { PlatformDriver, ScenarioPlatforms } from './drivers/platform-driver.js';
import { createSlackDriver } from './drivers/slack-driver.js';
import { createTeamsDriver } from './drivers/teams-driver.js';
import { Lab } from './lab.js';
import { organisationOn } from './organisation.js';

/** Secrets of the tests: a test can look for them where they must not be. */
export const SECRETS = {
  lab: 'lab-token-of-the-tests-0123456789',
  bot: 'xoxb-1111111111-2222222222-fixture',
  signing: '0123456789abcdef0123456789abcdef',
  appId: '7f0f6a1e-52f5-4a43-9d1c-3a0f5e1b9c20',
  appPassword: 'fixture~secret.of-the_tests-0123456789',
} as const;

/** Waits of both platforms before they send an event again that the bot did not take, ms; a restart fits in between. */
const EVENT_RETRIES: readonly number[] = [100, 400, 1000, 2000, 3000, 5000, 8000, 8000];

/** Both simulators, and the production bot as a child process on the platforms of the scenario. */
export interface Harness {
  readonly slack: SlackWorkspace;
  readonly teams: TeamsTenant;
  readonly platforms: ScenarioPlatforms;
  /** The bot's settings for its platforms. */
  readonly settings: Readonly<Record<string, string>>;
  /** The platforms the bot is on. */
  readonly drivers: readonly PlatformDriver[];
  /** The platform where a person works. */
  driverFor(name: PersonName): PlatformDriver;
  /** All messages of the bot on its platforms. */
  posts(): readonly Post[];
  readonly bot: BotProcess;
  readonly lab: Lab;
  readonly store: StoreChoice;
  /** Path of the bot's `redress.yml`. */
  readonly config: string;
  /** Starts one more bot with a data folder of its own. The caller stops it. */
  startAnother(n: number): Promise<BotProcess>;
  /** Kills the bot and removes everything except the database. */
  close(): Promise<void>;
}

/** Which store the bot uses: a MongoDB database by its URI, or the embedded file in its folder. */
export type StoreChoice =
  | { readonly kind: 'mongo'; readonly uri: string }
  | { readonly kind: 'embedded'; readonly folder: string };

export interface HarnessOptions {
  /** All in Slack by default. */
  readonly platforms?: ScenarioPlatforms;
  /** MongoDB database to use; without it the embedded file. */
  readonly mongoUri?: string;
  /** The content of `redress.yml`. */
  readonly organisation?: string;
  readonly slack?: Partial<SlackWorkspaceOptions>;
  readonly teams?: Partial<TeamsTenantOptions>;
  /** Teams throttles as Microsoft does. */
  readonly isThrottled?: boolean;
  /** Runs the bot in the tests' own process, see {@link BotInProcess}. */
  readonly isInProcess?: boolean;
  /** More settings of the bot. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The platforms the bot is on, and who works on which. */
function createDrivers(
  platforms: ScenarioPlatforms,
  slack: SlackWorkspace,
  teams: TeamsTenant,
): Pick<Harness, 'drivers' | 'driverFor' | 'posts'> {
  const all = { slack: createSlackDriver(slack), teams: createTeamsDriver(teams) };
  const used = new Set([platforms.team, platforms.reporter]);
  const drivers = [...used].map((platform) => all[platform]);
  return {
    drivers,
    posts: () => drivers.flatMap((driver) => driver.posts()),
    driverFor: (name) => all[name === 'ann' ? platforms.reporter : platforms.team],
  };
}

/** Environment variables for the platforms the bot is on. */
function toPlatformEnv(
  drivers: readonly PlatformDriver[],
  slack: SlackWorkspace,
  teams: TeamsTenant,
): Readonly<Record<string, string>> {
  const all = {
    slack: {
      SLACK_BOT_TOKEN: SECRETS.bot,
      SLACK_SIGNING_SECRET: SECRETS.signing,
      SLACK_API_URL: `${slack.url}/api/`,
    },
    teams: {
      MICROSOFT_APP_ID: SECRETS.appId,
      MICROSOFT_APP_PASSWORD: SECRETS.appPassword,
      MICROSOFT_APP_TENANT_ID: TENANT_ID,
      TEAMS_API_URL: teams.url,
      REDRESS_LAB_TOKEN: SECRETS.lab,
    },
  };
  return Object.assign({}, ...drivers.map(({ platform }) => all[platform]));
}

/** Starts both simulators and the bot; resolves when the bot is ready. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const platforms = options.platforms ?? { reporter: 'slack', team: 'slack' };
  const folder = mkdtempSync(join(tmpdir(), 'redress-e2e-'));
  const port = await findFreePort();
  const slack = await startSlackWorkspace({
    port: 0,
    botUrl: () => `http://127.0.0.1:${port}`,
    botToken: SECRETS.bot,
    signingSecret: SECRETS.signing,
    retryDelaysMs: EVENT_RETRIES,
    rate: false,
    settleMs: 0,
    ...options.slack,
  });
  const teams = await startTeamsTenant({
    botUrl: () => `http://127.0.0.1:${port}`,
    appId: SECRETS.appId,
    appPassword: SECRETS.appPassword,
    retryDelaysMs: EVENT_RETRIES,
    ...(options.isThrottled === true ? {} : { rate: false }),
    ...options.teams,
  });
  const drivers = createDrivers(platforms, slack, teams);
  const config = join(folder, 'redress.yml');
  writeFileSync(config, options.organisation ?? organisationOn(platforms));
  const data = join(folder, 'data');
  const settings = toPlatformEnv(drivers.drivers, slack, teams);
  const env = {
    ...settings,
    REDRESS_LAB_TOKEN: SECRETS.lab,
    REDRESS_CONFIG: config,
    REDRESS_DATA: data,
    LOG_LEVEL: 'warn',
    ...(options.mongoUri === undefined ? {} : { MONGODB_URI: options.mongoUri }),
    ...options.env,
  };
  const bot =
    options.isInProcess === true ? new BotInProcess(port, env) : new BotProcess(port, env);
  const close = async (): Promise<void> => {
    try {
      await bot.kill();
    } finally {
      await slack.stop();
      await teams.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  };
  await bot.start().catch(async (error: unknown) => {
    // Why it did not start says more than a warning in its output, which the error quotes as well.
    await close().catch(() => undefined);
    throw error;
  });
  const store: StoreChoice =
    options.mongoUri === undefined
      ? { kind: 'embedded', folder: data }
      : { kind: 'mongo', uri: options.mongoUri };
  const startAnother = async (n: number): Promise<BotProcess> => {
    const data = join(folder, `data-${n}`);
    const more = new BotProcess(await findFreePort(), { ...env, REDRESS_DATA: data });
    await more.start();
    return more;
  };
  return {
    slack,
    teams,
    platforms,
    settings,
    ...drivers,
    bot,
    lab: new Lab(bot.url, SECRETS.lab),
    store,
    config,
    startAnother,
    close,
  };
}
