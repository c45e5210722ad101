import { type Answer, NO_ANSWER } from '../complaint/answer.js';
import type { OutboxDraft } from '../complaint/delivery.js';
import { toDeliveries } from '../complaint/delivery-drafts.js';
import type { ComplaintId } from '../complaint/facts.js';
import type { DocumentDecision } from '../document/decision.js';
import type { ComplaintRelay } from '../document/relay.js';
import {
  type Inbox,
  type InboxEntry,
  type InboxSlot,
  type RecordedInbox,
  withChange,
} from './inbox.js';
import type { InboxView } from './inbox-view.js';

/** What a decision adds to an inbox's outbox. */
export type InboxDraft = OutboxDraft<ComplaintRelay, InboxView, InboxSlot>;

/** What a command does to an inbox. */
interface InboxChange {
  readonly changed?: Partial<RecordedInbox>;
  readonly history?: readonly InboxEntry[];
  readonly drafts?: readonly InboxDraft[];
  readonly said?: Answer;
  /** Slots whose messages are not changed any more. */
  readonly forgets?: readonly string[];
}

/** Nothing is left to do. */
export const UNCHANGED = { kind: 'unchanged', answer: NO_ANSWER } as const;

/** Makes the decision of a change. `realNow`: ms UTC. */
export function acceptInbox(
  inbox: Inbox,
  { realNow }: { readonly realNow: number },
  { changed = {}, history = [], drafts = [], said = NO_ANSWER, forgets = [] }: InboxChange,
): DocumentDecision<Inbox> {
  const name = `inbox/${inbox.id}`;
  return {
    kind: 'accepted',
    facts: withChange(inbox, changed),
    history,
    deliveries: toDeliveries(name, inbox.version + 1, drafts, { realNow }),
    answer: said,
    ...(forgets.length === 0 ? {} : { forgets }),
  };
}

/** The slot of a message with lines. */
function toDigestSlot(n: number): InboxSlot {
  return `digest:${n}`;
}

/**
 * The slots of messages that are not changed any more: those without a line that is kept, but for the list; and
 * those of absences before the last one.
 */
export function findOldSlots({ refs, lines, list, absences, outbox }: Inbox): readonly string[] {
  const kept = new Set(lines.flatMap(({ sent }) => (sent === null ? [] : sent.digest)));
  return Object.keys(refs).filter((slot) => {
    if (outbox.some((item) => item.slot === slot)) return false;
    const [kind, number] = slot.split(':');
    const n = Number(number);
    return kind === 'digest' ? !kept.has(n) && n !== list?.n : n < absences;
  });
}

/** Does the last list of the day ask for something about this complaint? */
export function isOnList({ list }: Pick<Inbox, 'list'>, id: ComplaintId): boolean {
  return list?.items.some(({ complaint }) => complaint === id) ?? false;
}

/** Drafts a message with lines, to the inbox's person: the morning list if it has that number. */
export function draftDigest(
  kind: 'post' | 'update',
  { id, list }: Pick<Inbox, 'id' | 'list'>,
  n: number,
): InboxDraft {
  const name = list?.n === n ? 'morning-list' : 'digest';
  return { kind, slot: toDigestSlot(n), view: { name, args: { n } }, person: id };
}
