import type { Reader } from '../organisation/reader.js';
import type { Given, Variables } from './variables.js';

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

/** What makes a bot; each alone is a Slack that was configured by half. */
const OF_SLACK = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN'] as const;

/** What to set for Slack. */
export const START_SLACK =
  'for Slack set SLACK_BOT_TOKEN, with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN (Socket Mode)';

/** Is anything of Slack given, be it by half? */
export function slackIsGiven(given: Given): boolean {
  return OF_SLACK.some((name) => given[name] !== undefined);
}

/**
 * Slack's settings; null when nothing of it is given. What is given but wrong has been noted already;
 * only what is missing is noted here.
 */
export function readSlack(reader: Reader, given: Given, values: Variables): SlackSettings | null {
  if (!slackIsGiven(given)) return null;
  if (given.SLACK_BOT_TOKEN === undefined) {
    reader.fault(['SLACK_BOT_TOKEN'], `is missing; ${START_SLACK}.`);
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
