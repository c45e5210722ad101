import type { WorkspaceIds } from './app/organisation/account-lookup.js';
import type { PlatformSettings, SettingsByPlatform } from './config/environment/environment.js';
import type { SlackSettings } from './config/environment/slack-settings.js';
import type { TeamsSettings } from './config/environment/teams-settings.js';
import { mapPlatforms, PLATFORMS, type Platform } from './domain/organisation/person.js';
import type { Place } from './domain/organisation/place.js';
import type { RawRoute } from './http/raw-route.js';
import type { Check, CheckResult } from './http/readiness.js';
import type { Channel } from './ports/channel.js';
import type { Intake } from './ports/intake.js';
import type { Logger } from './ports/logger.js';
import type { Meter } from './ports/meter.js';
import type { Finding, OnlineCheck, OnlineSubjects } from './ports/online-check.js';
import type { ReferenceStore } from './ports/stores/reference-store.js';
import type { ThreadReader } from './ports/thread-reader.js';

/** A platform's adapter: its channel, its HTTP routes and its life cycle. */
export interface Adapter extends OnlineCheck {
  readonly channel: Channel;
  readonly threads: ThreadReader;
  readonly routes: readonly RawRoute[];
  /** Checks the credentials and returns the workspace id, which accounts contain. Throws coded errors. */
  identify(): Promise<string>;
  /** Starts to take requests. Throws coded errors. */
  start(): Promise<void>;
  /** `ok`, or a sentence for operators; `degraded` when the rest of the work goes on. */
  health(): CheckResult;
  /** Takes no more requests and waits for running ones, at most `graceMs` of real time. True when all ended. */
  stop(graceMs: number): Promise<boolean>;
}

/** The configured platforms as one. */
export interface Platforms {
  readonly channels: readonly Channel[];
  readonly threadReaders: readonly ThreadReader[];
  readonly routes: readonly RawRoute[];
  /** One check for each platform, with the platform's name. */
  readonly checks: readonly Check[];
  /** Identifies all adapters at once; throws the first error. */
  identify(): Promise<WorkspaceIds>;
  /** Asks all platforms at once, see {@link OnlineCheck}. */
  checkOnline(subjects: OnlineSubjects): Promise<readonly Finding[]>;
  /** Asks all platforms at once, see {@link OnlineCheck}. */
  readonly checkGroups: OnlineCheck['checkGroups'];
  /** Starts all adapters at once. Throws the first error; then the caller stops them all. */
  start(): Promise<void>;
  /** Stops all adapters at once, within `graceMs` of real time. True when all running requests ended. */
  stop(graceMs: number): Promise<boolean>;
}

/** What adapters need, apart from their settings. */
export interface AdapterDependencies {
  readonly intake: Intake;
  readonly references: ReferenceStore;
  /** The places of the configured teams: an adapter can read their members before any event from them. */
  readonly places: readonly Place[];
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC; the system's by default. */
  readonly realNow?: () => number;
  /** A time that only runs forward, ms, for paces and waits; the process's by default. */
  readonly monotonicNow?: () => number;
}

/**
 * Creates the adapters of the configured platforms; the libraries of the others are not loaded. Throws
 * coded errors for settings an adapter refuses.
 */
export async function createPlatforms(
  settings: PlatformSettings,
  deps: AdapterDependencies,
): Promise<Platforms> {
  const adapters = PLATFORMS.map((platform) => createAdapter(platform, settings[platform], deps));
  return combineAdapters((await Promise.all(adapters)).filter((adapter) => adapter !== null));
}

type CreateAdapter<P extends Platform> = (
  settings: SettingsByPlatform[P],
  deps: AdapterDependencies,
) => Promise<Adapter>;

/** Creates the adapter of each platform. */
const ADAPTERS: { readonly [P in Platform]: CreateAdapter<P> } = {
  slack: createSlackAdapter,
  teams: createTeamsAdapter,
};

async function createAdapter<P extends Platform>(
  platform: P,
  settings: SettingsByPlatform[P] | null,
  deps: AdapterDependencies,
): Promise<Adapter | null> {
  return settings === null ? null : ADAPTERS[platform](settings, deps);
}

async function createTeamsAdapter(
  settings: TeamsSettings,
  { realNow: now, ...deps }: AdapterDependencies,
): Promise<Adapter> {
  const { createTeams } = await import('../adapters/teams/index.js');
  return createTeams({ ...settings, ...deps, now });
}

async function createSlackAdapter(
  settings: SlackSettings,
  { intake, logger, meter, realNow: now, monotonicNow }: AdapterDependencies,
): Promise<Adapter> {
  const { createSlack } = await import('../adapters/slack/index.js');
  const { botToken, connection, apiUrl } = settings;
  const secret =
    connection.kind === 'http'
      ? { signingSecret: connection.signingSecret }
      : { appToken: connection.appToken };
  const api = apiUrl === null ? {} : { apiUrl };
  const times = { now, monotonicNow };
  return createSlack({ botToken, ...secret, ...api, intake, logger, meter, ...times });
}

/** Makes one {@link Platforms} of several adapters. */
export function combineAdapters(adapters: readonly Adapter[]): Platforms {
  return {
    channels: adapters.map(({ channel }) => channel),
    threadReaders: adapters.map(({ threads }) => threads),
    routes: adapters.flatMap(({ routes }) => routes),
    checks: adapters.map((adapter) => ({
      name: adapter.channel.platform,
      probe: () => adapter.health(),
    })),
    async identify() {
      const ids = adapters.map(async (adapter) => [
        adapter.channel.platform,
        await adapter.identify(),
      ]);
      return { ...mapPlatforms(() => null), ...Object.fromEntries(await settleAll(ids)) };
    },
    async checkOnline(subjects) {
      return (await settleAll(adapters.map((adapter) => adapter.checkOnline(subjects)))).flat();
    },
    async checkGroups(groups) {
      return (await settleAll(adapters.map((adapter) => adapter.checkGroups(groups)))).flat();
    },
    async start() {
      await settleAll(adapters.map((adapter) => adapter.start()));
    },
    async stop(graceMs) {
      const ended = await settleAll(adapters.map((adapter) => adapter.stop(graceMs)));
      return ended.every(Boolean);
    },
  };
}

/** Waits until all promises have settled, so that nothing still runs, and then throws the first error. */
async function settleAll<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
