import type { ConfigReader } from '../organisation/reader.js';
import type { ParsedVariables, RawVariables } from './variables.js';

/** How Slack reaches us: it calls our URL, or we keep a socket open to it (Socket Mode). */
export type SlackConnection =
  | { readonly kind: 'http'; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly appToken: string };

/** The validated settings of Slack. */
export interface SlackSettings {
  readonly botToken: string;
  readonly connection: SlackConnection;
  /** Web API address ending in `/`; null: Slack's own. */
  readonly apiUrl: string | null;
}

/** Any of these alone is a half-configured Slack. */
const SLACK_VARIABLES = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'] as const;

/** What to set for Slack. */
export const SLACK_SETUP_HINT =
  'for Slack set SLACK_BOT_TOKEN, with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN (Socket Mode)';

/** True when any variable of Slack is set. */
export function hasSlackVariables(raw: RawVariables): boolean {
  return SLACK_VARIABLES.some((name) => raw[name] !== undefined);
}

/**
 * Reads Slack's settings; null when no variable of Slack is set. Adds faults only for what is missing:
 * the schemas have added those for wrong parsed.
 */
export function readSlackSettings(
  reader: ConfigReader,
  raw: RawVariables,
  parsed: ParsedVariables,
): SlackSettings | null {
  if (!hasSlackVariables(raw)) return null;
  if (raw.SLACK_BOT_TOKEN === undefined) {
    reader.addFault(['SLACK_BOT_TOKEN'], `is missing; ${SLACK_SETUP_HINT}.`);
    return null;
  }
  const isHttp = raw.SLACK_APP_TOKEN === undefined;
  if (isHttp && raw.SLACK_SIGNING_SECRET === undefined) {
    reader.addFault(
      ['SLACK_SIGNING_SECRET'],
      'is missing; without it anybody could pose as Slack. Or set SLACK_APP_TOKEN for Socket Mode.',
    );
  }
  return {
    botToken: parsed.SLACK_BOT_TOKEN ?? '',
    connection: isHttp
      ? { kind: 'http', signingSecret: parsed.SLACK_SIGNING_SECRET ?? '' }
      : { kind: 'socket', appToken: parsed.SLACK_APP_TOKEN ?? '' },
    apiUrl: parsed.SLACK_API_URL ?? null,
  };
}
