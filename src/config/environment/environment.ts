import { PLATFORMS, type Platform } from '../../domain/organisation/person.js';
import type { ConfigFault } from '../faults.js';
import { type ConfigPath, type ConfigReader, createConfigReader } from '../organisation/reader.js';
import { findClosest } from '../organisation/similar.js';
import type { FindFolderFault } from './data-folder.js';
import { isLoopbackMongoUri, isLoopbackUrl } from './loopback.js';
import { type ConfiguredPlatforms, hasAnyPlatform } from './platforms.js';
import {
  hasSlackVariables,
  readSlackSettings,
  SLACK_SETUP_HINT,
  type SlackSettings,
} from './slack-settings.js';
import {
  hasTeamsVariables,
  readTeamsSettings,
  TEAMS_SETUP_HINT,
  type TeamsSettings,
} from './teams-settings.js';
import {
  type Environment,
  type ParsedVariables,
  type RawVariables,
  type ReadFile,
  VARIABLE_SCHEMAS,
} from './variables.js';

/** Where complaints are stored: a MongoDB server, or a file in the data folder. */
export type StoreSettings =
  | { readonly kind: 'mongo'; readonly uri: string }
  | { readonly kind: 'embedded'; readonly folder: string };

/** The lowest level that is logged. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The settings of each chat platform. */
export interface SettingsByPlatform {
  readonly slack: SlackSettings;
  readonly teams: TeamsSettings;
}

/** The chat platforms; at least one is configured. */
export type PlatformSettings = { readonly [P in Platform]: SettingsByPlatform[P] | null };

/** What to set for each platform. */
const SETUP_HINTS: Readonly<Record<Platform, string>> = {
  slack: SLACK_SETUP_HINT,
  teams: TEAMS_SETUP_HINT,
};

/** The validated settings of the environment. */
export interface Settings {
  readonly platforms: PlatformSettings;
  readonly store: StoreSettings;
  /** Path of `redress.yml`. */
  readonly configFile: string;
  /** Folder for the files that Redress writes. */
  readonly dataFolder: string;
  readonly http: { readonly host: string; readonly port: number };
  readonly playgroundPort: number;
  /** Gives access to the lab; null: there is no lab. */
  readonly labToken: string | null;
  readonly logLevel: LogLevel;
}

/** The result of reading the environment. */
export interface EnvironmentResult {
  /** Undefined when there is any fault. */
  readonly settings: Settings | undefined;
  readonly faults: readonly ConfigFault[];
  /** Path of `redress.yml`, also when other variables are wrong. */
  readonly configFile: string;
  /** Which platforms `redress.yml` may name, also when their variables are wrong. */
  readonly configuredPlatforms: ConfiguredPlatforms;
}

/**
 * Reads and checks all variables, and the certificate's file that they may name.
 * @param findFolderFault checks the data folder; without it the folder is not looked at
 */
export function readEnvironment(
  environment: Environment,
  readFile: ReadFile,
  findFolderFault: FindFolderFault = () => undefined,
): EnvironmentResult {
  const reader = createConfigReader(
    (path: ConfigPath) => String(path[0]),
    () => '',
  );
  const entries = Object.keys(VARIABLE_SCHEMAS).map((name) => [
    name,
    environment[name]?.trim() || undefined,
  ]);
  const raw = Object.fromEntries(entries) as RawVariables;
  const parsed = reader.readMap([], raw, VARIABLE_SCHEMAS);
  reportMisspelledNames(reader, environment);
  const platforms: PlatformSettings = {
    slack: readSlackSettings(reader, raw, parsed),
    teams: readTeamsSettings(reader, raw, parsed, readFile),
  };
  const configuredPlatforms = toConfiguredPlatforms(raw, parsed);
  if (!hasAnyPlatform(configuredPlatforms)) {
    const remedy = `no chat platform is configured; ${Object.values(SETUP_HINTS).join('; ')}.`;
    reader.addFault(['SLACK_BOT_TOKEN'], remedy);
  }
  const settings = toSettings(raw, parsed, platforms);
  checkSimulatorsOnly(reader, settings);
  const folderFault = findFolderFault(settings.dataFolder);
  if (folderFault !== undefined) reader.addFault(['REDRESS_DATA'], folderFault);
  const complete = reader.faults.length === 0 ? settings : undefined;
  return {
    settings: complete,
    faults: reader.faults,
    configFile: settings.configFile,
    configuredPlatforms,
  };
}

