import {
  startTeamsTenant,
  type TeamsTenant,
  type TeamsTenantOptions,
} from '../../../playground/teams/server.js';
import { type FakeBot, startFakeBot } from './fake-bot.js';

export const APP_ID = '9d2f6a70-1c3b-4e58-a7d4-0b6c8e5f1a23';
export const APP_PASSWORD = 'test-app-password';

/** A tenant and a bot to go with it. */
export interface Room {
  teams: TeamsTenant;
  bot: FakeBot;
  stop(): Promise<void>;
}

/** A call's answer, as it came over HTTP. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
  body: any;
}

/** `throttled`: with Microsoft's limits, which other tests would run into. */
export async function openRoom(
  options: Partial<Omit<TeamsTenantOptions, 'rate'>> & { throttled?: true } = {},
): Promise<Room> {
  const { throttled, ...rest } = options;
  const bot = await startFakeBot();
  const teams = await startTeamsTenant({
    botUrl: () => bot.url,
    appId: APP_ID,
    appPassword: APP_PASSWORD,
    ...(throttled ? {} : { rate: false }),
    retryDelaysMs: [5, 5],
    ...rest,
  }).catch(async (error: unknown) => {
    await bot.stop();
    throw error;
  });
  const stop = async () => {
    await teams.stop();
    await bot.stop();
  };
  return { teams, bot, stop };
}

/** Asks for an access token; `form` replaces the right fields. */
export async function askToken(
  teams: TeamsTenant,
  form: Record<string, string> = {},
): Promise<RawAnswer> {
  const response = await fetch(`${teams.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: APP_ID,
      client_secret: APP_PASSWORD,
      scope: 'https://api.botframework.com/.default',
      ...form,
    }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Calls the Bot Connector with a token and gives back whatever came, without throwing. */
export async function call(
  teams: TeamsTenant,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<RawAnswer> {
  const bearer = token ?? (await askToken(teams)).body.access_token;
  const response = await fetch(`${teams.url}/v3/${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** Path of a conversation's activities, escaped. */
export function activitiesOf(conversation: string, activity?: string): string {
  const base = `conversations/${encodeURIComponent(conversation)}/activities`;
  return activity === undefined ? base : `${base}/${activity}`;
}

/** What creates a post in a channel. */
export function newPost(channel: string, activity: object): object {
  return { isGroup: true, channelData: { channel: { id: channel } }, activity };
}

/** What creates a person's chat with the bot. */
export function newChat(teams: TeamsTenant, user: string): object {
  return {
    isGroup: false,
    bot: { id: teams.botId },
    members: [{ id: user }],
    tenantId: teams.state.tenantId,
    channelData: { tenant: { id: teams.state.tenantId } },
  };
}

/** A message that only says something. */
export const HELLO = { type: 'message', text: 'Hello' };

/** A message with an Adaptive Card. */
export function cardMessage(card: object): object {
  return {
    type: 'message',
    summary: 'A card',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

/** An Adaptive Card 1.5 with this body and these buttons. */
export function card(body: object[], more: object = {}): object {
  return { type: 'AdaptiveCard', version: '1.5', body, ...more };
}

/** An answer that shows a dialog. */
export function dialogAnswer(content: object): { body: object } {
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  const value = { title: 'A form', height: 'medium', width: 'medium', card: attachment };
  return { body: { task: { type: 'continue', value } } };
}
