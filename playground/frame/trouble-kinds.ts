import type { SlackWorkspace } from '../slack/workspace.js';
import type { TeamsTenant } from '../teams/tenant.js';
import type { Host } from './host.js';
import type { AskLab } from './lab.js';
import type { Live } from './live.js';

/** Every trouble somebody can make. */
export const TROUBLES = [
  'slack-limited',
  'slack-down',
  'teams-limited',
  'teams-down',
  'store-away',
  'kill',
  'lost-reply-slack',
  'lost-reply-teams',
  'twice-slack',
  'twice-teams',
] as const;
export type TroubleKind = (typeof TROUBLES)[number];

/** What trouble is made with. */
export interface TroubleParts {
  readonly slack: () => SlackWorkspace;
  readonly teams: TeamsTenant;
  readonly ask: AskLab;
  readonly host: Host;
  readonly live: Live;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** How a trouble is made, and how it is known to be over. */
export interface Trouble {
  /**
   * Until when it lasts, real ms UTC; null when it ends by being used up. `undefined`: the bot, which
   * has to take part in it, does not answer.
   */
  start(parts: TroubleParts): number | null | undefined | Promise<number | null | undefined>;
  /** Nothing of it is left, asked before its time is over, too. */
  isUsedUp(parts: TroubleParts): boolean;
  /** Set where a message may arrive without the bot knowing it, and when: as it begins or ends. */
  readonly interrupts?: 'begin' | 'end';
}

/** How long a platform or the database is away, real ms. */
const AWAY_MS = 20_000;
/** After how long a platform that limits us may be asked again, s, and how many calls it refuses. */
const RETRY_AFTER_S = 3;
const LIMITED_CALLS = 2;
/** Longest wait for the lab, real ms. */
const LAB_MS = 3000;

/** What posts something new in Teams: into a channel, and into a thread or a chat. */
const TEAMS_POSTS = ['create', 'send'] as const;

function away(down: (parts: TroubleParts) => void): Trouble {
  return {
    start: (parts) => {
      down(parts);
      return parts.now() + AWAY_MS;
    },
    isUsedUp: () => false,
  };
}

/** What each does; the docs of both simulators' `Fault` say it exactly. */
export const TROUBLE: Readonly<Record<TroubleKind, Trouble>> = {
  'slack-limited': {
    start: ({ slack }) => {
      const more = { retryAfter: RETRY_AFTER_S, times: LIMITED_CALLS };
      slack().fault({ kind: 'rate-limited', method: 'chat.postMessage', ...more });
      return null;
    },
    isUsedUp: ({ slack }) => slack().faultsLeft('rate-limited') === 0,
  },
  'slack-down': away(({ slack }) => slack().fault({ kind: 'down', ms: AWAY_MS })),
  'teams-limited': {
    start: ({ teams }) => {
      const more = { retryAfter: RETRY_AFTER_S, times: LIMITED_CALLS };
      teams.fault({ kind: 'http-429', operation: TEAMS_POSTS, ...more });
      return null;
    },
    isUsedUp: ({ teams }) => teams.faultsLeft('http-429') === 0,
  },
  'teams-down': away(({ teams }) => teams.fault({ kind: 'down', ms: AWAY_MS })),
  'store-away': {
    start: async ({ ask }) => {
      const answer = await ask('POST', 'store-fault', { ms: AWAY_MS }, LAB_MS);
      return typeof answer?.body.until === 'number' ? answer.body.until : undefined;
    },
    // it is the bot that makes it: one that was started anew knows nothing of it
    isUsedUp: ({ live }) => !live.isBotUp(),
  },
  kill: {
    start: ({ host, live }) => {
      host.kill();
      live.botEnded();
      return null;
    },
    isUsedUp: ({ live }) => live.isBotUp(),
    interrupts: 'begin',
  },
  'lost-reply-slack': {
    start: ({ slack }) => {
      slack().fault({ kind: 'lost-reply', method: 'chat.postMessage' });
      return null;
    },
    isUsedUp: ({ slack }) => slack().faultsLeft('lost-reply') === 0,
  },
  'lost-reply-teams': {
    start: ({ teams }) => {
      teams.fault({ kind: 'lost-reply', operation: TEAMS_POSTS });
      return null;
    },
    isUsedUp: ({ teams }) => teams.faultsLeft('lost-reply') === 0,
    interrupts: 'end',
  },
  'twice-slack': {
    start: ({ slack }) => {
      slack().fault({ kind: 'twice', method: 'interactive' });
      return null;
    },
    isUsedUp: ({ slack }) => slack().faultsLeft('twice') === 0,
  },
  'twice-teams': {
    start: ({ teams }) => {
      teams.fault({ kind: 'twice', operation: 'invoke' });
      return null;
    },
    isUsedUp: ({ teams }) => teams.faultsLeft('twice') === 0,
  },
};

/** True for the name of a trouble. */
export function isTrouble(kind: unknown): kind is TroubleKind {
  return TROUBLES.some((one) => one === kind);
}