function toSettings(
  raw: RawVariables,
  parsed: ParsedVariables,
  platforms: PlatformSettings,
): Settings {
  return {
    platforms,
    store: toStoreSettings(raw, parsed),
    configFile: parsed.REDRESS_CONFIG ?? 'redress.yml',
    dataFolder: parsed.REDRESS_DATA ?? 'data',
    http: { host: parsed.HOST ?? '127.0.0.1', port: parsed.PORT ?? 0 },
    playgroundPort: parsed.PLAYGROUND_PORT ?? 0,
    labToken: parsed.REDRESS_LAB_TOKEN ?? null,
    logLevel: parsed.LOG_LEVEL ?? 'info',
  };
}

/** A half-configured platform counts: its own fault is enough, without one for every place that names it. */
function toConfiguredPlatforms(raw: RawVariables, parsed: ParsedVariables): ConfiguredPlatforms {
  return {
    slack: hasSlackVariables(raw),
    teams: hasTeamsVariables(raw),
    tenant: parsed.MICROSOFT_APP_TENANT_ID ?? null,
  };
}

const OUR_PREFIXES = /^(REDRESS|SLACK|MICROSOFT|TEAMS|MONGODB|PLAYGROUND)_/;

/** A variable that is almost one of ours is a mistake and would otherwise be ignored silently. */
function reportMisspelledNames(reader: ConfigReader, environment: Environment): void {
  for (const name of Object.keys(environment)) {
    if (Object.hasOwn(VARIABLE_SCHEMAS, name) || !OUR_PREFIXES.test(name)) continue;
    const guess = findClosest(name, Object.keys(VARIABLE_SCHEMAS));
    if (guess !== undefined) reader.addFault([name], `is not a setting. Did you mean ${guess}?`);
  }
}

function toStoreSettings(raw: RawVariables, parsed: ParsedVariables): StoreSettings {
  if (raw.MONGODB_URI !== undefined) return { kind: 'mongo', uri: raw.MONGODB_URI };
  return { kind: 'embedded', folder: parsed.REDRESS_DATA ?? 'data' };
}

/**
 * Where the data are, whatever the other settings say: for commands that work on the data alone, which a
 * playground has, too.
 */
export function readDataSettings(environment: Environment): Pick<Settings, 'store' | 'dataFolder'> {
  const dataFolder = environment.REDRESS_DATA?.trim() || 'data';
  const uri = environment.MONGODB_URI?.trim();
  return {
    dataFolder,
    store: uri ? { kind: 'mongo', uri } : { kind: 'embedded', folder: dataFolder },
  };
}

const LAB_ONLY = 'the lab is for simulators only:';

/**
 * The lab moves the clock and breaks the store, so it must not run with real people or a shared database.
 * A simulator of Teams provides the keys that sign its requests, so it is allowed in the lab only.
 */
function checkSimulatorsOnly(reader: ConfigReader, { platforms, store, labToken }: Settings): void {
  const { teams } = platforms;
  if (labToken === null) {
    if (teams === null || teams.simulatorUrl === null) return;
    const what = 'is for simulators only, and goes with REDRESS_LAB_TOKEN; remove it.';
    reader.addFault(['TEAMS_API_URL'], what);
    return;
  }
  if (store.kind === 'mongo' && !isLoopbackMongoUri(store.uri)) {
    reader.addFault(
      ['REDRESS_LAB_TOKEN'],
      `${LAB_ONLY} MONGODB_URI must be on this computer, or unset.`,
    );
  }
  for (const platform of PLATFORMS) checkIsSimulator(reader, platform, platforms[platform]);
}

/** The address of each platform's API, null for the platform's own, and the variable that sets it. */
const API_URLS: {
  readonly [P in Platform]: {
    readonly variable: keyof RawVariables;
    readonly read: (settings: SettingsByPlatform[P]) => string | null;
  };
} = {
  slack: { variable: 'SLACK_API_URL', read: ({ apiUrl }) => apiUrl },
  teams: { variable: 'TEAMS_API_URL', read: ({ simulatorUrl }) => simulatorUrl },
};

function checkIsSimulator<P extends Platform>(
  reader: ConfigReader,
  platform: P,
  settings: SettingsByPlatform[P] | null,
): void {
  if (settings === null) return;
  const { variable, read } = API_URLS[platform];
  const url = read(settings);
  if (url !== null && isLoopbackUrl(url)) return;
  reader.addFault(['REDRESS_LAB_TOKEN'], `${LAB_ONLY} ${variable} must be on this computer.`);
}
