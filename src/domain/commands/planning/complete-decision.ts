import { NO_ANSWER } from '../../complaint/answer.js';
import { type Complaint, toFacts } from '../../complaint/complaint.js';
import type { Decision, DecisionContext, Outcome } from '../../complaint/decision.js';
import type { DeliveryDraft } from '../../complaint/delivery.js';
import {
  draftCardUpdates,
  draftReporterCardUpdates,
  draftTeamCard,
  toDeliveries,
} from '../../complaint/delivery-drafts.js';
import type { ComplaintFacts } from '../../complaint/facts.js';
import type { HistoryAuthor, HistoryEntry } from '../../complaint/history.js';
import { type Placement, toCardSlot } from '../../complaint/slot.js';
import { isEverybodyWaiting } from '../../nudges/past-last-rung.js';
import { startQuietRound } from '../../nudges/rounds.js';
import { settleNudges } from '../../nudges/settle-nudges.js';
import type { PersonId } from '../../organisation/person.js';
import { draftList } from '../ownership.js';
import { toKeptHistory } from '../size-limit.js';
import { deriveFields } from './derived-fields.js';
import { followPlace } from './follow-place.js';
import { draftMovedCards } from './plan-again.js';

/** Returns the facts after the outcome. Activity also starts a quiet time anew. */
function applyPatch(
  complaint: Complaint,
  patch: Extract<Outcome, { kind: 'change' }>['patch'],
): ComplaintFacts {
  const patched: ComplaintFacts = { ...toFacts(complaint), ...patch };
  const isActivity = patch.lastLifeAt !== undefined;
  return isActivity ? { ...patched, rounds: startQuietRound(patched) } : patched;
}

/** What {@link completeDecision} needs besides the complaint and the outcome. */
interface Completion {
  readonly by: HistoryAuthor;
  readonly context: DecisionContext;
  readonly updatesCards: boolean;
  /** Every id of the acting person; none when no person acts. */
  readonly actorIds: readonly PersonId[];
}

/** Adds what all changes share: answered nudges, derived fields, the cards, the history entry. */
export function completeDecision(
  complaint: Complaint,
  outcome: Extract<Outcome, { kind: 'change' }>,
  { by, context, updatesCards, actorIds }: Completion,
): Decision {
  const patched = applyPatch(complaint, outcome.patch);
  const { facts: settled, drafts: answered } = settleNudges(
    patched,
    outcome.events.some(({ what }) => what === 'snooze') ? actorIds : [],
    context.now,
  );
  const followed = followPlace({ ...complaint, ...settled }, context);
  const { placements, opened } = followed;
  const placed = { ...settled, placements };
  const facts = { ...placed, ...deriveFields(placed, context) };
  const shown = { ...complaint, placements };
  const drafts = [
    ...outcome.drafts,
    ...(updatesCards
      ? draftCardUpdates(shown)
      : [
          ...draftWaitingUpdate(shown, facts),
          ...draftMovedCards(shown, facts),
          ...(opened === undefined ? [] : [draftTeamCard('post', opened)]),
        ]),
    ...followed.lastUpdates,
    ...answered,
    ...draftList(complaint, facts),
  ];
  const entries: readonly HistoryEntry[] = [
    ...outcome.events.map((event) => ({ ...event, at: context.now, by })),
    ...toChannelEntries(opened, context.now),
  ];
  return {
    kind: 'accepted',
    facts,
    history: entries.flatMap((entry) => toKeptHistory(complaint, entry)),
    deliveries: toDeliveries(complaint.id, complaint.version + 1, drafts, context),
    answer: outcome.answer ?? NO_ANSWER,
  };
}

function toChannelEntries(opened: Placement | undefined, at: number): readonly HistoryEntry[] {
  if (opened === undefined) return [];
  return [{ what: 'channel-changed', args: { slot: toCardSlot(opened) }, at, by: 'redress' }];
}

/** The updates of the reporters' cards, if they say something else now about whether everybody is reminded. */
function draftWaitingUpdate(complaint: Complaint, facts: ComplaintFacts): readonly DeliveryDraft[] {
  const isSame = isEverybodyWaiting(complaint) === isEverybodyWaiting(facts);
  return isSame ? [] : draftReporterCardUpdates(complaint);
}
