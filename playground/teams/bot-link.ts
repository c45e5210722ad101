import { isObject, type JsonObject, parseJson } from '../json.js';
import { post } from '../post.js';
import type { Faults } from './faults.js';
import { signToken } from './keys.js';
import type { Core } from './state.js';

/** What came back. `silent` means that nothing came in time. */
export type BotAnswer =
  | { kind: 'answered'; status: number; body: JsonObject | undefined; isEmpty: boolean }
  | { kind: 'silent' }
  | { kind: 'unreachable' };

/** "Bots must answer invokes within 5 seconds"; a message within 15 (Bot Framework). */
const INVOKE_MS = 5000;
const MESSAGE_MS = 15_000;
/** How long a token for the bot is good, s, and how far back it starts. */
const TOKEN_SECONDS = 3600;
const SKEW_SECONDS = 300;

/** The way to the bot. */
export interface Bot {
  /** Sends one signed activity and waits for the answer. */
  ask(activity: JsonObject): Promise<BotAnswer>;
}

/** The token the Bot Connector sends with an activity, signed with the newest key. */
function tokenFor(core: Core, activity: JsonObject): string {
  const key = core.state.keys.at(-1);
  if (!key) throw new Error('The tenant has no signing key; its state file is damaged.');
  const now = Math.floor(core.now() / 1000);
  return signToken(key, {
    serviceurl: activity.serviceUrl,
    nbf: now - SKEW_SECONDS,
    exp: now + TOKEN_SECONDS,
    iss: 'https://api.botframework.com',
    aud: core.appId,
  });
}

function headersFor(core: Core, activity: JsonObject, body: string): Record<string, string> {
  const conversation = activity.conversation as JsonObject;
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
    authorization: `Bearer ${tokenFor(core, activity)}`,
    'x-ms-conversation-id': String(conversation.id),
    'x-ms-tenant-id': core.state.tenantId,
  };
}

/** Joins the way to the bot and the faults that hit it. `botUrl` is asked each time. */
export function makeBot(options: {
  core: Core;
  botUrl: () => string;
  answerMs?: number | undefined;
  faults: Faults;
}): Bot {
  const { core, faults } = options;
  const send = async (activity: JsonObject): Promise<BotAnswer> => {
    const body = JSON.stringify(activity);
    const usual = activity.type === 'invoke' ? INVOKE_MS : MESSAGE_MS;
    const signal = AbortSignal.timeout(options.answerMs ?? usual);
    try {
      const url = new URL('/api/messages', options.botUrl());
      const { response, text } = await post(url, headersFor(core, activity, body), body, signal);
      const parsed = parseJson(text);
      return {
        kind: 'answered',
        status: response.statusCode ?? 0,
        body: isObject(parsed) ? parsed : undefined,
        isEmpty: text.trim() === '',
      };
    } catch {
      // whatever broke, Teams tells only two cases apart: no answer in time, and no connection
      return { kind: signal.aborted ? 'silent' : 'unreachable' };
    }
  };
  return {
    ask: async (activity) => {
      const fault = faults.take(activity.type === 'invoke' ? 'invoke' : 'message');
      const answer = await send(activity);
      if (fault?.kind === 'twice') return send(activity);
      return fault?.kind === 'lost-answer' ? { kind: 'silent' } : answer;
    },
  };
}

/** True when the bot took the activity. */
export function isTaken(answer: BotAnswer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}
