import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Place } from '../../src/domain/organisation/place.js';
import { RedressError } from '../../src/errors.js';
import type { Channel } from '../../src/ports/channel.js';
import type { Intake } from '../../src/ports/intake.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';
import type { OnlineCheck } from '../../src/ports/online-check.js';
import type { ReferenceStore } from '../../src/ports/stores/reference-store.js';
import type { ThreadReader } from '../../src/ports/thread-reader.js';
import { TEAMS_START_TEXT } from '../../src/text/teams-en.js';
import { monotonicNow } from '../shared/monotonic-time.js';
import { createOutageDetector, type OutageDetector } from '../shared/outage.js';
import { type Every, unrefEvery } from '../shared/recheck.js';
import { createWorkTracker, type WorkTracker } from '../shared/work-tracker.js';
import { REQUEST_PATH } from './app-definition.js';
import {
  createAuthentication,
  createSigningKeys,
  OPENID_DOCUMENT,
  type SigningKeys,
} from './auth/authentication.js';
import {
  assertCredentials,
  type Credentials,
  createCredentials,
  type TeamsCredentials,
} from './auth/credentials.js';
import { createOnlineCheck } from './check/online-check.js';
import { createDispatch } from './inbound/dispatch.js';
import { type AdapterState, type Health, toHealth, watchForRecovery } from './inbound/health.js';
import { INVOKE_TIMEOUT_MS } from './inbound/invokes.js';
import { createReceiver, type RawReply, type RawRequest } from './inbound/receiver.js';
import { createReferences, type References } from './inbound/references.js';
import { createChannel } from './outbound/channel.js';
import { createClient, type TokenReporter } from './outbound/client.js';
import { type Connector, createConnector } from './outbound/connector.js';
import { DOUBT_MS, SIMULATOR_DOUBT_MS, withDoubt } from './outbound/doubt.js';
import { createGraph, GRAPH_URL } from './outbound/graph.js';
import { createMessenger } from './outbound/messenger.js';
import { createRateLimiter } from './outbound/rate-limiter.js';
import { createThreadReader } from './outbound/read-thread.js';
import {
  createAllowedServiceUrls,
  createServiceUrlLookup,
  type ServiceUrlLookup,
} from './outbound/service-urls.js';
import { createSeals } from './render/form/seal.js';

export type { Every } from '../shared/recheck.js';
export type { TeamsCredentials } from './auth/credentials.js';
export type { Health } from './inbound/health.js';
export type { RawReply, RawRequest } from './inbound/receiver.js';

