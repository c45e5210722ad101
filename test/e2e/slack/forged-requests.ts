import { sign } from '../../../playground/slack/bot-link.js';
import { PEOPLE, TEAM_ID } from '../../../playground/slack/seed.js';
import type { View } from '../../../playground/slack/server.js';
import type { PersonName } from '../../../playground/users/user-driver.js';
import { NEW_CONNECTION } from '../support/bot-process.js';
import { type Harness, SECRETS } from '../support/harness.js';

/** A request to the bot as it goes over the wire. */
export interface ForgedRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The bot's answer. */
export interface Answer {
  readonly status: number;
  readonly body: { response_action?: string; errors?: Record<string, string> };
}

/** An interaction as Slack would send it. `secret` signs it wrongly, `ageMs` makes it old. */
export function forgeInteraction(
  payload: object,
  { secret = SECRETS.signing as string, ageMs = 0 } = {},
): ForgedRequest {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor((Date.now() - ageMs) / 1000));
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': sign(secret, timestamp, body),
    },
  };
}

/** Sends a request to the bot. Sending the same one twice is a replay. */
export async function sendForged(
  harness: Harness,
  { body, headers }: ForgedRequest,
): Promise<Answer> {
  const url = `${harness.bot.url}/slack/events`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...NEW_CONNECTION, ...headers },
    body,
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
}

/** A submission with `values`, by block, that Slack's own client would never send. */
export function forgeSubmission(
  name: PersonName,
  form: View,
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): object {
  const state = Object.fromEntries(
    Object.entries(values).map(([block, element]) => [block, { value: element }]),
  );
  return {
    type: 'view_submission',
    team: { id: TEAM_ID, domain: 'redress-playground' },
    user: { id: PEOPLE[name], team_id: TEAM_ID, name },
    trigger_id: `1.${Date.now()}.forged`,
    view: { ...form, state: { values: { ...form.state.values, ...state } } },
  };
}

/** A press of a button in a message of a channel. */
export function forgeButtonPress(
  name: PersonName,
  action: string,
  value: string,
  trigger: string,
): object {
  return {
    type: 'block_actions',
    team: { id: TEAM_ID, domain: 'redress-playground' },
    user: { id: PEOPLE[name], team_id: TEAM_ID, name },
    trigger_id: trigger,
    container: { type: 'message' },
    actions: [{ type: 'button', action_id: action, value, block_id: 'b', action_ts: '1.1' }],
  };
}
