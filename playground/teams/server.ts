import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { createJournal } from '../journal.js';
import { makeBot } from './bot-link.js';
import { type ConnectorParts, serveConnector } from './connector/routes.js';
import { makeEvents, RETRY_DELAYS_MS } from './events.js';
import { makeFaults } from './faults.js';
import type { JournalEntry } from './journal.js';
import { makeTenant } from './make-tenant.js';
import type { TeamsTenantOptions } from './options.js';
import type { Parts } from './people/parts.js';
import { DEFAULT_SEED } from './seed.js';
import { type Core, openState } from './state.js';
import type { TeamsTenant } from './tenant.js';
import { makeThrottle } from './throttle.js';

export { NotPossible } from '../not-possible.js';
export type { Fault } from './faults.js';
export type { JournalEntry } from './journal.js';
export type { TeamsTenantOptions } from './options.js';
export type {
  DialogOutcome,
  Outcome,
  PressOutcome,
  SubmitOutcome,
  WriteOutcome,
} from './people/outcomes.js';
export type { Core } from './state.js';
export type { Inputs, MessageAt, TeamsTenant, WhichAction } from './tenant.js';
export type {
  Change,
  Channel,
  Dialog,
  Message,
  Person,
  Tag,
  Team,
  TenantSeed,
  TenantState,
} from './types.js';

/** Largest request body taken, bytes. */
const BODY_LIMIT = 1_000_000;
/** Life of an access token of Microsoft Entra, s. */
const TOKEN_SECONDS = 3599;
/** Where a tenant of its own stands on its server. */
const PREFIX = '/teams';

/** A tenant that is served by somebody else's server. */
export interface TeamsTenantParts {
  readonly tenant: TeamsTenant;
  readonly core: Core;
  readonly options: TeamsTenantOptions;
  /** Serves the simulator below `prefix` (e.g. `/teams`); call it once, before the server listens. */
  serve(server: FastifyInstance, prefix: string): void;
}

/** Where the simulator is served: known once it is mounted and the server listens. */
function makeAddress() {
  let mounted: { server: FastifyInstance; prefix: string } | undefined;
  return {
    mount: (server: FastifyInstance, prefix: string) => {
      mounted = { server, prefix };
    },
    url: () => {
      const at = mounted?.server.server.address() as AddressInfo | null | undefined;
      if (!mounted || !at) throw new Error('The tenant is not served yet.');
      return `http://127.0.0.1:${at.port}${mounted.prefix}`;
    },
  };
}

async function build(
  options: TeamsTenantOptions,
  close: () => Promise<void>,
): Promise<TeamsTenantParts> {
  const { file, appId, seed = DEFAULT_SEED, now = Date.now } = options;
  const core = await openState({ file, seed, appId, now });
  const address = makeAddress();
  const [faults, journal] = [makeFaults(core.now), createJournal<JournalEntry>()];
  const bot = makeBot({ core, botUrl: options.botUrl, answerMs: options.answerMs, faults });
  const events = makeEvents(bot, options.retryDelaysMs ?? RETRY_DELAYS_MS);
  const parts: Parts = { core, bot, events, serviceUrl: () => `${address.url()}/` };
  const connector: ConnectorParts = {
    core,
    appPassword: options.appPassword,
    tokenSeconds: options.tokenSeconds ?? TOKEN_SECONDS,
    base: address.url,
    faults,
    journal,
    throttle: options.rate === false ? () => 0 : makeThrottle(core.now),
    membersPage: options.membersPage,
  };
  const stop = async () => {
    events.stop();
    await close();
    await core.saved();
  };
  const serve = (server: FastifyInstance, prefix: string) => {
    address.mount(server, prefix);
    void server.register(
      (inner, _options, done) => {
        serveConnector(inner, connector);
        done();
      },
      { prefix },
    );
  };
  const tenant = makeTenant({ parts, faults, journal, url: address.url, stop });
  return { tenant, core, options, serve };
}

/**
 * Makes a Teams tenant, to be mounted into a server on loopback. Its `stop` leaves that server alone.
 *
 * @throws Error when the state file cannot be read.
 */
export function makeTeamsTenant(options: TeamsTenantOptions): Promise<TeamsTenantParts> {
  return build(options, () => Promise.resolve());
}

/**
 * Starts a Teams tenant with a server of its own on loopback; `stop` closes both.
 *
 * @throws Error when the port is taken or the state file cannot be read.
 */
export async function startTeamsTenant(options: TeamsTenantOptions): Promise<TeamsTenant> {
  const server = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
  const { tenant, serve } = await build(options, () => server.close());
  serve(server, PREFIX);
  await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return tenant;
}
