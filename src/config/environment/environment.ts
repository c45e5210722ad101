import type { ConfigFault } from '../faults.js';
import { createReader, type Path, type Reader } from '../organisation/reader.js';
import { closest } from '../organisation/similar.js';
import { isLoopbackMongo, isLoopbackUrl } from './loopback.js';
import type { ConfiguredPlatforms } from './platforms.js';
import { readSlack, type SlackSettings, START_SLACK, slackIsGiven } from './slack-settings.js';
import { readTeams, START_TEAMS, type TeamsSettings, teamsIsGiven } from './teams-settings.js';
import {
  type Environment,
  type Given,
  type ReadFile,
  VARIABLES,
  type Variables,
} from './variables.js';

/** Where complaints are kept: a MongoDB server, or a file in the data folder. */
export type StoreSettings =
  | { readonly kind: 'mongo'; readonly uri: string }
  | { readonly kind: 'embedded'; readonly folder: string };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The chat platforms; at least one is configured. */
export interface PlatformSettings {
  readonly slack: SlackSettings | null;
  readonly teams: TeamsSettings | null;
}

/** What the environment says, validated. */
export interface Settings {
  readonly platforms: PlatformSettings;
  readonly store: StoreSettings;
  /** Path of `redress.yml`. */
  readonly configFile: string;
  /** Folder for files of ours. */
  readonly dataFolder: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly playgroundPort: number;
  /** Serves the lab to whoever has it; null: there is no lab. */
  readonly labToken: string | null;
  readonly logLevel: LogLevel;
}

/** What reading the environment gave. */
export interface EnvironmentReading {
  /** Undefined when a variable that everything else needs is missing or wrong. */
  readonly settings: Settings | undefined;
  readonly faults: readonly ConfigFault[];
  /** Where `redress.yml` is said to be, known even when other variables are faulty. */
  readonly configFile: string;
  /** Which platforms `redress.yml` may name, known even when their variables are faulty. */
  readonly configured: ConfiguredPlatforms;
}

/** Reads and checks all variables. It looks only at `environment`, and at the certificate's file it names. */
export function readEnvironment(environment: Environment, readFile: ReadFile): EnvironmentReading {
  const reader = createReader(
    (path: Path) => String(path[0]),
    () => '',
  );
  const known = Object.keys(VARIABLES).map((name) => [
    name,
    environment[name]?.trim() || undefined,
  ]);
  const given = Object.fromEntries(known) as Given;
  const values = reader.map([], given, VARIABLES);
  reportSlips(reader, environment);
  const platforms: PlatformSettings = {
    slack: readSlack(reader, given, values),
    teams: readTeams(reader, given, values, readFile),
  };
  const configured = configuredOf(given, values);
  if (!configured.slack && !configured.teams) {
    const remedy = `no chat platform is configured; ${START_SLACK}; ${START_TEAMS}.`;
    reader.fault(['SLACK_BOT_TOKEN'], remedy);
  }
  const settings = settingsOf(given, values, platforms);
  guardSimulators(reader, settings);
  const complete = reader.faults.length === 0 ? settings : undefined;
  return { settings: complete, faults: reader.faults, configFile: settings.configFile, configured };
}

function settingsOf(given: Given, values: Variables, platforms: PlatformSettings): Settings {
  return {
    platforms,
    store: storeOf(given, values),
    configFile: values.REDRESS_CONFIG ?? 'redress.yml',
    dataFolder: values.REDRESS_DATA ?? 'data',
    http: { host: values.HOST ?? '127.0.0.1', port: values.PORT ?? 0 },
    playgroundPort: values.PLAYGROUND_PORT ?? 0,
    labToken: values.REDRESS_LAB_TOKEN ?? null,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
}

/** When a platform was configured by half, what it lacks is said once: not at every place that names it, too. */
function configuredOf(given: Given, values: Variables): ConfiguredPlatforms {
  return {
    slack: slackIsGiven(given),
    teams: teamsIsGiven(given),
    tenant: values.MICROSOFT_APP_TENANT_ID ?? null,
  };
}

const OURS = /^(REDRESS|SLACK|MICROSOFT|TEAMS|MONGODB|PLAYGROUND)_/;

/** A variable that is almost one of ours is surely a slip, and would otherwise be ignored in silence. */
function reportSlips(reader: Reader, environment: Environment): void {
  for (const name of Object.keys(environment)) {
    if (Object.hasOwn(VARIABLES, name) || !OURS.test(name)) continue;
    const guess = closest(name, Object.keys(VARIABLES));
    if (guess !== undefined) reader.fault([name], `is not a setting. Did you mean ${guess}?`);
  }
}

function storeOf(given: Given, values: Variables): StoreSettings {
  if (given.MONGODB_URI !== undefined) return { kind: 'mongo', uri: given.MONGODB_URI };
  return { kind: 'embedded', folder: values.REDRESS_DATA ?? 'data' };
}

/**
 * The lab moves the clock and breaks the store: never near real people or a shared database. And a
 * simulator of Teams says with which keys its requests are signed: nowhere but in the lab.
 */
function guardSimulators(reader: Reader, { platforms, store, labToken }: Settings): void {
  const { slack, teams } = platforms;
  if (labToken === null) {
    if (teams === null || teams.simulatorUrl === null) return;
    const what = 'is for simulators only, and goes with REDRESS_LAB_TOKEN; remove it.';
    reader.fault(['TEAMS_API_URL'], what);
    return;
  }
  const only = 'the lab is for simulators only:';
  if (store.kind === 'mongo' && !isLoopbackMongo(store.uri)) {
    reader.fault(['REDRESS_LAB_TOKEN'], `${only} MONGODB_URI must be on this computer, or unset.`);
  }
  if (slack !== null && (slack.apiUrl === null || !isLoopbackUrl(slack.apiUrl))) {
    reader.fault(['REDRESS_LAB_TOKEN'], `${only} SLACK_API_URL must be on this computer.`);
  }
  if (teams !== null && (teams.simulatorUrl === null || !isLoopbackUrl(teams.simulatorUrl))) {
    reader.fault(['REDRESS_LAB_TOKEN'], `${only} TEAMS_API_URL must be on this computer.`);
  }
}
