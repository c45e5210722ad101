import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeams, type TeamsAdapter } from '../../../adapters/teams/index.js';
import { CHANNELS, TENANT_ID } from '../../../playground/teams/seed.js';
import { startTeamsTenant, type TeamsTenant } from '../../../playground/teams/server.js';
import type { Incoming, Intake, Reply } from '../../../src/ports/intake.js';
import { type Logger, silentLogger } from '../../../src/ports/logger.js';
import { silentMeter } from '../../../src/ports/meter.js';
import type { ReferenceStore } from '../../../src/ports/reference-store.js';
import { APP_ID } from './fixtures.js';
import { memoryReferences, PASSWORD } from './microsoft.js';

/** What the core answers: always the same, or made for each gesture. */
export type Answer = Reply | ((incoming: Incoming) => Reply | Promise<Reply>);

export interface Rig {
  readonly tenant: TeamsTenant;
  readonly teams: TeamsAdapter;
  /** Where the adapter's route is served. */
  readonly botUrl: string;
  readonly references: ReferenceStore;
  /** What reached the core, oldest first. */
  readonly seen: Incoming[];
  /** From now on the core answers like this. */
  answer(reply: Answer): void;
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly logger?: Logger;
  /** Neither the tenant nor the adapter paces messages. */
  readonly rate?: false;
  readonly retryDelaysMs?: readonly number[];
  /** Real time, ms, of tenant and adapter both. */
  readonly now?: () => number;
}

/** The production adapter on a tenant on loopback, with a core that answers as it is told. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const seen: Incoming[] = [];
  let reply: Answer = { kind: 'none' };
  const intake: Intake = {
    async handle(incoming) {
      seen.push(incoming);
      return typeof reply === 'function' ? reply(incoming) : reply;
    },
  };
  let teams: TeamsAdapter | undefined;
  const server = await listen(() => teams);
  const botUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const now = options.now === undefined ? {} : { now: options.now };
  const tenant = await startTeamsTenant({
    ...{ botUrl: () => botUrl, appId: APP_ID, appPassword: PASSWORD },
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
    ...now,
  });
  const references = memoryReferences().store;
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
    answer: (next) => {
      reply = next;
    },
    stop: async () => {
      await teams?.stop(1000);
      await tenant.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

/** The plainest HTTP server that serves the adapter's route. */
function listen(teams: () => TeamsAdapter | undefined): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const route = teams()?.routes.find(({ path }) => path === request.url);
    if (route === undefined || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const answer = await route.handle({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
