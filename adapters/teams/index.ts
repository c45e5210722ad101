import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Place } from '../../src/domain/organisation/place.js';
import { RedressError } from '../../src/errors.js';
import type { Channel } from '../../src/ports/channel.js';
import type { Intake } from '../../src/ports/intake.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';
import type { ReferenceStore } from '../../src/ports/reference-store.js';
import { TEAMS_START_TEXT } from '../../src/text/teams-en.js';
import { createRunning, type Running } from '../shared/running.js';
import { REQUEST_PATH } from './app-definition.js';
import {
  createAuthentication,
  createSigningKeys,
  OPENID_DOCUMENT,
  type SigningKeys,
} from './auth/authentication.js';
import { assertCredentials, createCredentials, type TeamsCredentials } from './auth/credentials.js';
import type { Tokens } from './auth/tokens.js';
import { createDispatch } from './inbound/dispatch.js';
import {
  type AdapterState,
  type Every,
  type Health,
  toHealth,
  unrefEvery,
  watchForRecovery,
} from './inbound/health.js';
import { INVOKE_TIMEOUT_MS } from './inbound/invokes.js';
import { createReceiver, type RawReply, type RawRequest } from './inbound/receiver.js';
import { createReferences, type References } from './inbound/references.js';
import { createChannel } from './outbound/channel.js';
import { createClient, type TokenObserver } from './outbound/client.js';
import { type Connector, createConnector } from './outbound/connector.js';
import { createMessenger } from './outbound/messenger.js';
import { createRateLimiter } from './outbound/rate-limiter.js';
import {
  createServiceAddresses,
  createServiceUrls,
  type ServiceAddresses,
} from './outbound/service-urls.js';
import { createSeals } from './render/form/seal.js';

export type { TeamsCredentials } from './auth/credentials.js';
export type { Every, Health } from './inbound/health.js';
export type { RawReply, RawRequest } from './inbound/receiver.js';

export interface TeamsOptions {
  /** The app registration's application (client) id, a GUID. */
  readonly appId: string;
  /** The one tenant that is served, a GUID. */
  readonly tenantId: string;
  readonly credentials: TeamsCredentials;
  /**
   * Base address of a simulator on loopback, such as `http://127.0.0.1:3001/teams`, whose keys and
   * tokens are used instead of Microsoft's; null: Microsoft's. The configuration admits one only
   * together with the lab.
   */
  readonly simulatorUrl: string | null;
  readonly intake: Intake;
  readonly references: ReferenceStore;
  /**
   * Places whose teams the app is expected in: people are looked for there before Teams said anything
   * of them, and `health` tells when it was removed from one.
   */
  readonly places?: readonly Place[] | undefined;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly now?: (() => number) | undefined;
  /** Resolves after so many ms of real time. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Real time; it must not keep the process alive. */
  readonly every?: Every | undefined;
  readonly fetch?: typeof fetch | undefined;
}

/** Microsoft Teams, both ways. */
export interface TeamsAdapter {
  readonly channel: Channel;
  /** What the HTTP server serves at `path` for POST, with the body's bytes as they came. */
  readonly routes: readonly TeamsRoute[];
  /**
   * Sees whether Microsoft takes the credentials; cards can be sent from then on. Asked once: later
   * calls return the same. Resolves with the tenant's id, by which accounts are told apart. When
   * Microsoft does not answer it resolves as well, and `health` tells.
   * @throws RedressError TEAMS_START with what to do about it
   */
  identify(): Promise<string>;
  /**
   * Identifies if that was not done, then takes requests.
   * @throws RedressError TEAMS_START with what to do about it
   */
  start(): Promise<void>;
  /**
   * `ok`, or what is wrong. While Microsoft is silent or refuses, it is asked again every 30 s; what
   * other processes wrote is read again now and then, and shows in a later answer.
   */
  health(): Health;
  /**
   * Takes nothing more and waits for what is under way, at most `graceMs` of real time. True when
   * all of it ended.
   */
  stop(graceMs: number): Promise<boolean>;
}

export interface TeamsRoute {
  readonly path: string;
  handle(request: RawRequest): Promise<RawReply>;
}

/**
 * The Teams adapter. It only translates: what happens in Teams into {@link Intake}'s words, and
 * cards, forms and notices into Teams'.
 * @throws RedressError TEAMS_START when the app id or the tenant id is missing, since no request could be checked without, or the certificate is of no use
 */
