import { ignoredOutage } from '../../../../adapters/shared/outage.js';
import { createCredentials } from '../../../../adapters/teams/auth/credentials.js';
import { createChannel } from '../../../../adapters/teams/outbound/channel.js';
import { createClient } from '../../../../adapters/teams/outbound/client.js';
import { type Connector, createConnector } from '../../../../adapters/teams/outbound/connector.js';
import {
  createRateLimiter,
  type RateLimiter,
} from '../../../../adapters/teams/outbound/rate-limiter.js';
import { createAllowedServiceUrls } from '../../../../adapters/teams/outbound/service-urls.js';
import { TEAM, TENANT_ID } from '../../../../playground/teams/seed.js';
import {
  startTeamsTenant,
  type TeamsTenant,
  type TeamsTenantOptions,
} from '../../../../playground/teams/server.js';
import type { Place } from '../../../../src/domain/organisation/place.js';
import type { Channel } from '../../../../src/ports/channel.js';
import { type Logger, silentLogger } from '../../../../src/ports/logger.js';
import type { Reference } from '../../../../src/ports/stores/reference-store.js';

export const APP_ID = '7d2f4c1e-90ab-4c3d-8e5f-6a7b8c9d0e1f';
export const SECRET = 'a-client-secret-for-tests';

/** The references that incoming activities would store, in memory. */
export type StoredReferences = Map<string, Reference>;

/** The outbound part of the adapter on a simulated tenant. */
export interface OutboundHarness {
  readonly tenant: TeamsTenant;
  readonly connector: Connector;
  readonly channel: Channel;
  readonly references: StoredReferences;
  /** The codes of refused credentials or tokens, null for each accepted call. */
  readonly tokenResults: (string | null)[];
  stop(): Promise<void>;
}

export interface OutboundHarnessOptions {
  readonly logger?: Logger;
  /** False: neither the tenant nor the adapter has a rate limit. */
  readonly rateLimit?: false;
  readonly secret?: string;
  readonly places?: readonly Place[];
  readonly fetch?: typeof fetch;
  readonly tenant?: Partial<TeamsTenantOptions>;
  /** Real time of the adapter, ms. */
  readonly now?: () => number;
  /** False: the team's reference is not stored at the start. */
  readonly knowsTeam?: boolean;
  /** A running tenant. `stop` does not stop it. */
  readonly runningTenant?: TeamsTenant;
  /** Called before the references are read. */
  readonly onRead?: () => void;
}

/** Allows every request at once. */
export const NO_RATE_LIMIT: RateLimiter = {
  acquire: () => ({ kind: 'wait', ms: 0 }),
  findWait: () => 0,
  backOff: () => undefined,
};

/** Starts the production code of the outbound part on a tenant of the playground. */
export async function startOutboundHarness(
  options: OutboundHarnessOptions = {},
): Promise<OutboundHarness> {
  const tenant =
    options.runningTenant ??
    (await startTeamsTenant({
      ...{ botUrl: () => 'http://127.0.0.1:9', appId: APP_ID, appPassword: SECRET },
      ...(options.rateLimit === undefined ? {} : { rate: options.rateLimit }),
      ...options.tenant,
    }));
  const now = options.now ?? Date.now;
  const logger = options.logger ?? silentLogger;
  const sleep = async () => undefined;
  const own = options.fetch === undefined ? {} : { fetch: options.fetch };
  const shared = { ...own, appId: APP_ID, tenantId: TENANT_ID, simulatorUrl: tenant.url, now };
  const serviceUrls = createAllowedServiceUrls(shared);
  const password = options.secret ?? SECRET;
  const tokens = createCredentials({ ...shared, credentials: { kind: 'password', password } });
  const tokenResults: (string | null)[] = [];
  const rateLimiter = options.rateLimit === false ? NO_RATE_LIMIT : createRateLimiter(now);
  const onTokenResult = (refused: string | null) => {
    tokenResults.push(refused);
  };
  const call = createClient({
    ...shared,
    serviceUrls,
    tokens,
    rateLimiter,
    sleep,
    onTokenResult,
    outage: ignoredOutage,
  });
  const connector = createConnector({ ...shared, call });
  const references: StoredReferences = new Map();
  const serviceUrl = `${tenant.url}/`;
  if (options.knowsTeam !== false) {
    references.set('tenant', { serviceUrl });
    references.set(`team:${TEAM.id}`, { serviceUrl, removed: false, group: TEAM.groupId });
  }
  const store = {
    all: async () => {
      options.onRead?.();
      return references;
    },
  };
  const channel = createChannel({
    ...{ ...shared, connector, serviceUrls, rateLimiter, logger, sleep, references: store },
    places: options.places,
  });
  const stop = async () => {
    if (options.runningTenant === undefined) await tenant.stop();
  };
  return { tenant, connector, channel, references, tokenResults: tokenResults, stop };
}
