import type { CardAt } from './posts.js';
import type { RegisteredComplaint } from './register.js';

/** One complaint: what the bot recorded, and its messages in both simulators. */
export interface LedgerRow {
  readonly reference: string;
  readonly recorded: true;
  /** Posts in the channel of the team that has it: not those with teams that it has left. */
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
  const present = withoutFormer(posts, complaint);
  const counts = [countExtra(present, posts, input), countExtra(told, told, input)];
  const again = counts.reduce((sum, one) => sum + one.again, 0);
  const doubled = counts.reduce((sum, one) => sum + one.doubled, 0);
  const posted = present.length;
  return { reference, recorded: true, posted, told: told.length, waiting, again, doubled };
}

/**
 * The posts without one for each team that the complaint has left: those stay in their channels and say
 * where it went. The oldest in such a channel is the one, since it may come back there. One whose channel
 * the bot does not know yet may be any that is not in the channel of the present team.
 */
function withoutFormer(
  posts: readonly CardAt[],
  { place, formerPlaces }: RegisteredComplaint,
): readonly CardAt[] {
  const present = [...posts].sort((a, b) => a.at - b.at);
  const known = formerPlaces.filter((former) => former !== null);
  const unknown = formerPlaces.filter((former) => former === null);
  for (const former of [...known, ...unknown]) {
    const n = present.findIndex(({ conversation }) =>
      former ? conversation === former.conversation : conversation !== place?.conversation,
    );
    if (n >= 0) present.splice(n, 1);
  }
  return present;
}

/** How many of `cards` are there once too often, and how many of these were posted again. */
function countExtra(
  cards: readonly CardAt[],
  all: readonly CardAt[],
  input: LedgerInput,
): Pick<LedgerRow, 'again' | 'doubled'> {
  const extra = Math.max(0, cards.length - 1);
  const again = Math.min(extra, countRepeats(all, input));
  return { again, doubled: extra - again };
}

/** How many of these cards were posted again because of an interruption. */
function countRepeats(cards: readonly CardAt[], { interruptions }: LedgerInput): number {
  const inOrder = [...cards].sort((a, b) => a.at - b.at);
  return inOrder.filter((card, n) => {
    const before = inOrder.slice(0, n).findLast((one) => one.conversation === card.conversation);
    if (before === undefined || card.platform !== 'teams') return false;
    const [from, to] = [before.at - BEFORE_MS, before.at + AFTER_MS];
    return interruptions.some((at) => at >= from && at <= to);
  }).length;
}
