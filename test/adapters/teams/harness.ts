import { createTeams, type TeamsAdapter } from '../../../adapters/teams/index.js';
import { CHANNELS, TENANT_ID } from '../../../playground/teams/seed.js';
import { startTeamsTenant, type TeamsTenant } from '../../../playground/teams/server.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { type Logger, silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import type { ReferenceStore } from '../../../src/ports/reference-store.js';
import { createFakeIntake, type FakeReply } from '../fake-intake.js';
import { serveRoutes } from '../serve-routes.js';
import { createMemoryReferences, PASSWORD } from './fake-microsoft.js';
import { APP_ID } from './fixtures.js';

export interface Harness {
  readonly tenant: TeamsTenant;
  readonly teams: TeamsAdapter;
  /** Where the adapter's route is served. */
  readonly botUrl: string;
  readonly references: ReferenceStore;
  /** What reached the core, oldest first. */
  readonly seen: InboundEvent[];
  /** From now on the core answers like this. */
  answer(reply: FakeReply): void;
  stop(): Promise<void>;
}

export interface HarnessOptions {
  readonly logger?: Logger;
  /** Neither the tenant nor the adapter paces messages. */
  readonly rate?: false;
  readonly retryDelaysMs?: readonly number[];
  /** Real time, ms, of tenant and adapter both. */
  readonly now?: () => number;
}

/** The production adapter on a tenant on loopback, with a core that answers as it is told. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { intake, events: seen, replyWith: answer } = createFakeIntake();
  let teams: TeamsAdapter | undefined;
  const server = await serveRoutes(() => teams?.routes ?? []);
  const botUrl = server.url;
  const now = options.now === undefined ? {} : { now: options.now };
  const tenant = await startTeamsTenant({
    ...{ botUrl: () => botUrl, appId: APP_ID, appPassword: PASSWORD },
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
    ...now,
  });
  const references = createMemoryReferences().store;
  const sleep = options.rate === false ? { sleep: async () => undefined } : {};
  teams = createTeams({
    ...{ appId: APP_ID, tenantId: TENANT_ID, simulatorUrl: tenant.url, intake, references },
    credentials: { kind: 'password', password: PASSWORD },
    places: [{ platform: 'teams', team: CHANNELS.general, channel: CHANNELS.billing }],
    ...{ logger: options.logger ?? silentLogger, meter: silentMeter, ...sleep, ...now },
  });
  await teams.start();
  return {
    ...{ tenant, teams, botUrl, references, seen },
    answer,
    stop: async () => {
      await teams?.stop(1000);
      await tenant.stop();
      await server.stop();
    },
  };
}
