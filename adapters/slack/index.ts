import { setTimeout as sleepFor } from 'node:timers/promises';
import { App } from '@slack/bolt';
import { RedressError } from '../../src/errors.js';
import type { Channel } from '../../src/ports/channel.js';
import type { Intake } from '../../src/ports/intake.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';
import type { OnlineCheck } from '../../src/ports/online-check.js';
import type { ThreadReader } from '../../src/ports/thread-reader.js';
import { SLACK_HEALTH_TEXT, SLACK_START_TEXT } from '../../src/text/slack-en.js';
import { monotonicNow } from '../shared/monotonic-time.js';
import { createOutageDetector, ignoredOutage, type OutageDetector } from '../shared/outage.js';
import { type Every, startRechecks, unrefEvery } from '../shared/recheck.js';
import { createWorkTracker, type WorkTracker } from '../shared/work-tracker.js';
import { DEFAULT_COMMAND, REQUEST_PATH } from './app-definition.js';
import { createOnlineCheck } from './check/online-check.js';
import { registerListeners } from './inbound/listeners.js';
import { createReceiver, type RawReply, type RawRequest } from './inbound/receiver.js';
import { createSocketReceiver, type SocketReceiver } from './inbound/socket.js';
import { type ChannelOptions, createChannel } from './outbound/channel.js';
import { type Call, createClients, createSdkLogger, toSdkOptions } from './outbound/client.js';
import { type BotIdentity, identifyBot } from './outbound/identity.js';
import { createThreadReader } from './outbound/read-thread.js';
import { createRespond } from './outbound/respond.js';

export type { Every } from '../shared/recheck.js';
export type { RawReply, RawRequest } from './inbound/receiver.js';

/** `ok`, what is wrong in words for operators, or `degraded` when what people send still arrives. */
export type Health = string | { readonly degraded: string };

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
  /** A time that only runs forward, ms: for paces and waits. By default `now` if that is given. */
  readonly monotonicNow?: (() => number) | undefined;
  /** Resolves after so many ms of real time. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Repeats a task, in real time. It must not keep the process alive. */
  readonly every?: Every | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** The slash command; `/complaint` by default. */
  readonly command?: string | undefined;
}

/** The Slack adapter: receives requests and sends messages. */
export interface SlackAdapter extends OnlineCheck {
  readonly channel: Channel;
  readonly threads: ThreadReader;
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
  /**
   * `ok`, or what is wrong. While Slack does not answer, the adapter asks it at least every 30 s, so this
   * recovers without a delivery.
   */
  health(): Health;
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
  const times = toTimes(options);
  const { now, monotonicNow, sleep } = times;
  const tracker = createWorkTracker();
  const state: AdapterState = { identity: null, refused: null, stage: 'new' };
  const onTokenResult = (refused: AdapterState['refused']) => {
    state.refused = refused;
  };
  const outage = createOutageDetector({ platform: 'slack', now, monotonicNow, logger });
  const clients = createClients({ ...options, onTokenResult, outage });
  const identity = () => state.identity;
  const respond = createRespond({ apiUrl, logger, outage, fetch: options.fetch ?? fetch });
  const renderContext = () => ({ workspace: state.identity?.workspace ?? null });
  const transport = createTransport(options, { tracker, now, sleep });
  const channel = createChannel({ ...times, clients, identity, logger });
  const app = createApp(options, transport.receiver, () => requireIdentity(state));
  registerListeners(app, {
    command: options.command ?? DEFAULT_COMMAND,
    intake: options.intake,
    replyContext: { call: clients.interactive, respond, renderContext, logger },
    identity: () => requireIdentity(state),
    fetchProfile: channel.fetchProfile,
    runBehind: createRunBehind(tracker, logger),
  });
  return {
    channel,
    threads: createThreadReader({ call: clients.reading, identity, monotonicNow }),
    routes: transport.routes,
    ...toOnlineCheck(options, clients.deliveries, sleep),
    health: () => describeHealth(state, transport.socket, outage),
    ...createLife(options, { state, transport, tracker, outage, call: clients.deliveries }),
  };
}

interface LifeParts {
  readonly state: AdapterState;
  readonly transport: Transport;
  readonly tracker: WorkTracker;
  readonly outage: OutageDetector;
  readonly call: Call;
}

function createLife(
  options: SlackOptions,
  { state, transport, tracker, outage, call }: LifeParts,
): Pick<SlackAdapter, 'identify' | 'start' | 'stop'> {
  let stopRechecks = (): void => undefined;
  const identify = async () => {
    state.identity ??= await identifyBot(call, options.logger);
    return state.identity.workspace;
  };
  return {
    identify,
    async start() {
      await identify();
      await transport.receiver.start();
      state.stage = 'started';
      stopRechecks = recheckOutage(options, { outage, tracker, call });
    },
    async stop(graceMs) {
      state.stage = 'stopped';
      stopRechecks();
      await transport.receiver.stop();
      const ended = await tracker.waitUntilIdle(graceMs);
      await transport.socket?.close();
      return ended;
    },
  };
}

/** The clocks and the timer of the adapter. */
function toTimes(options: SlackOptions): Pick<ChannelOptions, 'now' | 'monotonicNow' | 'sleep'> {
  return {
    now: options.now ?? Date.now,
    monotonicNow: options.monotonicNow ?? options.now ?? monotonicNow,
    sleep: options.sleep ?? ((ms) => sleepFor(ms)),
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

/** Asks Slack while it does not answer. `auth.test` needs no scope and changes nothing. */
function recheckOutage(
  { every = unrefEvery }: SlackOptions,
  { outage, tracker, call }: Pick<LifeParts, 'outage' | 'tracker' | 'call'>,
): () => void {
  return startRechecks({
    every,
    isNeeded: outage.isSuspected,
    check: async () => {
      await call('auth.test', {});
    },
    track: (work) => void tracker.track(work),
  });
}

function toOnlineCheck(
  options: SlackOptions,
  call: Call,
  sleep: (ms: number) => Promise<void>,
): OnlineCheck {
  const { appToken } = options;
  const unheard = { onTokenResult: () => undefined, outage: ignoredOutage };
  const withAppToken = { ...options, botToken: appToken ?? '', ...unheard };
  const callWithAppToken = appToken === undefined ? null : createClients(withAppToken).deliveries;
  return createOnlineCheck({ call, callWithAppToken, sleep });
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

/**
 * A refused token is for somebody to correct. An outage of Slack, by HTTP or by Socket Mode, only degrades:
 * a load balancer must not take the bot out, or what people send while it lasts is lost, in Teams too.
 */
function describeHealth(
  state: AdapterState,
  socket: SocketReceiver | null,
  outage: Pick<OutageDetector, 'find'>,
): Health {
  if (state.stage === 'stopped') return SLACK_HEALTH_TEXT.stopped;
  if (state.refused !== null) return SLACK_HEALTH_TEXT.refused + state.refused;
  if (state.stage === 'new') return SLACK_HEALTH_TEXT.notStarted;
  const found = outage.find();
  if (found !== null) return { degraded: SLACK_HEALTH_TEXT.noAnswer(found) };
  if (socket !== null && !socket.isConnected()) return { degraded: SLACK_HEALTH_TEXT.notConnected };
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
