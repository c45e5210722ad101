import { type App, SocketModeReceiver } from '@slack/bolt';
import pTimeout from 'p-timeout';
import type { Logger } from '../../../src/ports/logger.js';
import { SLACK_START_TEXT } from '../../../src/text/slack-en.js';
import type { WorkTracker } from '../../shared/work-tracker.js';
import { createSdkLogger, toSdkOptions } from '../outbound/client.js';
import { toFailure } from '../outbound/errors.js';
import { toStartError } from '../outbound/identity.js';
import { createDispatch, type Dispatch, type Envelope } from './dispatch.js';

/** Longest wait for Slack's greeting on a new connection, ms. */
const HELLO_MS = 15_000;

/** Waits before the connection is tried again, ms; the last for all further tries. */
const RECONNECT_MS = [0, 1000, 2000, 5000, 10_000, 30_000] as const;

/** Longest wait for the end of the connection's closing handshake, ms. */
const CLOSE_MS = 1000;

export interface SocketOptions {
  readonly appToken: string;
  readonly apiUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly running: WorkTracker;
  readonly logger: Logger;
  /** Resolves after so many ms of real time. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** Bolt's three-method receiver for Socket Mode. */
export interface SocketReceiver {
  init(app: App): void;
  /**
   * Connects, and stays connected until stopped.
   * @throws RedressError SLACK_START when the first connection cannot be made
   */
  start(): Promise<void>;
  /** Takes nothing more; what comes now is not acknowledged, so Slack gives it to another connection. */
  stop(): Promise<void>;
  /** Ends the connection, over which running work could still be acknowledged until now. */
  close(): Promise<void>;
  isConnected(): boolean;
}

type Client = SocketModeReceiver['client'];

/** What Bolt's client hands over for each envelope. */
interface Arrived {
  readonly ack: (body?: unknown) => Promise<void>;
  readonly body: Envelope['body'];
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/**
 * Uses the client of Bolt's own receiver but neither its listener, which acknowledges events before
 * they are handled, nor its reconnecting, which waits five seconds first and lets a refused
 * reconnect end the process as an unhandled rejection.
 */
export function createSocketReceiver(options: SocketOptions): SocketReceiver {
  const { logger, sleep } = options;
  const client = clientOf(options);
  let app: App | undefined;
  let state: 'new' | 'connected' | 'lost' | 'stopping' = 'new';
  const dispatch = createDispatch(
    () => {
      if (app === undefined) throw new TypeError('the receiver has no app yet');
      return app;
    },
    options.running,
    (error) => logger.error({ error }, 'a Slack request failed after it was answered'),
  );
  const reconnect = async () => {
    for (let tries = 0; state === 'lost'; tries += 1) {
      await sleep(RECONNECT_MS[tries] ?? 30_000);
      if (state !== 'lost') return;
      const error = await connect(client, sleep);
      if (error === undefined) state = 'connected';
      else logger.warn({ error }, 'Slack could not be connected again yet');
    }
  };
  const supervise = () => {
    if (state !== 'connected') return;
    state = 'lost';
    reconnect().catch((error: unknown) => logger.error({ error }, 'reconnecting to Slack failed'));
  };
  client.removeAllListeners('slack_event');
  client.on('slack_event', (arrived: Arrived) => {
    if (state !== 'stopping') void receive(dispatch, arrived, logger);
  });
  client.on('disconnected', supervise);
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
      await Promise.race([client.disconnect(), sleep(CLOSE_MS)]);
    },
    isConnected: () => state === 'connected',
  };
}

function clientOf(options: SocketOptions): Client {
  return new SocketModeReceiver({
    appToken: options.appToken,
    logger: createSdkLogger(options.logger),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...toSdkOptions(options), timeout: 10_000 } },
  }).client;
}

/** The error that kept the connection from being made, or undefined. */
async function connect(client: Client, sleep: SocketOptions['sleep']): Promise<unknown> {
  const connected = client.start().then(
    () => undefined,
    (error: unknown) => error ?? new Error('Slack closed the connection'),
  );
  const error = await pTimeout(connected, {
    milliseconds: HELLO_MS,
    fallback: () => new Error('Slack sent no hello in time'),
  });
  // A connection that never greeted must not stay beside the next one.
  if (error !== undefined) await Promise.race([client.disconnect(), sleep(CLOSE_MS)]);
  return error;
}

/** One envelope: acknowledged with its answer once the core has it, else not at all. Never rejects. */
async function receive(dispatch: Dispatch, arrived: Arrived, logger: Logger): Promise<void> {
  try {
    const body = await dispatch({
      body: arrived.body,
      ...(arrived.retry_num === undefined ? {} : { retryNum: arrived.retry_num }),
      ...(arrived.retry_reason === undefined ? {} : { retryReason: arrived.retry_reason }),
    });
    await arrived.ack(body);
  } catch (error) {
    logger.error({ error }, 'a Slack request could not be taken or acknowledged');
  }
}
