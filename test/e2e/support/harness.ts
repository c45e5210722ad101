import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../playground/ports.js';
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
import { BotProcess } from './bot-process.js';
import { Lab } from './lab.js';
import { organisationOn } from './organisation.js';
import type { Cast, Name, Town } from './drivers/platform-driver.js';
import { slackTown } from './drivers/slack-driver.js';
import { teamsTown } from './drivers/teams-driver.js';

/** Secrets of the tests, so that a test can look for them where they must not be. */
export const SECRETS = {
  lab: 'lab-token-of-the-tests-0123456789',
  bot: 'xoxb-1111111111-2222222222-fixture',
  signing: '0123456789abcdef0123456789abcdef',
  appId: '7f0f6a1e-52f5-4a43-9d1c-3a0f5e1b9c20',
  appPassword: 'fixture~secret.of-the_tests-0123456789',
} as const;

/** How soon the workspace sends an event again that the bot did not take, ms: a restart fits in between. */
const EVENT_RETRIES: readonly number[] = [100, 400, 1000, 2000, 3000, 5000, 8000, 8000];

/** The chat platforms, simulated, and the production bot on those its cast lives on, over HTTP. */
export interface World {
  readonly slack: SlackWorkspace;
  readonly teams: TeamsTenant;
  readonly cast: Cast;
  /** The bot's settings of its platforms. */
  readonly settings: Readonly<Record<string, string>>;
  /** The platforms the bot is on. */
  readonly towns: readonly Town[];
  /** Where somebody does their work. */
  townOf(name: Name): Town;
  readonly bot: BotProcess;
  readonly lab: Lab;
  readonly store: StoreChoice;
  /** Path of the bot's `redress.yml`. */
  readonly config: string;
  /** Starts one more bot beside the first, with a data folder of its own. Whoever asks for it ends it. */
  another(n: number): Promise<BotProcess>;
  /** Kills the bot and takes everything away but the database. */
  close(): Promise<void>;
}

/** Which store the bot uses: a MongoDB database by its URI, or the embedded file in its folder. */
export type StoreChoice =
  | { readonly kind: 'mongo'; readonly uri: string }
  | { readonly kind: 'embedded'; readonly folder: string };

export interface WorldOptions {
  /** All in Slack, when left out. */
  readonly cast?: Cast;
  /** MongoDB database to use; without it the embedded file. */
  readonly mongoUri?: string;
  /** What stands in `redress.yml`. */
  readonly organisation?: string;
  readonly slack?: Partial<SlackWorkspaceOptions>;
  readonly teams?: Partial<TeamsTenantOptions>;
  /** Teams refuses what comes faster than Microsoft takes it. */
  readonly isThrottled?: boolean;
  /** More settings of the bot. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The towns the bot is on, and who is in which. */
function peopleOf(
  cast: Cast,
  slack: SlackWorkspace,
  teams: TeamsTenant,
): Pick<World, 'towns' | 'townOf'> {
  const all = { slack: slackTown(slack), teams: teamsTown(teams) };
  const platforms = new Set([cast.team, cast.reporter]);
  return {
    towns: [...platforms].map((platform) => all[platform]),
    townOf: (name) => all[name === 'ann' ? cast.reporter : cast.team],
  };
}

/** The settings of the platforms the bot is on. */
function platformEnv(
  towns: readonly Town[],
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
  return Object.assign({}, ...towns.map(({ platform }) => all[platform]));
}

/** Opens a world; the bot is running and ready. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const cast = options.cast ?? { reporter: 'slack', team: 'slack' };
  const folder = mkdtempSync(join(tmpdir(), 'redress-e2e-'));
  const port = await freePort();
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
  const people = peopleOf(cast, slack, teams);
  const config = join(folder, 'redress.yml');
  writeFileSync(config, options.organisation ?? organisationOn(cast));
  const data = join(folder, 'data');
  const settings = platformEnv(people.towns, slack, teams);
  const env = {
    ...settings,
    REDRESS_LAB_TOKEN: SECRETS.lab,
    REDRESS_CONFIG: config,
    REDRESS_DATA: data,
    LOG_LEVEL: 'warn',
    ...(options.mongoUri === undefined ? {} : { MONGODB_URI: options.mongoUri }),
    ...options.env,
  };
  const bot = new BotProcess(port, env);
  const close = async (): Promise<void> => {
    await bot.kill();
    await slack.stop();
    await teams.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  await bot.start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const store: StoreChoice =
    options.mongoUri === undefined
      ? { kind: 'embedded', folder: data }
      : { kind: 'mongo', uri: options.mongoUri };
  const another = async (n: number): Promise<BotProcess> => {
    const data = join(folder, `data-${n}`);
    const more = new BotProcess(await freePort(), { ...env, REDRESS_DATA: data });
    await more.start();
    return more;
  };
  return {
    slack,
    teams,
    cast,
    settings,
    ...people,
    bot,
    lab: new Lab(bot.url, SECRETS.lab),
    store,
    config,
    another,
    close,
  };
}
