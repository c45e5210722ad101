import { createHash } from 'node:crypto';
import { asObjects } from '../json.js';
import type { JournalEntry as SlackCall } from '../slack/journal.js';
import type { JournalEntry as TeamsCall } from '../teams/journal.js';
import type { LabClient } from './lab.js';

/** Number of entries that the page shows. */
const SHOWN = 150;
/** Number of the bot's entries kept, over its restarts too. */
const KEPT = 500;
const JOURNAL_MS = 2000;

/** One request, job, delivery or call: which it was, never what anybody wrote in it. */
export interface ActivityEntry {
  /** The same at each reading. */
  readonly id: string;
  /** Real time, ms UTC. */
  readonly at: number;
  readonly kind: 'request' | 'job' | 'delivery' | 'call';
  readonly what: string;
  readonly outcome: string;
  readonly ms: number;
}

/** Recent activity of the bot and of both simulators. */
export interface ActivityLog {
  /** The last 150 entries, newest first. Those of a bot that does not answer stay. */
  read(): Promise<readonly ActivityEntry[]>;
  clear(): void;
}

type EntryWithoutId = Omit<ActivityEntry, 'id'>;

export interface ActivityLogDependencies {
  readonly ask: LabClient;
  /** API calls to both simulators. */
  readonly slackCalls: () => readonly SlackCall[];
  readonly teamsCalls: () => readonly TeamsCall[];
}

export function createActivityLog({
  ask,
  slackCalls,
  teamsCalls,
}: ActivityLogDependencies): ActivityLog {
  let known: readonly ActivityEntry[] = [];
  let generation = 0;
  return {
    async read() {
      const mine = generation;
      const answer = await ask('GET', 'journal', undefined, JOURNAL_MS);
      const inBot = asObjects(answer?.body.entries).flatMap(parseBotEntry);
      // an answer to a question from before a reset is not kept
      if (mine === generation) known = mergeEntries(known, withIds(inBot)).slice(0, KEPT);
      const calls = [...slackCalls().map(toSlackEntry), ...teamsCalls().map(toTeamsEntry)];
      return mergeEntries(known, withIds(calls)).slice(0, SHOWN);
    },
    clear() {
      generation += 1;
      known = [];
    },
  };
}

const KINDS = new Set<unknown>(['request', 'job', 'delivery']);

function parseBotEntry({ at, kind, what, outcome, ms }: Record<string, unknown>): EntryWithoutId[] {
  if (!KINDS.has(kind) || typeof at !== 'number') return [];
  const known = kind as EntryWithoutId['kind'];
  const label = kind === 'request' ? `POST ${what}` : String(what);
  return [{ at, kind: known, what: label, outcome: String(outcome), ms: Number(ms) }];
}

function toSlackEntry({ at, method, status, error, ms }: SlackCall): EntryWithoutId {
  return {
    at,
    kind: 'call',
    what: `Slack ${toMethodName(method)}`,
    outcome: toOutcome(status, error),
    ms,
  };
}

function toTeamsEntry({ at, operation, status, error, ms }: TeamsCall): EntryWithoutId {
  return { at, kind: 'call', what: `Teams ${operation}`, outcome: toOutcome(status, error), ms };
}

/** A method's name; anything else could be text that somebody wrote. */
function toMethodName(method: string): string {
  return /^[A-Za-z.]{1,60}$/.test(method) ? method : 'unknown method';
}

function toOutcome(status: number, error: string | undefined): string {
  if (status === 0) return '0 connection broken';
  return error === undefined ? String(status) : `${status} ${error}`;
}

/** Gives each entry an id made of its content, and equal entries a number. */
function withIds(entries: readonly EntryWithoutId[]): readonly ActivityEntry[] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const { at, kind, what, outcome, ms } = entry;
    const text = JSON.stringify([at, kind, what, outcome, ms]);
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return { id: count === 1 ? hash : `${hash}.${count}`, ...entry };
  });
}

/** All entries of both lists, each once, newest first. */
function mergeEntries(
  one: readonly ActivityEntry[],
  other: readonly ActivityEntry[],
): readonly ActivityEntry[] {
  const all = new Map([...one, ...other].map((entry) => [entry.id, entry]));
  return [...all.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}
