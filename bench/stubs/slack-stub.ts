import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NO_LIMITS, type PostLimits } from './post-limits.js';

/** A message that the stub took. */
export interface Post {
  readonly channel: string;
  readonly ts: string;
  /** Id of the bot's delivery, undefined for messages of other programs. */
  readonly delivery: string | undefined;
  /** When it arrived, by `performance.now()`. */
  readonly at: number;
}

/** The part of Slack's Web API that both programs call, answered at once from memory. */
export interface SlackStub {
  /** Base URL of the Web API, ending in `/`. */
  readonly url: string;
  /** The view of the first `views.open`, as JSON. */
  openedView(): Promise<string>;
  /** Resolves when a form is opened with this trigger, with the time by `performance.now()`. */
  whenOpened(trigger: string): Promise<number>;
  /** The messages taken so far, in this order. */
  readonly posts: readonly Post[];
  /** How many messages were refused with 429 so far. */
  refused(): number;
  /** Resolves when so many messages were taken, with the time by `performance.now()`. Throws after two minutes. */
  whenPosted(count: number): Promise<number>;
  stop(): Promise<void>;
}

/** Two minutes, ms. */
const LONGEST_WAIT_MS = 120_000;

/** Starts the stub. `limits`: which messages it refuses with 429. */
export async function startSlackStub(limits: PostLimits = NO_LIMITS): Promise<SlackStub> {
  const calls = createCalls(limits);
  const server = createServer((request, response) => void answer(request, response, calls));
  // Else a connection may be closed while a request is on its way, and the bot has to look for its message.
  server.keepAliveTimeout = 10 * LONGEST_WAIT_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { posts, refused, openedView, whenOpened } = calls;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    ...{ posts, refused, openedView, whenOpened },
    async whenPosted(count) {
      const deadline = performance.now() + LONGEST_WAIT_MS;
      while (posts.length < count) {
        if (performance.now() > deadline) {
          throw new Error(`${count - posts.length} messages were not posted`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return posts[count - 1]?.at ?? performance.now();
    },
    stop: () => stopServer(server),
  };
}

/** What a call is answered with. */
type Answer = { readonly body: object } | { readonly retryAfter: number };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  calls: ReturnType<typeof createCalls>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const method = request.url?.split('/').at(-1) ?? '';
  const answered = calls.answer(method, new URLSearchParams(Buffer.concat(chunks).toString()));
  response.setHeader('content-type', 'application/json');
  if ('retryAfter' in answered) {
    response.statusCode = 429;
    response.setHeader('retry-after', String(answered.retryAfter));
    response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    return;
  }
  response.end(JSON.stringify({ ok: true, ...answered.body }));
}

/** Everything but HTTP: what was called, and what is answered. */
function createCalls(limits: PostLimits) {
  const posts: Post[] = [];
  const forms = new Map<string, PromiseWithResolver<number>>();
  const firstView = createPromise<string>();
  let refused = 0;
  const findForm = (trigger: string): PromiseWithResolver<number> => {
    const form = forms.get(trigger) ?? createPromise<number>();
    forms.set(trigger, form);
    return form;
  };
  const takePost = (body: URLSearchParams): Answer => {
    const channel = body.get('channel') ?? '';
    const at = performance.now();
    const retryAfter = limits.take(channel, at);
    if (retryAfter > 0) {
      refused += 1;
      return { retryAfter };
    }
    const ts = `${1_700_000_000 + posts.length}.000001`;
    posts.push({ channel, ts, delivery: findDelivery(body), at });
    return { body: { channel, ts } };
  };
  return {
    posts,
    refused: () => refused,
    openedView: () => firstView.promise,
    whenOpened: (trigger: string) => findForm(trigger).promise,
    answer(method: string, body: URLSearchParams): Answer {
      if (method === 'chat.postMessage') return takePost(body);
      if (method === 'views.open') {
        firstView.resolve(body.get('view') ?? '{}');
        findForm(body.get('trigger_id') ?? '').resolve(performance.now());
      }
      if (method === 'conversations.history' || method === 'conversations.replies') {
        return { body: { messages: listMessages(posts, body.get('channel')) } };
      }
      return { body: answerFor(method, body) };
    },
  };
}

function answerFor(method: string, body: URLSearchParams): object {
  switch (method) {
    case 'auth.test':
      return { team_id: 'T1', user_id: 'UBOT', bot_id: 'B1', url: 'https://bench.example/' };
    case 'views.open':
      return { view: { id: 'V1' } };
    case 'conversations.open':
      // Everybody has a direct message of their own, so that no limit of one delays the others.
      return { channel: { id: `D${body.get('users')}` } };
    case 'users.info': {
      const profile = { real_name: 'Ann' };
      return { user: { id: body.get('user'), name: 'ann', profile, tz: 'UTC' } };
    }
    default:
      return { channel: body.get('channel'), ts: body.get('ts') ?? '1700000000.000001' };
  }
}

/** What the bot looks through for a message after a call without an answer. */
function listMessages(posts: readonly Post[], channel: string | null): readonly object[] {
  return posts
    .filter((post) => post.channel === channel && post.delivery !== undefined)
    .map(({ ts, delivery }) => {
      const metadata = { event_type: 'redress_delivery', event_payload: { id: delivery } };
      return { ts, user: 'UBOT', bot_id: 'B1', metadata };
    });
}

/** The id that the bot gives each of its messages. */
function findDelivery(body: URLSearchParams): string | undefined {
  const metadata = body.get('metadata');
  if (metadata === null) return undefined;
  return (JSON.parse(metadata) as { event_payload?: { id?: string } }).event_payload?.id;
}

interface PromiseWithResolver<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

function createPromise<T>(): PromiseWithResolver<T> {
  let resolve = (_value: T): void => undefined;
  const promise = new Promise<T>((accept) => {
    resolve = accept;
  });
  return { promise, resolve };
}

async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
