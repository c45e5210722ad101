import { setTimeout as sleepFor } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { RedressError } from '../../src/errors.js';
import type { Channel } from '../../src/ports/channel.js';
import type { Intake } from '../../src/ports/intake.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';
import type { Finding, OnlineCheck, OnlineSubjects } from '../../src/ports/online-check.js';
import { SLACK_HEALTH_TEXT, SLACK_START_TEXT } from '../../src/text/slack-en.js';
import { createWorkTracker, type WorkTracker } from '../shared/work-tracker.js';
import { DEFAULT_COMMAND, REQUEST_PATH } from './app-definition.js';
import { createOnlineCheck } from './check/online-check.js';
import { registerListeners } from './inbound/listeners.js';
import { createReceiver, type RawReply, type RawRequest } from './inbound/receiver.js';
import { createSocketReceiver, type SocketReceiver } from './inbound/socket.js';
import { createChannel } from './outbound/channel.js';
import { type Call, createClients, createSdkLogger, toSdkOptions } from './outbound/client.js';
import { type BotIdentity, identifyBot } from './outbound/identity.js';
import { createRespond } from './outbound/respond.js';

export type { RawReply, RawRequest } from './inbound/receiver.js';

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Required in HTTP mode. */
  readonly signingSecret?: string | undefined;
  /** `xapp-…`; if set, the adapter uses Socket Mode. */
  readonly appToken?: string | undefined;
  /** Base URL of the Web API, for simulators. */
  readonly apiUrl?: string | undefined;
  readonly intake: Intake;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now?: (() => number) | undefined;
  /** Resolves after so many ms of real time. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** The slash command; `/complaint` by default. */
  readonly command?: string | undefined;
}

/** The Slack adapter: receives requests and sends messages. */
export interface SlackAdapter extends OnlineCheck {
  readonly channel: Channel;
  /** What the HTTP server serves for POST at `path`, with the body's raw bytes. Empty in Socket Mode. */
  readonly routes: readonly SlackRoute[];
  /**
   * Asks Slack who the bot is; from then on cards can be sent. Resolves with the workspace's `T…` id,
   * which distinguishes accounts. Later calls return the same without asking again.
   * @throws RedressError SLACK_START with the remedy
   */
  identify(): Promise<string>;
  /**
   * Identifies the bot if that was not done, then accepts requests; in Socket Mode it connects.
   * @throws RedressError SLACK_START with the remedy
   */
  start(): Promise<void>;
  /** `ok`, or what is wrong, as text for operators. */
  health(): string;
  /**
   * Stops accepting requests and waits for running work, at most `graceMs` of real time. True if all
   * of it ended.
   */
  stop(graceMs: number): Promise<boolean>;
}

export interface SlackRoute {
  readonly path: string;
  handle(request: RawRequest): Promise<RawReply>;
}

/**
 * Creates the Slack adapter. It only converts: Slack's payloads to inbound events for the
 * {@link Intake}, and cards, forms and notices to Slack's blocks and modals.
 * @throws RedressError SLACK_START if there is neither an app token nor a signing secret
 */
export function createSlack(options: SlackOptions): SlackAdapter {
  const { logger, apiUrl } = options;
  const sleep = options.sleep ?? ((ms: number) => sleepFor(ms));
  const now = options.now ?? Date.now;
  const tracker = createWorkTracker();
  const state: AdapterState = { identity: null, refused: null, stage: 'new' };
  const onTokenResult = (refused: AdapterState['refused']) => {
    state.refused = refused;
  };
  const clients = createClients({ ...options, onTokenResult });
  const identity = () => state.identity;
  const respond = createRespond({ apiUrl, logger, fetch: options.fetch ?? fetch });
  const renderContext = () => ({ workspace: state.identity?.workspace ?? null });
  const transport = createTransport(options, { tracker, now, sleep });
  const channel = createChannel({ clients, identity, logger, now, sleep });
  const app = createApp(options, transport.receiver, () => requireIdentity(state));
  registerListeners(app, {
    command: options.command ?? DEFAULT_COMMAND,
    intake: options.intake,
    replyContext: { call: clients.interactive, respond, renderContext, logger },
    identity: () => requireIdentity(state),
    fetchProfile: channel.fetchProfile,
    runBehind: createRunBehind(tracker, logger),
  });
  const identify = async () => {
    state.identity ??= await identifyBot(clients.deliveries, logger);
    return state.identity.workspace;
  };
  return {
    channel,
    routes: transport.routes,
    identify,
    checkOnline: (subjects) => checkOnline(options, clients.deliveries, sleep, subjects),
    async start() {
      await identify();
      await transport.receiver.start();
      state.stage = 'started';
    },
    health: () => describeHealth(state, transport.socket),
    async stop(graceMs) {
      state.stage = 'stopped';
      await transport.receiver.stop();
      const ended = await tracker.waitUntilIdle(graceMs);
      await transport.socket?.close();
      return ended;
    },
  };
}

/** Runs work that Slack does not wait for, and logs if it fails. A stop waits for it. */
function createRunBehind(tracker: WorkTracker, logger: Logger) {
  return (work: () => Promise<void>): void => {
    tracker.track(work()).catch((error: unknown) => {
      logger.error({ error }, 'Slack event not answered');
    });
  };
}

function checkOnline(
  options: SlackOptions,
  call: Call,
  sleep: (ms: number) => Promise<void>,
  subjects: OnlineSubjects,
): Promise<readonly Finding[]> {
  const { appToken } = options;
  const withAppToken = { ...options, botToken: appToken ?? '', onTokenResult: () => undefined };
  const callWithAppToken = appToken === undefined ? null : createClients(withAppToken).deliveries;
  return createOnlineCheck({ call, callWithAppToken, sleep }).checkOnline(subjects);
}

/** What the adapter knows so far. */
interface AdapterState {
  identity: BotIdentity | null;
  /** The error name with which Slack last refused the token; null if it accepted the token since. */
  refused: string | null;
  stage: 'new' | 'started' | 'stopped';
}

function requireIdentity(state: AdapterState): BotIdentity {
  if (state.identity !== null) return state.identity;
  throw new RedressError('SLACK_START', SLACK_HEALTH_TEXT.notStarted);
}

function describeHealth(state: AdapterState, socket: SocketReceiver | null): string {
  if (state.stage === 'stopped') return SLACK_HEALTH_TEXT.stopped;
  if (state.refused !== null) return SLACK_HEALTH_TEXT.refused + state.refused;
  if (state.stage === 'new') return SLACK_HEALTH_TEXT.notStarted;
  if (socket !== null && !socket.isConnected()) return SLACK_HEALTH_TEXT.notConnected;
  return 'ok';
}

interface Transport {
  readonly receiver: Pick<SocketReceiver, 'init' | 'start' | 'stop'>;
  /** Null in HTTP mode. */
  readonly socket: SocketReceiver | null;
  readonly routes: readonly SlackRoute[];
}

function createTransport(
  options: SlackOptions,
  parts: {
    readonly tracker: WorkTracker;
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

/** Bolt without its automatic parts: the call to Slack at the start, the conversation store, the error response. */
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
  // Rethrows the error unchanged: the receiver answers 500 and logs the error without the request.
  app.error(async (error) => {
    throw error;
  });
  return app;
}
