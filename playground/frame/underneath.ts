import { createHash } from 'node:crypto';
import { asObjects } from '../json.js';
import type { JournalEntry as SlackCall } from '../slack/journal.js';
import type { JournalEntry as TeamsCall } from '../teams/journal.js';
import type { AskLab } from './lab.js';

/** As many as the pane shows. */
const SHOWN = 150;
/** Entries of the bot remembered, also over its end. */
const KEPT = 500;
const JOURNAL_MS = 2000;

/** One thing that happened underneath: which, never what was said in it. */
export interface Happening {
  /** Stays the same each time it is read. */
  readonly id: string;
  /** Real time, ms UTC. */
  readonly at: number;
  readonly kind: 'request' | 'job' | 'delivery' | 'call';
  readonly what: string;
  readonly outcome: string;
  readonly ms: number;
}

/** What happened in the bot and in both simulators. */
export interface Underneath {
  /** The last 150, newest first. What was known of a bot that does not answer stays. */
  read(): Promise<readonly Happening[]>;
  forget(): void;
}

type Unnamed = Omit<Happening, 'id'>;

export interface UnderneathParts {
  readonly ask: AskLab;
  /** Calls of both simulators. */
  readonly slackCalls: () => readonly SlackCall[];
  readonly teamsCalls: () => readonly TeamsCall[];
}

export function makeUnderneath({ ask, slackCalls, teamsCalls }: UnderneathParts): Underneath {
  let known: readonly Happening[] = [];
  let age = 0;
  return {
    async read() {
      const mine = age;
      const answer = await ask('GET', 'journal', undefined, JOURNAL_MS);
      const inBot = asObjects(answer?.body.entries).flatMap(botEntry);
      // what was asked before a reset is not remembered after it
      if (mine === age) known = joined(known, withIds(inBot)).slice(0, KEPT);
      const calls = [...slackCalls().map(slackEntry), ...teamsCalls().map(teamsEntry)];
      return joined(known, withIds(calls)).slice(0, SHOWN);
    },
    forget() {
      age += 1;
      known = [];
    },
  };
}

const KINDS = new Set<unknown>(['request', 'job', 'delivery']);

function botEntry({ at, kind, what, outcome, ms }: Record<string, unknown>): Unnamed[] {
  if (!KINDS.has(kind) || typeof at !== 'number') return [];
  const known = kind as Unnamed['kind'];
  const said = kind === 'request' ? `POST ${what}` : String(what);
  return [{ at, kind: known, what: said, outcome: String(outcome), ms: Number(ms) }];
}

function slackEntry({ at, method, status, error, ms }: SlackCall): Unnamed {
  return { at, kind: 'call', what: `Slack ${nameOf(method)}`, outcome: ended(status, error), ms };
}

function teamsEntry({ at, operation, status, error, ms }: TeamsCall): Unnamed {
  return { at, kind: 'call', what: `Teams ${operation}`, outcome: ended(status, error), ms };
}

/** A method's name; whatever else was called so could be anybody's words. */
function nameOf(method: string): string {
  return /^[A-Za-z.]{1,60}$/.test(method) ? method : 'unknown method';
}

function ended(status: number, error: string | undefined): string {
  if (status === 0) return '0 connection broken';
  return error === undefined ? String(status) : `${status} ${error}`;
}

/** Names each by what it is, and equal ones by how many came before. */
function withIds(entries: readonly Unnamed[]): readonly Happening[] {
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

/** Both, each once, newest first. */
function joined(one: readonly Happening[], other: readonly Happening[]): readonly Happening[] {
  const all = new Map([...one, ...other].map((entry) => [entry.id, entry]));
  return [...all.values()].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}
