import type { JsonObject } from '../json.js';
import { makePauses } from '../pauses.js';
import { hears } from './api/scopes.js';
import type { Bot } from './bot.js';
import { type BotAnswer, type BotRequest, isTaken } from './bot-link.js';
import type { Core } from './state.js';

/** Slack tries again "nearly immediately", after 1 minute and after 5 (docs: "Events API"). */
export const RETRY_DELAYS_MS: readonly number[] = [0, 60_000, 300_000];

/** The Events API: tells the bot what happened, again when it did not take it. */
export interface Events {
  /** Sends one event in its envelope, if the bot's scopes allow it; returns at once. */
  send(event: JsonObject): void;
  /** Resolves when no event is on its way or waiting to be sent again. */
  idle(): Promise<void>;
  /** Drops what waits to be sent again; what is new goes out all the same. */
  drop(): void;
  /** Drops what waits to be sent again, for good. */
  stop(): void;
}

function reasonOf(answer: BotAnswer): string {
  if (answer.kind === 'silent') return 'http_timeout';
  return answer.kind === 'unreachable' ? 'connection_failed' : 'http_error';
}

/** The envelope around an event, with the ids Slack gives it. */
function envelope(core: Core, event: JsonObject): JsonObject {
  const { team, app } = core.state;
  return {
    token: app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: core.nextId('Ev'),
    event_time: Math.floor(core.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${core.nextId('')}`,
  };
}

/** How events are sent. */
export interface EventOptions {
  /** The waits in ms before each further attempt. */
  delays: readonly number[];
  /** The bot token's scopes; an event that needs another one is not sent. */
  scopes: readonly string[];
}

/** Makes the Events API. */
export function makeEvents(core: Core, bot: Bot, { delays, scopes }: EventOptions): Events {
  const underway = new Set<Promise<void>>();
  let pauses = makePauses();
  const deliver = async (payload: JsonObject) => {
    const own = pauses;
    let request: BotRequest = { type: 'events_api', payload };
    for (let attempt = 0; !own.isStopped(); attempt += 1) {
      const answer = await bot.ask(request);
      const unwanted = answer.kind === 'answered' && answer.noRetry;
      if (unwanted || isTaken(answer)) return;
      const delay = delays[attempt];
      if (delay === undefined) return;
      await own.pause(delay);
      request = { ...request, retry: { num: attempt + 1, reason: reasonOf(answer) } };
    }
  };
  return {
    send: (event) => {
      if (!hears(core, event, scopes)) return;
      const sending = deliver(envelope(core, event));
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
