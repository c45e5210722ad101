import {
  startTeamsTenant,
  type TeamsTenant,
  type TeamsTenantOptions,
} from '../../../playground/teams/server.js';
import { type FakeBot, startFakeBot } from './fake-bot.js';

export const APP_ID = '9d2f6a70-1c3b-4e58-a7d4-0b6c8e5f1a23';
export const APP_PASSWORD = 'test-app-password';

/** A tenant and a fake bot. */
export interface TeamsHarness {
  teams: TeamsTenant;
  bot: FakeBot;
  stop(): Promise<void>;
}

/** The HTTP response to a call. */
export interface RawResponse {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
  body: any;
}

/** `throttled`: with Microsoft's limits, which would slow other tests. */
export async function startTeamsHarness(
  options: Partial<Omit<TeamsTenantOptions, 'rate'>> & { throttled?: true } = {},
): Promise<TeamsHarness> {
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
export async function requestToken(
  teams: TeamsTenant,
  form: Record<string, string> = {},
): Promise<RawResponse> {
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

/** Calls the Bot Connector with a token. Resolves with any response; never throws for an error status. */
export async function call(
  teams: TeamsTenant,
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<RawResponse> {
  const bearer = token ?? (await requestToken(teams)).body.access_token;
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

/** The escaped path of a conversation's activities. */
export function activitiesPath(conversation: string, activity?: string): string {
  const base = `conversations/${encodeURIComponent(conversation)}/activities`;
  return activity === undefined ? base : `${base}/${activity}`;
}

/** The body that creates a post in a channel. */
export function createPostBody(channel: string, activity: object): object {
  return { isGroup: true, channelData: { channel: { id: channel } }, activity };
}

/** The body that creates a person's chat with the bot. */
export function createChatBody(teams: TeamsTenant, user: string): object {
  return {
    isGroup: false,
    bot: { id: teams.botId },
    members: [{ id: user }],
    tenantId: teams.state.tenantId,
    channelData: { tenant: { id: teams.state.tenantId } },
  };
}

/** A message with text only. */
export const HELLO = { type: 'message', text: 'Hello' };

/** A message with an Adaptive Card. */
export function createCardMessage(card: object): object {
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
export function createDialogAnswer(content: object): { body: object } {
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  const value = { title: 'A form', height: 'medium', width: 'medium', card: attachment };
  return { body: { task: { type: 'continue', value } } };
}
