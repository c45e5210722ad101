import { sign } from '../../../playground/slack/bot-link.js';
import { PEOPLE, TEAM_ID } from '../../../playground/slack/seed.js';
import type { View } from '../../../playground/slack/server.js';
import { FRESH } from '../support/bot-process.js';
import type { Name } from '../support/drivers/persistent-user.js';
import { SECRETS, type World } from '../support/harness.js';

/** A request to the bot as it goes over the wire. */
export interface Forged {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The answer to it. */
export interface Answer {
  readonly status: number;
  readonly body: { response_action?: string; errors?: Record<string, string> };
}

/** An interaction as the workspace would send it. `secret` and `ageMs` make it a wrong or an old one. */
export function interaction(
  payload: object,
  { secret = SECRETS.signing as string, ageMs = 0 } = {},
): Forged {
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

/** Sends it. The same thing can be sent again, which is a replay. */
export async function post(world: World, { body, headers }: Forged): Promise<Answer> {
  const url = `${world.bot.url}/slack/events`;
  const answer = await fetch(url, { method: 'POST', headers: { ...FRESH, ...headers }, body });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
}

/** A form sent in with `values` that Slack's own client would never send, by block and element type. */
export function submission(
  name: Name,
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

/** A button pressed in a message of a channel. */
export function buttonPress(name: Name, action: string, value: string, trigger: string): object {
  return {
    type: 'block_actions',
    team: { id: TEAM_ID, domain: 'redress-playground' },
    user: { id: PEOPLE[name], team_id: TEAM_ID, name },
    trigger_id: trigger,
    container: { type: 'message' },
    actions: [{ type: 'button', action_id: action, value, block_id: 'b', action_ts: '1.1' }],
  };
}
