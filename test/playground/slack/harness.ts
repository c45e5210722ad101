import { LogLevel, webApi } from '@slack/bolt';
import {
  type SlackWorkspace,
  type SlackWorkspaceOptions,
  startSlackWorkspace,
} from '../../../playground/slack/server.js';
import { type FakeBot, startFakeBot } from './fake-bot.js';

export const BOT_TOKEN = 'xoxb-playground-test';
export const SIGNING_SECRET = 'test-signing-secret';

/** Slack's client would print each refusal, which these tests expect. */
const QUIET: NonNullable<webApi.WebClientOptions['logger']> = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A workspace, a fake bot, and Slack's own client for the bot's calls. */
export interface SlackHarness {
  slack: SlackWorkspace;
  bot: FakeBot;
  api: webApi.WebClient;
  stop(): Promise<void>;
}

/** The HTTP response to a Web API call made without Slack's client. */
export interface RawResponse {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read freely in tests
  body: any;
}

export async function startSlackHarness(
  options: Partial<SlackWorkspaceOptions> = {},
): Promise<SlackHarness> {
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

/** Calls a method with a JSON body. Resolves with any response; never throws for an error status. */
export async function call(
  slack: SlackWorkspace,
  method: string,
  args: Record<string, unknown> = {},
  token: string | undefined = BOT_TOKEN,
): Promise<RawResponse> {
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
