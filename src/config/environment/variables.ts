import { z } from 'zod';
import type { Reading } from '../organisation/reader.js';
import { isLoopbackUrl } from './loopback.js';
import { guid, secret } from './secrets.js';

/** Variables by name, as `process.env` and `.env` give them. Empty text counts as not set. */
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
const apiUrl = z.string().transform((text, context) => {
  const url = plainUrl(text);
  const official = /^https:\/\/(slack|slack-gov)\.com\/api\/?$/.test(url ?? '');
  if (url !== undefined && (official || isSimulator(url))) return url.replace(/\/?$/, '/');
  context.addIssue(
    'must be on this computer (a simulator, such as http://127.0.0.1:3001/api/) or be https://slack.com/api/ : the bot token is sent there.',
  );
  return z.NEVER;
});

/** Only simulators on this computer: the app's password is sent there. Without `/` at its end. */
const teamsApiUrl = z.string().transform((text, context) => {
  const url = plainUrl(text);
  if (url !== undefined && isSimulator(url)) return url.replace(/\/+$/, '');
  context.addIssue(
    "must be a simulator on this computer, such as http://127.0.0.1:3001/teams : the app's password is sent there.",
  );
  return z.NEVER;
});

/**
 * Origin and path of an address; undefined where there is more to it, or where it means something
 * else than it says: every reader must read the same in it.
 */
function plainUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  const plain = `${origin}${pathname}`;
  return plain === text || plain === `${text}/` ? plain : undefined;
}

function isSimulator(url: string): boolean {
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
  MICROSOFT_APP_ID: guid('"Application (client) ID" of the app registration').optional(),
  MICROSOFT_APP_TENANT_ID: guid('"Directory (tenant) ID" of the app registration').optional(),
  // Entra makes 40 characters; other ways of making one give others
  MICROSOFT_APP_PASSWORD: secret(
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
  REDRESS_LAB_TOKEN: secret(/^\S{16,}$/, 'it needs at least 16 characters').optional(),
  LOG_LEVEL: logLevel.default('info'),
};

/** What is given, as text; undefined where nothing is. */
export type Given = Readonly<Record<keyof typeof VARIABLES, string | undefined>>;

/** What was read of it; undefined where nothing is given or it is wrong. */
export type Variables = Reading<typeof VARIABLES>;
