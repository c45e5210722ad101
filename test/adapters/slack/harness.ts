import { createSlack, type SlackAdapter } from '../../../adapters/slack/index.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../../playground/slack/server.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { type Logger, silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { createFakeIntake, type FakeReply } from '../fake-intake.js';
import { serveRoutes } from '../serve-routes.js';

export const BOT_TOKEN = 'xoxb-test-token';
export const APP_TOKEN = 'xapp-test-token';
export const SECRET = 'a-signing-secret-for-tests';

/** A Slack adapter that talks to a simulated workspace. */
export interface Harness {
  readonly workspace: SlackWorkspace;
  readonly slack: SlackAdapter;
  /** The base URL of the adapter's route. */
  readonly botUrl: string;
  /** The events the intake received, oldest first. */
  readonly events: InboundEvent[];
  /** Sets the intake's reply from now on; `none` at first. */
  replyWith(reply: FakeReply): void;
  stop(): Promise<void>;
}

export interface HarnessOptions {
  readonly socket?: boolean;
  readonly logger?: Logger;
  /** Switches rate limits off in the workspace and waits off in the adapter. */
  readonly rate?: false;
  readonly retryDelaysMs?: readonly number[];
  /** Real time, ms, of the workspace and the adapter. */
  readonly now?: () => number;
}

/** Starts the production adapter with a simulated workspace on loopback and a fake intake. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { intake, events, replyWith } = createFakeIntake();
  let slack: SlackAdapter | undefined;
  const server = await serveRoutes(() => slack?.routes ?? []);
  const botUrl = server.url;
  const now = options.now === undefined ? {} : { now: options.now };
  const workspace = await startSlackWorkspace({
    botUrl: () => botUrl,
    botToken: BOT_TOKEN,
    signingSecret: SECRET,
    ...(options.socket === true ? { appToken: APP_TOKEN } : {}),
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
    ...now,
  });
  const logger = options.logger ?? silentLogger;
  const tokens = options.socket === true ? { appToken: APP_TOKEN } : { signingSecret: SECRET };
  const apiUrl = `${workspace.url}/api/`;
  const sleep = options.rate === false ? { sleep: async () => undefined } : {};
  slack = createSlack({
    ...sleep,
    ...{ botToken: BOT_TOKEN, ...tokens, apiUrl, intake, logger, meter: silentMeter, ...now },
  });
  await slack.start();
  return {
    workspace,
    slack,
    botUrl,
    events,
    replyWith,
    stop: async () => {
      await slack?.stop(1000);
      await workspace.stop();
      await server.stop();
    },
  };
}
