import type { TokenResult } from '../../../../adapters/teams/auth/tokens.js';
import { createChannel } from '../../../../adapters/teams/outbound/channel.js';
import { createClient } from '../../../../adapters/teams/outbound/client.js';
import { createConnector } from '../../../../adapters/teams/outbound/connector.js';
import type { RateLimiter } from '../../../../adapters/teams/outbound/rate-limiter.js';
import { createAllowedServiceUrls } from '../../../../adapters/teams/outbound/service-urls.js';
import type { Place } from '../../../../src/domain/organisation/place.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import type { Reference } from '../../../../src/ports/reference-store.js';
import { APP_ID, TENANT } from '../fixtures.js';
import { NO_RATE_LIMIT } from './harness.js';

/** How Microsoft's side behaves, in ms of a clock that only this moves. */
export interface Delays {
  readonly tokenMs?: number;
  readonly paceMs?: number;
  /** How long each request takes to be answered, in turn, the last for ever; Infinity: never is. */
  readonly answersMs?: readonly number[];
  readonly answers?: readonly (() => Response)[];
  readonly references?: ReadonlyMap<string, Reference>;
  readonly places?: readonly Place[];
}

/** The production way out without a network or a wait: what takes time moves the clock. */
export function createClockedChannel(slowness: Delays) {
  const clock = { now: Date.UTC(2025, 2, 3, 12) };
  const startedAt = clock.now;
  const urls: string[] = [];
  const pass = async (ms: number) => {
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
    const { answersMs = [0], answers = [() => Response.json({ id: '1' })] } = slowness;
    const takes = answersMs[Math.min(urls.length, answersMs.length - 1)] ?? 0;
    const answer = answers[Math.min(urls.length, answers.length - 1)];
    urls.push(String(input));
    clock.now += Math.min(takes, limit);
    if (takes > limit || answer === undefined) throw new DOMException('too late', 'TimeoutError');
    return answer();
  };
  const token = async (): Promise<TokenResult> => {
    const { tokenMs = 0 } = slowness;
    await pass(Math.min(tokenMs, limit));
    if (tokenMs > limit) ending.abort();
    return tokenMs > limit ? new Promise(() => undefined) : { ok: true, token: 'token' };
  };
  const { paceMs = 0 } = slowness;
  const pace: RateLimiter = {
    ...NO_RATE_LIMIT,
    acquire: (_conversation, longestMs = Number.POSITIVE_INFINITY) => ({
      ...{ kind: paceMs > longestMs ? 'later' : 'wait', ms: paceMs },
    }),
  };
  const serviceUrls = createAllowedServiceUrls({ simulatorUrl: null });
  const now = () => clock.now;
  const call = createClient({
    ...{
      serviceUrls,
      tokens: { fetchToken: token },
      rateLimiter: pace,
      fetch: send,
      sleep: pass,
      timeout,
      now,
    },
    onTokenResult: () => undefined,
  });
  const channel = createChannel({
    connector: createConnector({ appId: APP_ID, tenantId: TENANT, call }),
    ...{ tenantId: TENANT, serviceUrls, now, sleep: pass, logger: silentLogger },
    references: { all: async () => slowness.references ?? new Map() },
    places: slowness.places,
  });
  return { channel, urls, clock, tookMs: () => clock.now - startedAt };
}
