import type { CommandOf } from '../complaint/command.js';
import {
  changed,
  type Outcome,
  type PersonContext,
  rejectOutcome,
  validated,
} from '../complaint/decision.js';
import type { DeliveryDraft } from '../complaint/delivery.js';
import { draftDirectMessage } from '../complaint/delivery-drafts.js';
import type { ComplaintFacts } from '../complaint/facts.js';
import {
  FOLLOW_UP_OUTCOMES,
  findFollowUps,
  findHandlingRound,
  findResolution,
} from '../complaint/handling.js';
import { isViewer } from '../complaint/permissions.js';
import { findOpenPromises } from '../complaint/promise.js';
import { findLadderOf } from '../concerned/concerned.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { startRounds } from '../nudges/rounds.js';
import { countLocalDays } from '../organisation/calendar.js';
import { findCalendar, findPolicy, type Organisation } from '../organisation/organisation.js';
import { trimText } from '../text/blank.js';
import { isolate } from '../text/isolate.js';
import { findLengthFaults } from './validation.js';

/** How many characters name a promise in a sentence. */
const PROMISE_LETTERS = 150;

/** At and below this satisfaction the lead is told. */
const DISSATISFIED = 2;

/**
 * Records one attempt to ask the complainant. An answer closes the complaint. Without one a person may
 * close it when the complainant wants no further contact, or after the attempts of the policy; else it
 * stays resolved, and the next reminder follows.
 */
export function recordFollowUp(
  complaint: ComplaintFacts,
  command: CommandOf<'follow-up'>,
  context: PersonContext,
): Outcome {
  const obstacle = findFollowUpObstacle(complaint);
  if (obstacle !== null) return rejectOutcome(obstacle);
  const { outcome } = command;
  const isAnswer = outcome === 'answered';
  const satisfaction = isAnswer ? command.satisfaction : null;
  const closes = isAnswer || command.closes;
  return validated(findFollowUpFaults(complaint, command, context), () => {
    const words = trimText(command.words);
    const author = { at: context.now, by: context.actor.person };
    const round = findHandlingRound(complaint);
    const followUp = { round, ...author, outcome, satisfaction, words };
    return changed(
      { what: 'follow-up', args: { outcome, satisfaction, words, closes } },
      {
        ...(closes ? { state: 'closed' } : { rounds: startRounds(complaint, 'follow-up') }),
        followUps: [...complaint.followUps, followUp],
      },
      { drafts: draftDissatisfied(complaint, satisfaction, words, context) },
    );
  });
}

/** Why the complaint cannot be followed up yet; null if it can. */
export function findFollowUpObstacle(complaint: ComplaintFacts): Refusal | null {
  if ((findResolution(complaint)?.told ?? null) === null) return refusal('tell-first');
  const [open] = findOpenPromises(complaint);
  if (open === undefined) return null;
  const start = [...open.what].slice(0, PROMISE_LETTERS).join('');
  return refusal('promise-open', null, { what: isolate(start) });
}

function findFollowUpFaults(
  complaint: ComplaintFacts,
  { outcome, satisfaction, words, closes }: CommandOf<'follow-up'>,
  context: PersonContext,
): readonly Refusal[] {
  const isRated = Number.isInteger(satisfaction) && inScale(satisfaction ?? 0);
  const { made, needed } = countAttempts(complaint, context);
  return [
    ...(FOLLOW_UP_OUTCOMES.includes(outcome) ? [] : [refusal('unknown-choice', 'outcome')]),
    ...(outcome === 'answered' && !isRated ? [refusal('unknown-choice', 'satisfaction')] : []),
    ...(outcome === 'not-reached' && closes && made < needed
      ? [refusal('attempts-left', 'outcome', { made, needed })]
      : []),
    ...findLengthFaults('words', words),
  ];
}

function inScale(satisfaction: number): boolean {
  return satisfaction >= 1 && satisfaction <= 5;
}

/**
 * Counts the days, in the team's zone, on which the complainant was tried in this round and not reached,
 * one at `now` included, and how many the policy asks for before somebody may close without an answer.
 */
export function countAttempts(
  complaint: ComplaintFacts,
  { now, organisation }: { readonly now: number; readonly organisation: Organisation },
): { readonly made: number; readonly needed: number } {
  const missed = findFollowUps(complaint).filter(({ outcome }) => outcome === 'not-reached');
  const calendar = findCalendar(complaint.team, organisation);
  return {
    made: countLocalDays(calendar, [...missed.map(({ at }) => at), now]),
    needed: findPolicy(complaint, organisation).followUpAttempts,
  };
}

/** Tells the lead that the complainant is not satisfied: they may reopen it. Without a lead, the officers. */
function draftDissatisfied(
  complaint: ComplaintFacts,
  satisfaction: number | null,
  words: string,
  { actor, organisation }: PersonContext,
): readonly DeliveryDraft[] {
  if (satisfaction === null || satisfaction > DISSATISFIED) return [];
  const { lead, officers } = findLadderOf(complaint, organisation);
  const args = { by: actor.person, satisfaction, words };
  return (lead === null ? officers : [lead])
    .filter((person) => !isViewer(actor, person))
    .map((person) => draftDirectMessage(person, { name: 'dissatisfied', args }));
}
