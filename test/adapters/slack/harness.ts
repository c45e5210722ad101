import { createSlack, type SlackAdapter } from '../../../adapters/slack/index.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../../playground/slack/server.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { type Logger, silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import { createFakeIntake, type FakeReply, serveRoutes } from '../fake-intake.js';

export const BOT_TOKEN = 'xoxb-test-token';
export const APP_TOKEN = 'xapp-test-token';
export const SECRET = 'a-signing-secret-for-tests';

export interface Harness {
  readonly workspace: SlackWorkspace;
  readonly slack: SlackAdapter;
  /** Where the adapter's route is served. */
  readonly botUrl: string;
  /** What reached the core, oldest first. */
  readonly seen: InboundEvent[];
  /** From now on the core answers like this. */
  answer(reply: FakeReply): void;
  stop(): Promise<void>;
}

export interface HarnessOptions {
  readonly socket?: boolean;
  readonly logger?: Logger;
  /** Neither the workspace nor the adapter paces messages. */
  readonly rate?: false;
  readonly retryDelaysMs?: readonly number[];
  /** Real time, ms, of workspace and adapter both. */
  readonly now?: () => number;
}

/** The production adapter on a workspace on loopback, with a core that answers as it is told. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { intake, seen, answer } = createFakeIntake();
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
    seen,
    answer,
    stop: async () => {
      await slack?.stop(1000);
      await workspace.stop();
      await server.stop();
    },
  };
}
