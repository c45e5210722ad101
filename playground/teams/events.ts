import type { JsonObject } from '../json.js';
import { makePauses } from '../pauses.js';
import { type Bot, type BotAnswer, isTaken } from './bot-link.js';

/** Waits before an activity that was not taken is sent again, ms; Microsoft gives no numbers. */
export const RETRY_DELAYS_MS: readonly number[] = [1000, 5000, 30_000];

/** Tells the bot what happened, again when it did not take it. */
export interface Events {
  /** Sends one activity; returns at once. */
  send(activity: JsonObject): void;
  /** Resolves when no activity is on its way or waiting to be sent again. */
  idle(): Promise<void>;
  /** Drops what waits to be sent again; what is new goes out all the same. */
  drop(): void;
  /** Drops what waits to be sent again, for good. */
  stop(): void;
}

/** Nobody there, no answer in time, or an error of the bot's own; a 4xx is an answer. */
function isWorthTrying(answer: BotAnswer): boolean {
  return answer.kind !== 'answered' || answer.status >= 500 || answer.status === 429;
}

/** Makes the events; `delays` are the waits in ms before each further attempt. */
export function makeEvents(bot: Bot, delays: readonly number[]): Events {
  const underway = new Set<Promise<void>>();
  let pauses = makePauses();
  const deliver = async (activity: JsonObject) => {
    const own = pauses;
    for (let attempt = 0; !own.isStopped(); attempt += 1) {
      const answer = await bot.ask(activity);
      const delay = delays[attempt];
      if (isTaken(answer) || !isWorthTrying(answer) || delay === undefined) return;
      await own.pause(delay);
    }
  };
  return {
    send: (activity) => {
      const sending = deliver(activity);
      underway.add(sending);
      void sending.finally(() => underway.delete(sending));
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
    drop: () => {
      pauses.stop();
      pauses = makePauses();
    },
    stop: () => pauses.stop(),
  };
}
