import { setTimeout as sleepFor } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { RedressError } from '../../src/errors.js';
import type { Channel } from '../../src/ports/channel.js';
import type { Intake } from '../../src/ports/intake.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';
import { SLACK_HEALTH_TEXT, SLACK_START_TEXT } from '../../src/text/slack-en.js';
import { createWorkTracker, type WorkTracker } from '../shared/work-tracker.js';
import { DEFAULT_COMMAND, REQUEST_PATH } from './app-definition.js';
import { registerListeners } from './inbound/listeners.js';
import { createReceiver, type RawReply, type RawRequest } from './inbound/receiver.js';
import { createSocketReceiver, type SocketReceiver } from './inbound/socket.js';
import { createChannel } from './outbound/channel.js';
import { createClients, createSdkLogger, toSdkOptions } from './outbound/client.js';
import { type BotIdentity, identifyBot } from './outbound/identity.js';
import { createRespond } from './outbound/respond.js';

export type { RawReply, RawRequest } from './inbound/receiver.js';

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Needed in HTTP mode. */
  readonly signingSecret?: string | undefined;
  /** `xapp-…`; its presence chooses Socket Mode. */
  readonly appToken?: string | undefined;
  /** Base of the Web API, for simulators. */
  readonly apiUrl?: string | undefined;
  readonly intake: Intake;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now?: (() => number) | undefined;
  /** Resolves after so many ms of real time. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** The slash command; `/complaint` when left out. */
  readonly command?: string | undefined;
}

/** Slack, both ways. */
export interface SlackAdapter {
  readonly channel: Channel;
  /** HTTP mode: what the HTTP server serves at `path` for POST, with the body's bytes as they came. Empty in Socket Mode. */
  readonly routes: readonly SlackRoute[];
  /**
   * Asks Slack who the bot is; cards can be sent from then on. Asked once: later calls return the
   * same. Resolves with the workspace's `T…` id, by which accounts are told apart.
   * @throws RedressError SLACK_START with what to do about it
   */
  identify(): Promise<string>;
  /**
   * Identifies if that was not done, then takes requests; in Socket Mode it connects.
   * @throws RedressError SLACK_START with what to do about it
   */
  start(): Promise<void>;
  /** `ok`, or what is wrong in words for operators. */
  health(): string;
  /**
   * Takes nothing more and waits for what is under way, at most `graceMs` of real time. True when
   * all of it ended.
   */
  stop(graceMs: number): Promise<boolean>;
}

export interface SlackRoute {
  readonly path: string;
  handle(request: RawRequest): Promise<RawReply>;
}

/**
 * The Slack adapter. It only translates: what happens in Slack into {@link Intake}'s words, and
 * cards, forms and notices into Slack's.
 * @throws RedressError SLACK_START when neither an app token nor a signing secret is given
 */
export function createSlack(options: SlackOptions): SlackAdapter {
  const { logger, apiUrl } = options;
  const sleep = options.sleep ?? ((ms: number) => sleepFor(ms));
  const now = options.now ?? Date.now;
  const running = createWorkTracker();
  const known: AdapterState = { identity: null, refused: null, stage: 'new' };
  const clients = createClients({
    ...options,
    onTokenResult: (refused) => {
      known.refused = refused;
    },
  });
  const identity = () => known.identity;
  const respond = createRespond({ apiUrl, logger, fetch: options.fetch ?? fetch });
  const around = () => ({ workspace: known.identity?.workspace ?? null });
  const transport = transportOf(options, { running, now, sleep });
  const channel = createChannel({ clients, identity, logger, now, sleep });
  const app = createApp(options, transport.receiver, () => identified(known));
  registerListeners(app, {
    command: options.command ?? DEFAULT_COMMAND,
    intake: options.intake,
    replyContext: { call: clients.interactive, respond, renderContext: around, logger },
    identity: () => identified(known),
    fetchProfile: channel.fetchProfile,
  });
  const learn = async () => {
    known.identity ??= await identifyBot(clients.deliveries);
    return known.identity.workspace;
  };
  return {
    channel,
    routes: transport.routes,
    identify: learn,
    async start() {
      await learn();
      await transport.receiver.start();
      known.stage = 'started';
    },
    health: () => healthOf(known, transport.socket),
    async stop(graceMs) {
      known.stage = 'stopped';
      await transport.receiver.stop();
      const ended = await running.waitUntilIdle(graceMs);
      await transport.socket?.close();
      return ended;
    },
  };
}

/** What the adapter knows by now. */
interface AdapterState {
  identity: BotIdentity | null;
  /** The error name by which Slack refused the token last; null when it took it since. */
  refused: string | null;
  stage: 'new' | 'started' | 'stopped';
}

function identified(known: AdapterState): BotIdentity {
  if (known.identity !== null) return known.identity;
  throw new RedressError('SLACK_START', SLACK_HEALTH_TEXT.notStarted);
}

function healthOf(known: AdapterState, socket: SocketReceiver | null): string {
  if (known.stage === 'stopped') return SLACK_HEALTH_TEXT.stopped;
  if (known.refused !== null) return SLACK_HEALTH_TEXT.refused + known.refused;
  if (known.stage === 'new') return SLACK_HEALTH_TEXT.notStarted;
  if (socket !== null && !socket.isConnected()) return SLACK_HEALTH_TEXT.notConnected;
  return 'ok';
}

interface Transport {
  readonly receiver: Pick<SocketReceiver, 'init' | 'start' | 'stop'>;
  /** Null in HTTP mode. */
  readonly socket: SocketReceiver | null;
  readonly routes: readonly SlackRoute[];
}

function transportOf(
  options: SlackOptions,
  parts: {
    readonly running: WorkTracker;
    readonly now: () => number;
    readonly sleep: (ms: number) => Promise<void>;
  },
): Transport {
  const { appToken, signingSecret } = options;
  if (appToken !== undefined) {
    const socket = createSocketReceiver({ ...options, ...parts, appToken });
    return { receiver: socket, socket, routes: [] };
  }
  if (signingSecret === undefined || signingSecret === '') {
    throw new RedressError('SLACK_START', SLACK_START_TEXT.noSecret);
  }
  const receiver = createReceiver({ ...options, ...parts, signingSecret });
  const route = { path: REQUEST_PATH, handle: receiver.handle };
  return { receiver, socket: null, routes: [route] };
}

/** Bolt, without what it does on its own: asking Slack at once, keeping conversations, answering errors. */
function createApp(
  options: SlackOptions,
  receiver: Transport['receiver'],
  identity: () => BotIdentity,
): App {
  const app = new App({
    receiver,
    logger: createSdkLogger(options.logger),
    clientOptions: toSdkOptions(options),
    convoStore: false,
    authorize: async () => {
      const { userId, botId, workspace } = identity();
      return {
        botToken: options.botToken,
        botUserId: userId,
        teamId: workspace,
        ...(botId === null ? {} : { botId }),
      };
    },
  });
  // Rethrown as it is: the receiver answers 500, and the log gets the code, not the request.
  app.error(async (error) => {
    throw error;
  });
  return app;
}