export interface TeamsOptions {
  /** The application (client) id of the app registration, a GUID. */
  readonly appId: string;
  /** The only tenant the bot serves, a GUID. */
  readonly tenantId: string;
  readonly credentials: TeamsCredentials;
  /**
   * Base URL of a simulator on loopback, such as `http://127.0.0.1:3001/teams`. Its keys and tokens
   * replace Microsoft's; null: Microsoft's. The configuration accepts one only together with the lab.
   */
  readonly simulatorUrl: string | null;
  readonly intake: Intake;
  readonly references: ReferenceStore;
  /**
   * Configured places. The adapter looks people up in their teams before Teams sent anything from
   * there, and `health` reports when the app was removed from one.
   */
  readonly places?: readonly Place[] | undefined;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now?: (() => number) | undefined;
  /** A time that only runs forward, ms: for paces, waits and caches. By default `now` if that is given. */
  readonly monotonicNow?: (() => number) | undefined;
  /** Resolves after `ms` of real time. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Repeats a task, in real time. It must not keep the process alive. */
  readonly every?: Every | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/** Microsoft Teams: receives events, and sends cards through `channel`. */
export interface TeamsAdapter extends OnlineCheck {
  readonly channel: Channel;
  readonly threads: ThreadReader;
  /** Routes for the HTTP server: POST requests, with the body's bytes unchanged. */
  readonly routes: readonly TeamsRoute[];
  /**
   * Asks Microsoft for a token with the credentials; cards can be sent afterwards. Later calls do not
   * ask again. Resolves with the tenant id, the workspace of all Teams accounts. Resolves also when
   * Microsoft does not answer; `health` then says so.
   * @throws RedressError TEAMS_START with a remedy
   */
  identify(): Promise<string>;
  /**
   * Calls `identify` unless that was done, then accepts requests.
   * @throws RedressError TEAMS_START with a remedy
   */
  start(): Promise<void>;
  /**
   * `ok`, or what is wrong. While Microsoft does not answer or refuses the credentials, the adapter
   * checks again at least every 30 s. References written by other processes are reloaded after a minute and
   * show in a later call.
   */
  health(): Health;
  /**
   * Refuses new requests and waits for running work, at most `graceMs` of real time. True when all
   * work ended.
   */
  stop(graceMs: number): Promise<boolean>;
}

export interface TeamsRoute {
  readonly path: string;
  handle(request: RawRequest): Promise<RawReply>;
}

/**
 * Creates the Teams adapter. It only translates: Teams activities into events for {@link Intake}, and
 * cards, forms and notices into messages and dialogs of Teams.
 * @throws RedressError TEAMS_START when the app id or the tenant id is missing, because no request could be verified, or when the certificate is unusable
 */
export function createTeams(options: TeamsOptions): TeamsAdapter {
  const settings = toSettings(options);
  const state: AdapterState = { tokenRefusal: null, isLoginUnreachable: false, stage: 'new' };
  const workTracker = createWorkTracker();
  const credentials = createCredentials(settings);
  const references = createReferences({ ...settings, store: settings.references });
  const keys = createSigningKeys({ ...settings, openId: toOpenIdUrl(settings) });
  const onTokenResult = (code: string | null, by: TokenReporter) => {
    state.tokenRefusal = code === null ? null : { code, by };
    state.isLoginUnreachable = false;
  };
  const outage = createOutage(settings);
  const shared = { workTracker, references, keys, tokens: credentials, onTokenResult, outage };
  const { channel, threads, receiver, probeConnector, ...parts } = createChannelAndReceiver(
    settings,
    shared,
  );
  const { kind } = settings.credentials;
  const onlineCheck = createOnlineCheck({ ...settings, ...credentials, ...parts, kind });
  const runInBackground = createBackgroundRunner(workTracker, settings.logger);
  const identify = createIdentify(settings, credentials, state);
  let stopWatching = (): void => undefined;
  return {
    ...{ channel, threads },
    routes: [{ path: REQUEST_PATH, handle: receiver.handle }],
    identify,
    ...onlineCheck,
    async start() {
      await identify();
      await Promise.all([references.load(), prefetchSigningKeys(keys, settings.logger)]);
      receiver.start();
      state.stage = 'started';
      const recovery = { ...settings, ...credentials, state, outage, probeConnector };
      stopWatching = watchForRecovery(recovery, runInBackground);
    },
    health() {
      if (state.stage === 'started') runInBackground(references.refresh());
      return toHealth(state, references, outage.find());
    },
    async stop(graceMs) {
      state.stage = 'stopped';
      stopWatching();
      receiver.stop();
      return workTracker.waitUntilIdle(graceMs);
    },
  };
}

function createOutage({ now: monotonicNow, wallNow: now, logger }: Settings): OutageDetector {
  return createOutageDetector({ platform: 'teams', now, monotonicNow, logger });
}

function createIdentify(
  settings: Settings,
  { checkCredentials }: Credentials,
  state: AdapterState,
): TeamsAdapter['identify'] {
  return async () => {
    if (state.stage !== 'new') return settings.tenantId;
    const check = await checkCredentials();
    assertCredentials(check, settings.credentials.kind, settings.logger);
    state.isLoginUnreachable = check.kind === 'no-answer';
    state.stage = 'identified';
    return settings.tenantId;
  };
}

/** Tracks work that nobody awaits: `stop` waits for it, and its errors are logged. */
function createBackgroundRunner(
  workTracker: WorkTracker,
  logger: Logger,
): (work: Promise<void>) => void {
  return (work) => {
    workTracker.track(work).catch((error: unknown) => {
      logger.warn({ error }, 'Teams health check failed');
    });
  };
}

interface Settings extends TeamsOptions {
  /** A time that only runs forward, ms. All but what needs the date takes it. */
  readonly now: () => number;
  /** Real time, ms UTC: for what is signed or stored. */
  readonly wallNow: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly every: Every;
  readonly fetch: typeof fetch;
}

/** GUIDs are compared as text, and Microsoft writes them in lower case. */
function toSettings(options: TeamsOptions): Settings {
  const appId = options.appId.trim().toLowerCase();
  const tenantId = options.tenantId.trim().toLowerCase();
  if (appId === '') throw new RedressError('TEAMS_START', TEAMS_START_TEXT.noAppId);
  if (tenantId === '') throw new RedressError('TEAMS_START', TEAMS_START_TEXT.noTenant);
  return {
    ...options,
    appId,
    tenantId,
    now: options.monotonicNow ?? options.now ?? monotonicNow,
    wallNow: options.now ?? Date.now,
    sleep: options.sleep ?? ((ms) => sleepFor(ms)),
    every: options.every ?? unrefEvery,
    fetch: options.fetch ?? fetch,
  };
}

function toOpenIdUrl({ simulatorUrl }: Settings): string {
  if (simulatorUrl === null) return OPENID_DOCUMENT;
  return `${simulatorUrl.replace(/\/$/, '')}/openid/.well-known/openidconfiguration`;
}

/** Microsoft Graph, or what stands for it beside a simulator. */
function toGraphUrl({ simulatorUrl }: Settings): string {
  return simulatorUrl === null ? GRAPH_URL : `${simulatorUrl.replace(/\/$/, '')}/graph/v1.0`;
}

interface SharedParts {
  readonly workTracker: WorkTracker;
  readonly references: References;
  readonly keys: SigningKeys;
  readonly tokens: Credentials;
  readonly onTokenResult: (refused: string | null, by: TokenReporter) => void;
  readonly outage: OutageDetector;
}

function createChannelAndReceiver(
  settings: Settings,
  { workTracker, references, keys, tokens, onTokenResult, outage }: SharedParts,
) {
  const { tenantId, now, sleep, logger, intake } = settings;
  const serviceUrls = createAllowedServiceUrls(settings);
  const rateLimiter = createRateLimiter(now);
  const client = { ...settings, serviceUrls, tokens, rateLimiter, onTokenResult, outage };
  const call = createClient(client);
  const connector = createConnector({ ...settings, call });
  const believeAfterMs = settings.simulatorUrl === null ? DOUBT_MS : SIMULATOR_DOUBT_MS;
  const sender = createChannel({ ...settings, connector, serviceUrls, rateLimiter });
  const channel = withDoubt(sender, believeAfterMs);
  const dispatch = createDispatch({
    ...{ workTracker, references, now, intake, replyTimeoutMs: INVOKE_TIMEOUT_MS },
    places: settings.places,
    seals: createSeals(settings),
    replyContext: { tenant: tenantId, logger },
    messenger: createMessenger({ connector, channel, logger, now, sleep }),
  });
  const authentication = createAuthentication({ ...settings, keys, now: settings.wallNow });
  const receiver = createReceiver({
    ...{ ...settings, authentication, serviceUrls, dispatch, workTracker },
    tenant: tenantId,
  });
  const serviceUrlLookup = createServiceUrlLookup({ ...settings, serviceUrls });
  const probeConnector = () => fetchOneMember(connector, serviceUrlLookup);
  const graph = createGraph({
    ...settings,
    baseUrl: toGraphUrl(settings),
    tokens: tokens.graphTokens,
  });
  const threads = createThreadReader({ ...settings, connector, serviceUrlLookup, graph });
  return { channel, threads, receiver, probeConnector, connector, serviceUrlLookup };
}

/** Makes the cheapest call to the Bot Connector. The client reports whether it accepts the token. */
async function fetchOneMember(connector: Connector, lookup: ServiceUrlLookup): Promise<void> {
  const [team] = await lookup.listTeams();
  if (team === undefined) return;
  await connector.fetchMembers(team.serviceUrl, team.id, { size: 1, continuationToken: null });
}

/** Loads the signing keys before the first request needs them. */
async function prefetchSigningKeys(keys: SigningKeys, logger: Logger): Promise<void> {
  try {
    await keys.find('');
  } catch (error) {
    logger.warn({ error }, 'Teams signing keys not loaded, will retry');
  }
}
