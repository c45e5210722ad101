import { LogLevel, webApi } from '@slack/bolt';
import {
  type SlackWorkspace,
  type SlackWorkspaceOptions,
  startSlackWorkspace,
} from '../../../playground/slack/server.js';
import { type FakeBot, startFakeBot } from './fake-bot.js';

export const BOT_TOKEN = 'xoxb-playground-test';
export const SIGNING_SECRET = 'test-signing-secret';

/** Refusals are expected here; Slack's client would print each. */
const QUIET: NonNullable<webApi.WebClientOptions['logger']> = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A workspace, a bot to go with it, and Slack's own client for the bot's calls. */
export interface Room {
  slack: SlackWorkspace;
  bot: FakeBot;
  api: webApi.WebClient;
  stop(): Promise<void>;
}

/** The answer of a Web API call made by hand, as it came over HTTP. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
  body: any;
}

export async function openRoom(options: Partial<SlackWorkspaceOptions> = {}): Promise<Room> {
  const bot = await startFakeBot();
  const slack = await startSlackWorkspace({
    botUrl: () => bot.url,
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    rate: false,
    settleMs: 50,
    ...options,
  }).catch(async (error: unknown) => {
    await bot.stop();
    throw error;
  });
  const api = new webApi.WebClient(BOT_TOKEN, {
    slackApiUrl: `${slack.url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: QUIET,
  });
  const stop = async () => {
    await slack.stop();
    await bot.stop();
  };
  return { slack, bot, api, stop };
}

/** Calls a method with a JSON body and gives back whatever came, without throwing. */
export async function call(
  slack: SlackWorkspace,
  method: string,
  args: Record<string, unknown> = {},
  token: string | undefined = BOT_TOKEN,
): Promise<RawAnswer> {
  const response = await fetch(`${slack.url}/api/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(args),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