export function createTeams(options: TeamsOptions): TeamsAdapter {
  const settings = settingsOf(options);
  const { logger } = settings;
  const known: AdapterState = { refused: null, isSilent: false, stage: 'new' };
  const running = createRunning();
  const credentials = createCredentials(settings);
  const references = createReferences({ ...settings, store: settings.references });
  const keys = createSigningKeys({ ...settings, openId: openIdOf(settings) });
  const onToken = (code: string | null, by: TokenObserver) => {
    known.refused = code === null ? null : { code, by };
    known.isSilent = false;
  };
  const ways = waysOf(settings, { running, references, keys, tokens: credentials, onToken });
  const inBackground = trackedBy(running, logger);
  const identify = async () => {
    if (known.stage !== 'new') return settings.tenantId;
    const check = await credentials.checkCredentials();
    assertCredentials(check, settings.credentials.kind, logger);
    known.isSilent = check.kind === 'no-answer';
    known.stage = 'identified';
    return settings.tenantId;
  };
  let unwatch = (): void => undefined;
  return {
    channel: ways.channel,
    routes: [{ path: REQUEST_PATH, handle: ways.receiver.handle }],
    identify,
    async start() {
      await identify();
      await Promise.all([references.load(), warm(keys, logger)]);
      ways.receiver.start();
      known.stage = 'started';
      const { every } = settings;
      unwatch = watchForRecovery({ ...credentials, ...ways, known, every }, inBackground);
    },
    health() {
      if (known.stage === 'started') inBackground(references.refresh());
      return toHealth(known, references);
    },
    async stop(graceMs) {
      known.stage = 'stopped';
      unwatch();
      ways.receiver.stop();
      return running.idle(graceMs);
    },
  };
}

/** Takes work nobody waits for: it is done before the stop, and its faults are logged. */
function trackedBy(running: Running, logger: Logger): (work: Promise<void>) => void {
  return (work) => {
    running.track(work).catch((error: unknown) => {
      logger.warn({ error }, 'how Teams is could not be looked at');
    });
  };
}

interface Settings extends TeamsOptions {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly every: Every;
  readonly fetch: typeof fetch;
}

/** GUIDs are compared as text, and Microsoft writes them small. */
function settingsOf(options: TeamsOptions): Settings {
  const appId = options.appId.trim().toLowerCase();
  const tenantId = options.tenantId.trim().toLowerCase();
  if (appId === '') throw new RedressError('TEAMS_START', TEAMS_START_TEXT.noAppId);
  if (tenantId === '') throw new RedressError('TEAMS_START', TEAMS_START_TEXT.noTenant);
  return {
    ...options,
    appId,
    tenantId,
    now: options.now ?? Date.now,
    sleep: options.sleep ?? ((ms) => sleepFor(ms)),
    every: options.every ?? unrefEvery,
    fetch: options.fetch ?? fetch,
  };
}

function openIdOf({ simulatorUrl }: Settings): string {
  if (simulatorUrl === null) return OPENID_DOCUMENT;
  return `${simulatorUrl.replace(/\/$/, '')}/openid/.well-known/openidconfiguration`;
}

interface Shared {
  readonly running: Running;
  readonly references: References;
  readonly keys: SigningKeys;
  readonly tokens: Tokens;
  readonly onToken: (refused: string | null, by: TokenObserver) => void;
}

/** The way out and the way in. */
function waysOf(settings: Settings, { running, references, keys, tokens, onToken }: Shared) {
  const { tenantId, now, sleep, logger } = settings;
  const serviceUrls = createServiceUrls(settings);
  const pace = createRateLimiter(now);
  const call = createClient({ ...settings, serviceUrls, tokens, pace, onToken });
  const connector = createConnector({ ...settings, call });
  const channel = createChannel({ ...settings, connector, serviceUrls });
  const dispatch = createDispatch({
    ...{ running, references, now, patienceMs: INVOKE_TIMEOUT_MS, intake: settings.intake },
    seals: createSeals(settings),
    replyContext: { tenant: tenantId, logger },
    messenger: createMessenger({ connector, channel, logger, now, sleep }),
  });
  const authentication = createAuthentication({ ...settings, keys });
  const receiver = createReceiver({
    ...{ ...settings, authentication, serviceUrls, dispatch, running },
    tenant: tenantId,
  });
  const addresses = createServiceAddresses({ ...settings, serviceUrls });
  return { channel, receiver, askConnector: () => askForMember(connector, addresses) };
}

/** The smallest thing the Bot Connector can be asked; what it answers shows whether it takes the token. */
async function askForMember(connector: Connector, addresses: ServiceAddresses): Promise<void> {
  const [team] = await addresses.teams();
  if (team === undefined) return;
  await connector.members(team.serviceUrl, team.id, { size: 1, continuationToken: null });
}

/** Reads the signing keys ahead, so that the first person does not wait for them. */
async function warm(keys: SigningKeys, logger: Logger): Promise<void> {
  try {
    await keys.find('');
  } catch (error) {
    logger.warn({ error }, 'the signing keys of Teams cannot be had now; they are asked for again');
  }
}
