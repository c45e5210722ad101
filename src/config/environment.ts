import { z } from 'zod';
import type { ConfigFault } from './faults.js';
import { isLoopbackMongo, isLoopbackUrl } from './loopback.js';
import { createReader, type Path, type Reader, type Reading } from './reader.js';
import { secret } from './secrets.js';
import { closest } from './similar.js';

/** Variables by name, as `process.env` and `.env` give them. Empty text counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How Slack reaches us: it calls our URL, or we hold a socket open to it (Socket Mode). */
export type SlackConnection =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

export interface SlackSettings {
  readonly botToken: string;
  readonly connection: SlackConnection;
  /** Web API address ending in `/`; null: Slack's own. */
  readonly apiUrl: string | null;
}

/** Where complaints are kept: a MongoDB server, or a file in the data folder. */
export type StoreSettings =
  | { readonly kind: 'mongo'; readonly uri: string }
  | { readonly kind: 'embedded'; readonly folder: string };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What the environment says, validated. */
export interface Settings {
  /** Each chat platform that is configured; at least one is. */
  readonly platforms: { readonly slack: SlackSettings | null };
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

const port = z.string().transform((text, context) => {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= 65_535) return number;
  context.addIssue(`"${text}" is no port; write a number from 1 to 65535.`);
  return z.NEVER;
});

/** Only Slack's own addresses and simulators on this computer: the bot token is sent there. */
const apiUrl = z.string().transform((text, context) => {
  const official = /^https:\/\/(slack|slack-gov)\.com\/api\/?$/.test(text);
  const simulator = /^https?:\/\//.test(text) && isLoopbackUrl(text);
  if (official || simulator) return text.endsWith('/') ? text : `${text}/`;
  context.addIssue(
    'must be on this computer (a simulator, such as http://127.0.0.1:3001/api/) or be https://slack.com/api/ : the bot token is sent there.',
  );
  return z.NEVER;
});

const mongoUri = z.string().superRefine((text, context) => {
  if (/<[^>]*>|changeme|your[-_]/i.test(text)) {
    context.addIssue('still has a placeholder in it; put the real user, password and host there.');
  } else if (!/^mongodb(\+srv)?:\/\/[^/?]+/i.test(text)) {
    context.addIssue('must begin with mongodb:// or mongodb+srv:// and name a host.');
  }
});

const logLevel = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['debug', 'info', 'warn', 'error', 'silent']));

/** Every variable Redress knows. `.env.example` explains each; a test keeps the two equal. */
export const VARIABLES = {
  SLACK_BOT_TOKEN: secret(
    /^(xoxe\.)?xoxb-[A-Za-z0-9-]{10,}$/,
    'a bot token begins with xoxb- ("OAuth & Permissions" of the Slack app)',
  ).optional(),
  SLACK_SIGNING_SECRET: secret(
    /^[A-Za-z0-9]{16,}$/,
    'a signing secret is 32 letters and digits ("Basic Information" of the Slack app)',
  ).optional(),
  SLACK_APP_TOKEN: secret(
    /^xapp-[A-Za-z0-9-]{10,}$/,
    'an app-level token begins with xapp- ("Basic Information" of the Slack app)',
  ).optional(),
  SLACK_API_URL: apiUrl.optional(),
  MONGODB_URI: mongoUri.optional(),
  REDRESS_CONFIG: z.string().default('redress.yml'),
  REDRESS_DATA: z.string().default('data'),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, { error: 'must be an address such as 0.0.0.0 or 127.0.0.1.' })
    .default('0.0.0.0'),
  PORT: port.default(3000),
  PLAYGROUND_PORT: port.default(3001),
  REDRESS_LAB_TOKEN: secret(/^\S{16,}$/, 'it needs at least 16 characters').optional(),
  LOG_LEVEL: logLevel.default('info'),
};

type Variables = Reading<typeof VARIABLES>;

/** What reading the environment gave. */
export interface EnvironmentReading {
  /** Undefined when a variable that everything else needs is missing or wrong. */
  readonly settings: Settings | undefined;
  readonly faults: readonly ConfigFault[];
  /** Where `redress.yml` is said to be, known even when other variables are faulty. */
  readonly configFile: string;
}

