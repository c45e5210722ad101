import { type App, SocketModeReceiver } from '@slack/bolt';
import pTimeout from 'p-timeout';
import type { Logger } from '../../../src/ports/logger.js';
import { SLACK_START_TEXT } from '../../../src/text/slack-en.js';
import type { WorkTracker } from '../../shared/work-tracker.js';
import { createSdkLogger, toSdkOptions } from '../outbound/client.js';
import { toFailure } from '../outbound/errors.js';
import { toStartError } from '../outbound/identity.js';
import { createDispatch, type Dispatch, type Envelope } from './listeners.js';

/** Longest wait for Slack's `hello` on a new connection, ms. */
const HELLO_TIMEOUT_MS = 15_000;

/** Waits before each attempt to reconnect, ms; the last for all further attempts. */
const RECONNECT_DELAYS_MS = [0, 1000, 2000, 5000, 10_000, 30_000] as const;

/** Longest wait for the closing handshake, ms. */
const CLOSE_TIMEOUT_MS = 1000;

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly tracker: WorkTracker;
  readonly logger: Logger;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Bolt's receiver for Socket Mode. */
export interface SocketReceiver {
  init(app: App): void;
  /**
   * Connects, and reconnects until it is stopped.
   * @throws RedressError SLACK_START if the first connection fails
   */
  start(): Promise<void>;
  /** Ignores envelopes from now on. It does not acknowledge them, so Slack sends them to another connection. */
  stop(): Promise<void>;
  /** Closes the connection. Until then, work that is still running can be acknowledged over it. */
  close(): Promise<void>;
  isConnected(): boolean;
}

type SocketClient = SocketModeReceiver['client'];

/** The argument of the client's `slack_event`, emitted for each envelope. */
interface SlackEvent {
  readonly ack: (body?: unknown) => Promise<void>;
  readonly body: Envelope['body'];
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/**
 * Creates the receiver of Socket Mode. It uses the client of Bolt's own receiver, but not its listener
 * or its reconnecting: the listener acknowledges events before they are handled, and the reconnecting
 * waits five seconds first and ends the process by an unhandled rejection if Slack refuses it.
 */
export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { logger, sleep } = options;
  const client = createClient(options);
  let app: App | undefined;
  let state: 'new' | 'connected' | 'disconnected' | 'stopping' = 'new';
  const dispatch = createDispatch(
    () => {
      if (app === undefined) throw new TypeError('the receiver has no app yet');
      return app;
    },
    options.tracker,
    (error) => logger.error({ error }, 'Slack request failed after acknowledgement'),
  );
  const reconnect = async () => {
    for (let tries = 0; state === 'disconnected'; tries += 1) {
      await sleep(RECONNECT_DELAYS_MS[tries] ?? 30_000);
      if (state !== 'disconnected') return;
      const error = await connect(client, sleep);
      if (error === undefined) state = 'connected';
      else logger.warn({ error }, 'Socket Mode reconnect failed, will retry');
    }
  };
  const handleDisconnect = () => {
    if (state !== 'connected') return;
    state = 'disconnected';
    reconnect().catch((error: unknown) => logger.error({ error }, 'Socket Mode reconnect stopped'));
  };
  client.removeAllListeners('slack_event');
  client.on('slack_event', (event: SlackEvent) => {
    if (state !== 'stopping') void handleEvent(dispatch, event, logger);
  });
  client.on('disconnected', handleDisconnect);
  return {
    init(owner) {
      app = owner;
    },
    async start() {
      const error = await connect(client, sleep);
      if (error !== undefined) throw toStartError(toFailure(error), SLACK_START_TEXT.badAppToken);
      state = 'connected';
    },
    async stop() {
      state = 'stopping';
    },
    async close() {
      state = 'stopping';
      await Promise.race([client.disconnect(), sleep(CLOSE_TIMEOUT_MS)]);
    },
    isConnected: () => state === 'connected',
  };
}

function createClient(options: SocketOptions): SocketClient {
  return new SocketModeReceiver({
    appToken: options.appToken,
    logger: createSdkLogger(options.logger),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...toSdkOptions(options), timeout: 10_000 } },
  }).client;
}

/** Connects. Returns the error if that fails, else undefined. */
async function connect(client: SocketClient, sleep: SocketOptions['sleep']): Promise<unknown> {
  const connected = client.start().then(
    () => undefined,
    (error: unknown) => error ?? new Error('Slack closed the connection'),
  );
  const error = await pTimeout(connected, {
    milliseconds: HELLO_TIMEOUT_MS,
    fallback: () => new Error('Slack sent no hello in time'),
  });
  // A connection without a hello must be closed before the next attempt.
  if (error !== undefined) await Promise.race([client.disconnect(), sleep(CLOSE_TIMEOUT_MS)]);
  return error;
}

/** Dispatches one envelope and acknowledges it; does not acknowledge it if the dispatch fails. Never rejects. */
async function handleEvent(dispatch: Dispatch, event: SlackEvent, logger: Logger): Promise<void> {
  try {
    const body = await dispatch({
      body: event.body,
      ...(event.retry_num === undefined ? {} : { retryNum: event.retry_num }),
      ...(event.retry_reason === undefined ? {} : { retryReason: event.retry_reason }),
    });
    await event.ack(body);
  } catch (error) {
    logger.error({ error }, 'Slack request not acknowledged');
  }
}
