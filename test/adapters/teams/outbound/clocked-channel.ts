import { ignoredOutage } from '../../../../adapters/shared/outage.js';
import type { TokenResult } from '../../../../adapters/teams/auth/tokens.js';
import { createChannel } from '../../../../adapters/teams/outbound/channel.js';
import { createClient } from '../../../../adapters/teams/outbound/client.js';
import { createConnector } from '../../../../adapters/teams/outbound/connector.js';
import type { RateLimiter } from '../../../../adapters/teams/outbound/rate-limiter.js';
import { createAllowedServiceUrls } from '../../../../adapters/teams/outbound/service-urls.js';
import type { Place } from '../../../../src/domain/organisation/place.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import type { Reference } from '../../../../src/ports/stores/reference-store.js';
import { APP_ID, TENANT } from '../fixtures.js';
import { NO_RATE_LIMIT } from './harness.js';

/** How long Microsoft takes, in ms of a fake clock. */
export interface Delays {
  readonly tokenMs?: number;
  readonly rateLimitMs?: number;
  /** How long each response takes, in turn; the last one repeats. Infinity: never comes. */
  readonly answersMs?: readonly number[];
  readonly answers?: readonly (() => Response)[];
  readonly references?: ReadonlyMap<string, Reference>;
  readonly places?: readonly Place[];
}

/** The production channel without a network. Every wait moves the clock instead. */
export function createClockedChannel(delays: Delays) {
  const clock = { now: Date.UTC(2025, 2, 3, 12) };
  const startedAt = clock.now;
  const urls: string[] = [];
  const advance = async (ms: number) => {
    clock.now += ms;
  };
  let limit = 0;
  let ending = new AbortController();
  const timeout = (ms: number) => {
    limit = ms;
    ending = new AbortController();
    return ending.signal;
  };
  const send: typeof fetch = async (input) => {
    const { answersMs = [0], answers = [() => Response.json({ id: '1' })] } = delays;
    const takes = answersMs[Math.min(urls.length, answersMs.length - 1)] ?? 0;
    const answer = answers[Math.min(urls.length, answers.length - 1)];
    urls.push(String(input));
    clock.now += Math.min(takes, limit);
    if (takes > limit || answer === undefined) throw new DOMException('too late', 'TimeoutError');
    return answer();
  };
  const token = async (): Promise<TokenResult> => {
    const { tokenMs = 0 } = delays;
    await advance(Math.min(tokenMs, limit));
    if (tokenMs > limit) ending.abort();
    return tokenMs > limit ? new Promise(() => undefined) : { ok: true, token: 'token' };
  };
  const { rateLimitMs = 0 } = delays;
  const rateLimiter: RateLimiter = {
    ...NO_RATE_LIMIT,
    acquire: (_conversation, longestMs = Number.POSITIVE_INFINITY) => ({
      ...{ kind: rateLimitMs > longestMs ? 'later' : 'wait', ms: rateLimitMs },
    }),
  };
  const serviceUrls = createAllowedServiceUrls({ simulatorUrl: null });
  const now = () => clock.now;
  const call = createClient({
    ...{
      serviceUrls,
      tokens: { fetchToken: token },
      rateLimiter,
      fetch: send,
      sleep: advance,
      timeout,
      now,
    },
    onTokenResult: () => undefined,
    outage: ignoredOutage,
  });
  const channel = createChannel({
    connector: createConnector({ appId: APP_ID, tenantId: TENANT, call }),
    ...{ tenantId: TENANT, serviceUrls, rateLimiter, now, sleep: advance, logger: silentLogger },
    references: { all: async () => delays.references ?? new Map() },
    places: delays.places,
  });
  return { channel, urls, clock, tookMs: () => clock.now - startedAt };
}
