import type { CardAt } from './posts.js';
import type { RegisteredComplaint } from './register.js';

/** One complaint: what was recorded of it, and what of it stands in both worlds. */
export interface LedgerRow {
  readonly reference: string;
  readonly recorded: true;
  /** Posts of it in its team's channel. */
  readonly posted: number;
  /** Cards to whoever reported it, on either platform. */
  readonly told: number;
  /** Deliveries not yet sent. */
  readonly waiting: number;
  /** Of those posts and cards: said again in Teams after an interruption, see {@link makeLedger}. */
  readonly again: number;
  /** Of those posts and cards: there once more than they should be. */
  readonly doubled: number;
}

/** Whether anything was lost or came twice. */
export interface Ledger {
  readonly complaints: number;
  readonly waiting: number;
  /** Complaints of which the post or the reporter's card is not there, though nothing waits. */
  readonly missing: number;
  /** Complaints of which one of both is there more than once, those said again left out. */
  readonly doubled: number;
  /** Complaints of which something was said again in Teams after an interruption. */
  readonly again: number;
  readonly rows: readonly LedgerRow[];
}

/** How soon after a post an answer is lost, or the bot killed, that says it again. Real ms. */
const BEFORE_MS = 1000;
const AFTER_MS = 20_000;

export interface LedgerParts {
  readonly complaints: readonly RegisteredComplaint[];
  /** All cards in both simulators. */
  readonly cards: readonly CardAt[];
  /** When an answer of Teams was lost or the bot was killed, real ms UTC. */
  readonly interruptions: readonly number[];
  /** The name of a person, by their id in either world. */
  readonly nameOf: (account: string) => string | undefined;
}

/**
 * Counts what stands in the simulators against what the bot has recorded. Teams lets no bot look up
 * whether a message arrived of which the answer was lost: it is sent once more then
 * (docs/operations.md). A second one counts as said again only where such an interruption came with
 * the one before it, else as doubled.
 */
export function makeLedger(parts: LedgerParts): Ledger {
  const rows = parts.complaints.map((complaint) => rowOf(complaint, parts));
  const howMany = (is: (row: LedgerRow) => boolean): number => rows.filter(is).length;
  return {
    complaints: rows.length,
    waiting: rows.reduce((sum, { waiting }) => sum + waiting, 0),
    missing: howMany(({ posted, told, waiting }) => waiting === 0 && (posted === 0 || told === 0)),
    doubled: howMany(({ doubled }) => doubled > 0),
    again: howMany(({ again }) => again > 0),
    rows,
  };
}

function rowOf(complaint: RegisteredComplaint, parts: LedgerParts): LedgerRow {
  const { reference, reporter, waiting } = complaint;
  const mine = parts.cards.filter((card) => card.reference === reference);
  const posts = mine.filter(({ where }) => where === 'channel');
  const told = mine.filter(
    ({ where, conversation }) => where === 'chat' && parts.nameOf(conversation) === reporter,
  );
  const extra = posts.length + told.length - Number(posts.length > 0) - Number(told.length > 0);
  const again = repeats(posts, parts) + repeats(told, parts);
  const [posted, doubled] = [posts.length, extra - again];
  return { reference, recorded: true, posted, told: told.length, waiting, again, doubled };
}

/** How many of these were said again because of an interruption. */
function repeats(cards: readonly CardAt[], { interruptions }: LedgerParts): number {
  const inOrder = [...cards].sort((a, b) => a.at - b.at);
  return inOrder.filter((card, n) => {
    const before = inOrder[n - 1];
    if (before === undefined || card.platform !== 'teams') return false;
    const isSamePlace = before.conversation === card.conversation;
    const [from, to] = [before.at - BEFORE_MS, before.at + AFTER_MS];
    return isSamePlace && interruptions.some((at) => at >= from && at <= to);
  }).length;
}
