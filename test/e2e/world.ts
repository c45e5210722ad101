import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type SlackWorkspace,
  type SlackWorkspaceOptions,
  startSlackWorkspace,
} from '../../playground/slack/server.js';
import { BotProcess, freePort } from './bot-process.js';
import { Lab } from './lab.js';
import { ORGANISATION } from './organisation.js';

/** Secrets of the tests, so that a test can look for them where they must not be. */
export const SECRETS = {
  lab: 'lab-token-of-the-tests-0123456789',
  bot: 'xoxb-1111111111-2222222222-fixture',
  signing: '0123456789abcdef0123456789abcdef',
} as const;

/** How soon the workspace sends an event again that the bot did not take, ms: a restart fits in between. */
const EVENT_RETRIES: readonly number[] = [100, 400, 1000, 2000, 3000, 5000, 8000, 8000];

/** A Slack workspace and the production bot on it, over HTTP. */
export interface World {
  readonly slack: SlackWorkspace;
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
  /** MongoDB database to use; without it the embedded file. */
  readonly mongoUri?: string;
  /** What stands in `redress.yml`. */
  readonly organisation?: string;
  readonly slack?: Partial<SlackWorkspaceOptions>;
  /** More settings of the bot. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Opens a world; the bot is running and ready. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
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
  const config = join(folder, 'redress.yml');
  writeFileSync(config, options.organisation ?? ORGANISATION);
  const data = join(folder, 'data');
  const env = {
    SLACK_BOT_TOKEN: SECRETS.bot,
    SLACK_SIGNING_SECRET: SECRETS.signing,
    SLACK_API_URL: `${slack.url}/api/`,
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
  return { slack, bot, lab: new Lab(bot.url, SECRETS.lab), store, config, another, close };
}
