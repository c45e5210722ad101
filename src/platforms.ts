import type { WorkspaceIds } from './app/organisation/account-lookup.js';
import type { PlatformSettings } from './config/environment/environment.js';
import type { SlackSettings } from './config/environment/slack-settings.js';
import type { TeamsSettings } from './config/environment/teams-settings.js';
import type { Place } from './domain/organisation/place.js';
import type { RawRoute } from './http/raw-route.js';
import type { Check, CheckResult } from './http/readiness.js';
import type { Channel } from './ports/channel.js';
import type { Intake } from './ports/intake.js';
import type { Logger } from './ports/logger.js';
import type { Meter } from './ports/meter.js';
import type { ReferenceStore } from './ports/reference-store.js';

/** What every adapter offers: its platform, both ways. */
export interface Adapter {
  readonly channel: Channel;
  readonly routes: readonly RawRoute[];
  /** Checks the credentials; resolves with the workspace's id, by which accounts are told apart. */
  identify(): Promise<string>;
  /** Takes requests from then on. */
  start(): Promise<void>;
  /** `ok`, or what is wrong in words for operators; `degraded` where the rest of the work is done. */
  health(): CheckResult;
  /** Takes nothing more and waits for what is under way, at most `graceMs` of real time. True when all of it ended. */
  stop(graceMs: number): Promise<boolean>;
}

/** The configured platforms as one. */
export interface Platforms {
  readonly channels: readonly Channel[];
  readonly routes: readonly RawRoute[];
  /** One for each platform, by its name. */
  readonly checks: readonly Check[];
  /** All at once; throws what the first adapter that was refused threw. */
  identify(): Promise<WorkspaceIds>;
  /** All at once. Throws what the first that did not start threw: stop them all then. */
  start(): Promise<void>;
  /** All at once, so that `graceMs` of real time is enough for all. True when everything under way ended. */
  stop(graceMs: number): Promise<boolean>;
}

/** What adapters are made of, apart from their settings. */
export interface AdapterDependencies {
  readonly intake: Intake;
  readonly references: ReferenceStore;
  /** Where the configured teams are: a platform's directory may be there before anything was heard of it. */
  readonly places: readonly Place[];
  readonly logger: Logger;
  readonly meter: Meter;
}

/**
 * The adapters of the platforms that are configured; of the others not even the library is loaded.
 * Throws coded errors for settings an adapter refuses.
 */
export async function createPlatforms(
  { slack, teams }: PlatformSettings,
  parts: AdapterDependencies,
): Promise<Platforms> {
  const adapters = [
    slack === null ? null : createSlackAdapter(slack, parts),
    teams === null ? null : createTeamsAdapter(teams, parts),
  ];
  return combineAdapters(await Promise.all(adapters.filter((adapter) => adapter !== null)));
}

async function createTeamsAdapter(
  settings: TeamsSettings,
  parts: AdapterDependencies,
): Promise<Adapter> {
  const { createTeams } = await import('../adapters/teams/index.js');
  return createTeams({ ...settings, ...parts });
}

async function createSlackAdapter(
  settings: SlackSettings,
  { intake, logger, meter }: AdapterDependencies,
): Promise<Adapter> {
  const { createSlack } = await import('../adapters/slack/index.js');
  const { botToken, connection, apiUrl } = settings;
  const secret =
    connection.kind === 'http'
      ? { signingSecret: connection.signingSecret }
      : { appToken: connection.appToken };
  const api = apiUrl === null ? {} : { apiUrl };
  return createSlack({ botToken, ...secret, ...api, intake, logger, meter });
}

/** Several adapters as one. */
export function combineAdapters(adapters: readonly Adapter[]): Platforms {
  return {
    channels: adapters.map(({ channel }) => channel),
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
      return { slack: null, teams: null, ...Object.fromEntries(await settleAll(ids)) };
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

/** Waits for all of them, the failed ones too, so that nothing goes on behind our back; then throws the first fault. */
async function settleAll<T>(doing: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(doing);
  return Promise.all(doing);
}
