import type { Logger } from '../../../src/ports/logger.js';
import type { RenderedMessage } from '../render/render.js';

/** As with every call while a person waits. */
const TIMEOUT_MS = 2500;

/** Slack's own hosts for these URLs. */
const HOOKS: ReadonlySet<string> = new Set([
  'https://hooks.slack.com',
  'https://hooks.slack-gov.com',
]);

/** Sends a message only the actor sees, to the `response_url` of what they did. Failures are logged. */
export type Respond = (
  url: string,
  thread: string | null,
  message: RenderedMessage,
) => Promise<void>;

export interface RespondOptions {
  /** Base of a simulator's Web API; its origin may be written to as well. */
  readonly apiUrl?: string | undefined;
  readonly fetch: typeof fetch;
  readonly logger: Logger;
}

export function createRespond({ apiUrl, fetch, logger }: RespondOptions): Respond {
  const own = apiUrl === undefined ? undefined : originOf(apiUrl);
  return async (url, thread, message) => {
    const origin = originOf(url);
    if (origin === undefined || !(HOOKS.has(origin) || origin === own)) {
      logger.warn({}, 'a response_url is not one of Slack: nothing was sent to it');
      return;
    }
    const body = {
      response_type: 'ephemeral',
      replace_original: false,
      ...(thread === null ? {} : { thread_ts: thread }),
      ...message,
    };
    const status = await statusOf(fetch, url, body);
    if (status !== 200) logger.warn({ status }, 'Slack did not take a message for the actor');
  };
}

/** The HTTP status, or why there was none. */
async function statusOf(send: typeof fetch, url: string, body: object): Promise<number | string> {
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

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
