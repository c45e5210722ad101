import type { CardAt } from './posts.js';
import type { RegisteredComplaint } from './register.js';

/** One complaint: what the bot recorded, and its messages in both simulators. */
export interface LedgerRow {
  readonly reference: string;
  readonly recorded: true;
  /** Posts in its team's channel. */
  readonly posted: number;
  /** Cards to its reporter, on either platform. */
  readonly told: number;
  /** Deliveries not yet sent. */
  readonly waiting: number;
  /** How many of those were posted again in Teams after an interruption, see {@link createLedger}. */
  readonly again: number;
  /** How many of those are there once too often. */
  readonly doubled: number;
}

/** Whether any message was lost or doubled. */
export interface Ledger {
  readonly complaints: number;
  readonly waiting: number;
  /** Complaints whose post or reporter's card is missing, though no delivery waits. */
  readonly missing: number;
  /** Complaints with more than one post or reporter's card, without those in `again`. */
  readonly doubled: number;
  /** Complaints with a message that was posted again in Teams after an interruption. */
  readonly again: number;
  readonly rows: readonly LedgerRow[];
}

/** When an interruption explains a repeated post: this long before and after the first post. Real ms. */
const BEFORE_MS = 1000;
const AFTER_MS = 20_000;

export interface LedgerInput {
  readonly complaints: readonly RegisteredComplaint[];
  /** All cards in both simulators. */
  readonly cards: readonly CardAt[];
  /** When an answer of Teams was lost or the bot was killed, real ms UTC. */
  readonly interruptions: readonly number[];
  /** A person's name by their id on either platform. */
  readonly findName: (account: string) => string | undefined;
}

/**
 * Compares the messages in the simulators with the bot's records. In Teams a bot cannot look up whether
 * a message arrived when the answer was lost, so it sends it once more (docs/operations.md). A second
 * message counts as posted again only when such an interruption came with the one before it; otherwise
 * it counts as doubled.
 */
export function createLedger(input: LedgerInput): Ledger {
  const rows = input.complaints.map((complaint) => toLedgerRow(complaint, input));
  const count = (is: (row: LedgerRow) => boolean): number => rows.filter(is).length;
  return {
    complaints: rows.length,
    waiting: rows.reduce((sum, { waiting }) => sum + waiting, 0),
    missing: count(({ posted, told, waiting }) => waiting === 0 && (posted === 0 || told === 0)),
    doubled: count(({ doubled }) => doubled > 0),
    again: count(({ again }) => again > 0),
    rows,
  };
}

function toLedgerRow(complaint: RegisteredComplaint, input: LedgerInput): LedgerRow {
  const { reference, reporter, waiting } = complaint;
  const own = input.cards.filter((card) => card.reference === reference);
  const posts = own.filter(({ where }) => where === 'channel');
  const told = own.filter(
    ({ where, conversation }) => where === 'chat' && input.findName(conversation) === reporter,
  );
  const extra = posts.length + told.length - Number(posts.length > 0) - Number(told.length > 0);
  const again = countRepeats(posts, input) + countRepeats(told, input);
  const [posted, doubled] = [posts.length, extra - again];
  return { reference, recorded: true, posted, told: told.length, waiting, again, doubled };
}

/** How many of these cards were posted again because of an interruption. */
function countRepeats(cards: readonly CardAt[], { interruptions }: LedgerInput): number {
  const inOrder = [...cards].sort((a, b) => a.at - b.at);
  return inOrder.filter((card, n) => {
    const before = inOrder[n - 1];
    if (before === undefined || card.platform !== 'teams') return false;
    const isSamePlace = before.conversation === card.conversation;
    const [from, to] = [before.at - BEFORE_MS, before.at + AFTER_MS];
    return isSamePlace && interruptions.some((at) => at >= from && at <= to);
  }).length;
}
