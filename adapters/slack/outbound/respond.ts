import type { Logger } from '../../../src/ports/logger.js';
import type { OutageDetector } from '../../shared/outage.js';
import type { RenderedMessage } from '../render/render.js';

/** Time-out, ms, like that of other calls while a person waits. */
const TIMEOUT_MS = 2500;

/** Slack's own origins for a `response_url`. */
const SLACK_ORIGINS: ReadonlySet<string> = new Set([
  'https://hooks.slack.com',
  'https://hooks.slack-gov.com',
]);

/**
 * Sends a message that only the actor sees to the `response_url` of an interaction. Resolves with false
 * if it was not sent. Never throws: failures are logged.
 * @param replaces whether it replaces the message whose button was pressed
 */
export type Respond = (
  url: string,
  thread: string | null,
  message: RenderedMessage,
  replaces?: boolean,
) => Promise<boolean>;

export interface RespondOptions {
  /** Base URL of a simulator's Web API; its origin is allowed as well. */
  readonly apiUrl?: string | undefined;
  readonly fetch: typeof fetch;
  readonly logger: Logger;
  /** Told of every call whether Slack answered. */
  readonly outage: Pick<OutageDetector, 'noteAnswer' | 'noteFailure'>;
}

/** Creates {@link Respond}. It sends only to Slack's own origins and the simulator's. */
export function createRespond({ apiUrl, fetch, logger, outage }: RespondOptions): Respond {
  const apiOrigin = apiUrl === undefined ? undefined : parseOrigin(apiUrl);
  return async (url, thread, message, replaces = false) => {
    const origin = parseOrigin(url);
    if (origin === undefined || !(SLACK_ORIGINS.has(origin) || origin === apiOrigin)) {
      logger.warn({}, 'response_url is not from Slack, nothing sent');
      return false;
    }
    const body = {
      response_type: 'ephemeral',
      replace_original: replaces,
      ...(thread === null ? {} : { thread_ts: thread }),
      ...message,
    };
    const status = await postJson(fetch, url, body);
    const isAnswered = typeof status === 'number' && status < 500;
    if (isAnswered) outage.noteAnswer();
    else outage.noteFailure(typeof status === 'number' ? `http-${status}` : status);
    if (status !== 200) logger.warn({ status }, 'response_url request failed');
    return status === 200;
  };
}

/** The HTTP status, or the name of the error if there was no response. */
async function postJson(send: typeof fetch, url: string, body: object): Promise<number | string> {
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return error instanceof Error ? error.name : 'no answer';
  }
}

function parseOrigin(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
