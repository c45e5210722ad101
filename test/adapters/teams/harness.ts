import { createTeams, type TeamsAdapter } from '../../../adapters/teams/index.js';
import { CHANNELS, TENANT_ID } from '../../../playground/teams/seed.js';
import { startTeamsTenant, type TeamsTenant } from '../../../playground/teams/server.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { type Logger, silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import type { ReferenceStore } from '../../../src/ports/stores/reference-store.js';
import { createFakeIntake, type FakeReply } from '../fake-intake.js';
import { serveRoutes } from '../serve-routes.js';
import { createMemoryReferences, PASSWORD } from './fake-microsoft.js';
import { APP_ID } from './fixtures.js';

/** A started adapter on a simulated tenant. */
export interface Harness {
  readonly tenant: TeamsTenant;
  readonly teams: TeamsAdapter;
  /** URL of the adapter's route. */
  readonly botUrl: string;
  readonly references: ReferenceStore;
  /** Events that reached the core, oldest first. */
  readonly events: InboundEvent[];
  /** Sets the core's reply from now on. */
  replyWith(reply: FakeReply): void;
  stop(): Promise<void>;
}

export interface HarnessOptions {
  readonly logger?: Logger;
  /** False: the tenant has no rate limit, and the adapter does not wait. */
  readonly rateLimit?: false;
  readonly retryDelaysMs?: readonly number[];
  /** Real time of tenant and adapter, ms. */
  readonly now?: () => number;
}

/** Starts the production adapter on a tenant on loopback, with a fake core. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { intake, events, replyWith } = createFakeIntake();
  let teams: TeamsAdapter | undefined;
  const server = await serveRoutes(() => teams?.routes ?? []);
  const botUrl = server.url;
  const now = options.now === undefined ? {} : { now: options.now };
  const tenant = await startTeamsTenant({
    ...{ botUrl: () => botUrl, appId: APP_ID, appPassword: PASSWORD },
    ...(options.rateLimit === undefined ? {} : { rate: options.rateLimit }),
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
    ...now,
  });
  const references = createMemoryReferences().store;
  const sleep = options.rateLimit === false ? { sleep: async () => undefined } : {};
  teams = createTeams({
    ...{ appId: APP_ID, tenantId: TENANT_ID, simulatorUrl: tenant.url, intake, references },
    credentials: { kind: 'password', password: PASSWORD },
    places: [{ platform: 'teams', team: CHANNELS.general, channel: CHANNELS.billing }],
    ...{ logger: options.logger ?? silentLogger, meter: silentMeter, ...sleep, ...now },
  });
  await teams.start();
  return {
    ...{ tenant, teams, botUrl, references, events },
    replyWith,
    stop: async () => {
      await teams?.stop(1000);
      await tenant.stop();
      await server.stop();
    },
  };
}