/** Reads and checks all variables. Pure: it looks only at `environment`. */
export function readEnvironment(environment: Environment): EnvironmentReading {
  const reader = createReader(
    (path: Path) => String(path[0]),
    () => '',
  );
  const known = Object.keys(VARIABLES).map((name) => [
    name,
    environment[name]?.trim() || undefined,
  ]);
  const given = Object.fromEntries(known) as Record<keyof typeof VARIABLES, string | undefined>;
  const values = reader.map([], given, VARIABLES);
  reportSlips(reader, environment);
  const slack = readSlack(reader, given, values);
  const store = storeOf(given, values);
  if (values.REDRESS_LAB_TOKEN !== undefined) guardLab(reader, store, slack);
  const settings: Settings = {
    platforms: { slack },
    store,
    configFile: values.REDRESS_CONFIG ?? 'redress.yml',
    dataFolder: values.REDRESS_DATA ?? 'data',
    http: { host: values.HOST ?? '127.0.0.1', port: values.PORT ?? 0 },
    playgroundPort: values.PLAYGROUND_PORT ?? 0,
    labToken: values.REDRESS_LAB_TOKEN ?? null,
    logLevel: values.LOG_LEVEL ?? 'info',
  };
  const complete = reader.faults.length === 0 ? settings : undefined;
  return { settings: complete, faults: reader.faults, configFile: settings.configFile };
}

/** A variable that is almost one of ours is surely a slip, and would otherwise be ignored in silence. */
function reportSlips(reader: Reader, environment: Environment): void {
  for (const name of Object.keys(environment)) {
    if (Object.hasOwn(VARIABLES, name) || !/^(REDRESS|SLACK|MONGODB|PLAYGROUND)_/.test(name))
      continue;
    const guess = closest(name, Object.keys(VARIABLES));
    if (guess !== undefined) reader.fault([name], `is not a setting. Did you mean ${guess}?`);
  }
}

type Given = Readonly<Record<keyof typeof VARIABLES, string | undefined>>;

const START_SLACK =
  'for Slack set SLACK_BOT_TOKEN, with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN (Socket Mode).';

/** What is given but wrong has been noted already; only what is missing is noted here. */
function readSlack(reader: Reader, given: Given, values: Variables): SlackSettings | null {
  if (given.SLACK_BOT_TOKEN === undefined) {
    reader.fault(['SLACK_BOT_TOKEN'], `no chat platform is configured; ${START_SLACK}`);
    return null;
  }
  const http = given.SLACK_APP_TOKEN === undefined;
  if (http && given.SLACK_SIGNING_SECRET === undefined) {
    reader.fault(
      ['SLACK_SIGNING_SECRET'],
      'is missing; without it anybody could pose as Slack. Or set SLACK_APP_TOKEN for Socket Mode.',
    );
  }
  return {
    botToken: values.SLACK_BOT_TOKEN ?? '',
    connection: http
      ? { kind: 'http', signingSecret: values.SLACK_SIGNING_SECRET ?? '' }
      : { kind: 'socket', appToken: values.SLACK_APP_TOKEN ?? '' },
    apiUrl: values.SLACK_API_URL ?? null,
  };
}

function storeOf(given: Given, values: Variables): StoreSettings {
  if (given.MONGODB_URI !== undefined) return { kind: 'mongo', uri: given.MONGODB_URI };
  return { kind: 'embedded', folder: values.REDRESS_DATA ?? 'data' };
}

/** The lab moves the clock and breaks the store: never near real people or a shared database. */
function guardLab(reader: Reader, store: StoreSettings, slack: SlackSettings | null): void {
  const only = 'the lab is for simulators only:';
  if (store.kind === 'mongo' && !isLoopbackMongo(store.uri)) {
    reader.fault(['REDRESS_LAB_TOKEN'], `${only} MONGODB_URI must be on this computer, or unset.`);
  }
  if (slack !== null && (slack.apiUrl === null || !isLoopbackUrl(slack.apiUrl))) {
    reader.fault(['REDRESS_LAB_TOKEN'], `${only} SLACK_API_URL must be on this computer.`);
  }
}
