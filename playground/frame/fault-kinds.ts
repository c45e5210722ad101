import type { SlackWorkspace } from '../slack/workspace.js';
import type { TeamsTenant } from '../teams/tenant.js';
import type { BotControl } from './bot-control.js';
import type { LabClient } from './lab.js';
import type { LiveUpdates } from './live.js';

/** All kinds of faults that the page can inject. */
export const FAULT_KINDS = [
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
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What a fault acts on. */
export interface FaultDependencies {
  readonly slack: () => SlackWorkspace;
  readonly teams: TeamsTenant;
  readonly ask: LabClient;
  readonly botControl: BotControl;
  readonly live: LiveUpdates;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** How a fault begins, and how one knows that it is over. */
export interface InjectableFault {
  /**
   * Begins the fault. Returns its end, real ms UTC, or null when it ends once it is used up; undefined
   * when the bot has to take part and does not answer.
   */
  start(deps: FaultDependencies): number | null | undefined | Promise<number | null | undefined>;
  /** True when nothing of it is left; also asked before its end. */
  isUsedUp(deps: FaultDependencies): boolean;
  /** Set when a message may arrive without the bot knowing it: as the fault begins or as it ends. */
  readonly interrupts?: 'begin' | 'end';
}

/** How long a platform or the database is away, real ms. */
const AWAY_MS = 20_000;
/** `Retry-After` of a platform that limits us, s, and the number of calls it refuses. */
const RETRY_AFTER_S = 3;
const LIMITED_CALLS = 2;
/** Longest wait for the lab, real ms. */
const LAB_MS = 3000;

/** The operations that post in Teams: into a channel, and into a thread or a chat. */
const TEAMS_POSTS = ['create', 'send'] as const;

function createOutage(down: (deps: FaultDependencies) => void): InjectableFault {
  return {
    start: (deps) => {
      down(deps);
      return deps.now() + AWAY_MS;
    },
    isUsedUp: () => false,
  };
}

/** What each fault does; the docs of both simulators' `Fault` have the details. */
export const FAULTS: Readonly<Record<FaultKind, InjectableFault>> = {
  'slack-limited': {
    start: ({ slack }) => {
      const more = { retryAfter: RETRY_AFTER_S, times: LIMITED_CALLS };
      slack().fault({ kind: 'rate-limited', method: 'chat.postMessage', ...more });
      return null;
    },
    isUsedUp: ({ slack }) => slack().faultsLeft('rate-limited') === 0,
  },
  'slack-down': createOutage(({ slack }) => slack().fault({ kind: 'down', ms: AWAY_MS })),
  'teams-limited': {
    start: ({ teams }) => {
      const more = { retryAfter: RETRY_AFTER_S, times: LIMITED_CALLS };
      teams.fault({ kind: 'http-429', operation: TEAMS_POSTS, ...more });
      return null;
    },
    isUsedUp: ({ teams }) => teams.faultsLeft('http-429') === 0,
  },
  'teams-down': createOutage(({ teams }) => teams.fault({ kind: 'down', ms: AWAY_MS })),
  'store-away': {
    start: async ({ ask }) => {
      const answer = await ask('POST', 'store-fault', { ms: AWAY_MS }, LAB_MS);
      return typeof answer?.body.until === 'number' ? answer.body.until : undefined;
    },
    // the bot itself makes this fault: a restarted bot has lost it
    isUsedUp: ({ live }) => !live.isBotUp(),
  },
  kill: {
    start: ({ botControl, live }) => {
      botControl.kill();
      live.markBotEnded();
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

/** Whether this is the name of a fault. */
export function isFaultKind(kind: unknown): kind is FaultKind {
  return FAULT_KINDS.some((one) => one === kind);
}
