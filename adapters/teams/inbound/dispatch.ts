import type { Activity as TurnActivity } from 'botbuilder';
import { Bot, type BotOptions } from './bot.js';
import { createIdempotencyCache } from './idempotency-cache.js';
import { isFromBot, isFromPerson } from './parse.js';
import type { Activity } from './payloads.js';
import { TurnAdapter } from './turn-adapter.js';

export interface DispatchOptions extends Omit<BotOptions, 'greeted'> {
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** What goes back for an activity, as HTTP status and JSON body. */
export interface TurnAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** It says that the answer is still to come: whoever asks again is to be answered anew. */
  readonly isLate?: boolean;
}

/**
 * Does what an activity that is believed asks for, and gives the answer to it. Rejects when it was
 * not taken. What bots write, we ourselves among them, and what is not known is left alone.
 */
export type Dispatch = (activity: Activity) => Promise<TurnAnswer>;

const TAKEN: TurnAnswer = { status: 200 };
/** Nobody in Microsoft Entra: a guest of a meeting, say. There is no account to act for. */
const NOBODY: TurnAnswer = { status: 403 };

export function createDispatch(options: DispatchOptions): Dispatch {
  const adapter = new TurnAdapter();
  const botOptions = {
    ...options,
    greeted: createIdempotencyCache<boolean>(options.now, (isGreeted) => isGreeted),
  };
  return async (activity) => {
    if (activity.type === 'invoke' || activity.type === 'message') {
      if (isFromBot(activity)) return TAKEN;
      if (!isFromPerson(activity)) return NOBODY;
    }
    const bot = new Bot(botOptions, activity);
    const response = await adapter.take(turnActivityOf(activity), bot);
    return response === undefined ? TAKEN : { ...response, isLate: bot.isLate };
  };
}

/** The library looks into `channelData` and `value`, whether or not there are any. */
function turnActivityOf(activity: Activity): Partial<TurnActivity> {
  const { channelData = {}, value } = activity;
  const whole: unknown = { ...activity, channelData, value: value ?? {} };
  return whole as Partial<TurnActivity>;
}
