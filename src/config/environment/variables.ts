import { z } from 'zod';
import type { ParsedMap } from '../organisation/reader.js';
import { isLoopbackUrl } from './loopback.js';
import { guidSchema, secretSchema } from './secrets.js';

/** Variables by name, from `process.env` and `.env`. Empty text counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a text file. Throws Node's errors (`ENOENT` and so on). */
export type ReadFile = (path: string) => string;

const port = z.string().transform((text, context) => {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= 65_535) return number;
  context.addIssue(`"${text}" is no port; write a number from 1 to 65535.`);
  return z.NEVER;
});

/** Only Slack's own addresses and simulators on this computer: the bot token is sent there. */
const slackApiUrl = z.string().transform((text, context) => {
  const url = toPlainUrl(text);
  const isOfficial = /^https:\/\/(slack|slack-gov)\.com\/api\/?$/.test(url ?? '');
  if (url !== undefined && (isOfficial || isSimulatorUrl(url))) return url.replace(/\/?$/, '/');
  context.addIssue(
    'must be on this computer (a simulator, such as http://127.0.0.1:3001/api/) or be https://slack.com/api/ : the bot token is sent there.',
  );
  return z.NEVER;
});

/** Only simulators on this computer: the app's password is sent there. Without `/` at the end. */
const teamsApiUrl = z.string().transform((text, context) => {
  const url = toPlainUrl(text);
  if (url !== undefined && isSimulatorUrl(url)) return url.replace(/\/+$/, '');
  context.addIssue(
    "must be a simulator on this computer, such as http://127.0.0.1:3001/teams : the app's password is sent there.",
  );
  return z.NEVER;
});

/**
 * Returns an address that consists of origin and path only; undefined for any other, and for one that
 * parses to something else than it says: people and programs must read it the same way.
 */
function toPlainUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  const plain = `${origin}${pathname}`;
  return plain === text || plain === `${text}/` ? plain : undefined;
}

function isSimulatorUrl(url: string): boolean {
  return /^https?:\/\//.test(url) && isLoopbackUrl(url);
}

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

/** Every variable of Redress. `.env.example` explains each; a test keeps both equal. */
export const VARIABLE_SCHEMAS = {
  SLACK_BOT_TOKEN: secretSchema(
    /^(xoxe\.)?xoxb-[A-Za-z0-9-]{10,}$/,
    'a bot token begins with xoxb- ("OAuth & Permissions" of the Slack app)',
  ).optional(),
  SLACK_SIGNING_SECRET: secretSchema(
    /^[A-Za-z0-9]{16,}$/,
    'a signing secret is 32 letters and digits ("Basic Information" of the Slack app)',
  ).optional(),
  SLACK_APP_TOKEN: secretSchema(
    /^xapp-[A-Za-z0-9-]{10,}$/,
    'an app-level token begins with xapp- ("Basic Information" of the Slack app)',
  ).optional(),
  SLACK_API_URL: slackApiUrl.optional(),
  MICROSOFT_APP_ID: guidSchema('"Application (client) ID" of the app registration').optional(),
  MICROSOFT_APP_TENANT_ID: guidSchema('"Directory (tenant) ID" of the app registration').optional(),
  // Entra creates 40 characters, other tools create other lengths.
  MICROSOFT_APP_PASSWORD: secretSchema(
    /^[!-~]{16,}$/,
    'a client secret is the "Value", not the "Secret ID", under "Certificates & secrets" of the app registration',
    { not: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i },
  ).optional(),
  MICROSOFT_APP_CERTIFICATE: z.string().optional(),
  TEAMS_API_URL: teamsApiUrl.optional(),
  MONGODB_URI: mongoUri.optional(),
  REDRESS_CONFIG: z.string().default('redress.yml'),
  REDRESS_DATA: z.string().default('data'),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, { error: 'must be an address such as 0.0.0.0 or 127.0.0.1.' })
    .default('0.0.0.0'),
  PORT: port.default(3000),
  PLAYGROUND_PORT: port.default(3001),
  REDRESS_LAB_TOKEN: secretSchema(/^\S{16,}$/, 'it needs at least 16 characters').optional(),
  LOG_LEVEL: logLevel.default('info'),
};

/** The text of each variable; undefined when not set. */
export type RawVariables = Readonly<Record<keyof typeof VARIABLE_SCHEMAS, string | undefined>>;

/** The parsed value of each variable; undefined when not set or wrong. */
export type ParsedVariables = ParsedMap<typeof VARIABLE_SCHEMAS>;
