import type { Complaint } from '../domain/complaint/complaint.js';
import { type ComplaintPromise, isInWork } from '../domain/complaint/facts.js';
import {
  type FollowUp,
  findFollowUps,
  findResolution,
  type Resolution,
  type Telling,
} from '../domain/complaint/handling.js';
import { promiseState } from '../domain/complaint/promise.js';
import { getOwner, toCardSlot } from '../domain/complaint/slot.js';
import { findLadderOf } from '../domain/concerned/concerned.js';
import type { Details } from '../domain/intake/details.js';
import { findCompleter, findMissing, isIncomplete } from '../domain/intake/missing.js';
import { findAcknowledgeBy, findNewerShown } from '../domain/nudges/shown-on-cards.js';
import type { PersonId } from '../domain/organisation/person.js';
import { text } from '../text/index.js';
import {
  callPerson,
  findShownLead,
  findTeamName,
  renderDate,
  renderPerson,
  type ViewContext,
} from './context.js';
import type { Block, Fact, Text } from './elements.js';

const words = text.card.team;

/** How many characters of each text a card shows. The details show all of it. */
const QUOTE_LIMITS = { done: 600, reason: 300, promise: 120 } as const;

/** The text, cut to at most `letters` code points; an ellipsis marks the cut. */
export function shortenText(text: string, letters: number): string {
  const all = [...text];
  return all.length > letters ? `${all.slice(0, letters).join('')}…` : text;
}

/**
 * The state of a promise in words. What was recorded as kept after its date may have been kept in time;
 * and of what is no longer owed it does not matter that it was late then.
 */
export function promiseStateText(promise: ComplaintPromise, now: number): string {
  if (promise.released !== null) return text.promiseStates.released;
  const state = promiseState(promise, now);
  const isRecordedLate = state === 'broken' && promise.doneAt !== null;
  return isRecordedLate ? text.keptLate : text.promiseStates[state];
}

/** A label with its value. */
export function fact(label: string, value: Text): Fact {
  return { label, value };
}

/** When the complaint was acknowledged, or when the acknowledgement is due. */
export function acknowledgementFact(context: ViewContext): readonly Fact[] {
  const { complaint, organisation } = context;
  const done = complaint.acknowledgements.at(-1);
  if (done === undefined && isInWork(complaint) && complaint.details.complainant.isAnonymous) {
    return [fact(words.acknowledged, [words.notOwed])];
  }
  if (done !== undefined) {
    const value: Text = [renderDate(context, done.at), ' · ', text.means[done.means]];
    return [fact(words.acknowledged, value)];
  }
  const newer = findNewerShown(complaint, organisation);
  const due =
    newer === undefined ? findAcknowledgeBy(complaint, organisation) : newer.acknowledgeBy;
  return due === null ? [] : [fact(words.acknowledgeBy, [renderDate(context, due)])];
}

/** What nobody has said yet, in words. */
export function findMissingNames(details: Details): readonly string[] {
  return findMissing(details).map((detail) => words.missing[detail]);
}

/** What is still to be completed, and by whom. */
export function missingFact(context: ViewContext): readonly Fact[] {
  const { complaint } = context;
  if (!isIncomplete(complaint)) return [];
  const what = findMissingNames(complaint.details);
  const person = findCompleter(complaint);
  const by = person === null ? findTeamName(context) : renderPerson(context, person);
  return [fact(words.toComplete, [`${what.join(', ')} · `, by])];
}

/** The latest `limit` promises with their state, shortened. Renegotiated and released ones are left out. */
export function promiseFacts(context: ViewContext, limit: number): readonly Fact[] {
  return context.complaint.promises
    .filter((promise) => promise.renegotiatedAt === null && promise.released === null)
    .slice(-limit)
    .map((promise) => fact(words.promise, promiseText(context, promise)));
}

function promiseText(context: ViewContext, promise: ComplaintPromise): Text {
  const state = promiseStateText(promise, context.now);
  return [
    { written: shortenText(promise.what, QUOTE_LIMITS.promise) },
    ' · ',
    renderDate(context, promise.dueAt),
    ` · ${state}`,
  ];
}

/** The state and who has the complaint, for the team. */
export function ownershipText(context: ViewContext): Text {
  const { state, assignee } = context.complaint;
  const resolution = findResolution(context.complaint);
  if (state === 'resolved' && resolution !== null) {
    return words.resolvedBy(text.states[state], renderPerson(context, resolution.by));
  }
  if (assignee === null) return words.stands(text.states[state]);
  return words.standsWith(text.states[state], callPerson(context, assignee));
}

/** What was done, cut to `max` characters, when the complainant was told and what they say. */
export function resolutionBlocks(
  context: ViewContext,
  max: number = QUOTE_LIMITS.done,
): readonly Block[] {
  const resolution = findResolution(context.complaint);
  if (resolution === null) return [];
  const followUp = findFollowUps(context.complaint).at(-1);
  const asked = followUp === undefined ? [] : [' ', ...followUpText(context, followUp)];
  return [
    { kind: 'quote', label: words.resolution, text: resolution.done, max },
    { kind: 'note', text: [...toldText(context, resolution.told), ...asked] },
  ];
}

/** When and how the complainant was told of the resolution. */
export function toldText(context: ViewContext, told: Telling | null): Text {
  if (told === null) return [words.complainantUntold];
  const date = renderDate(context, told.at);
  return told.means === null
    ? words.complainantTold(date)
    : words.complainantToldBy(date, text.means[told.means]);
}

/** What came of the last attempt to follow up. */
function followUpText(context: ViewContext, followUp: FollowUp): Text {
  switch (followUp.outcome) {
    case 'answered':
      return [words.satisfied(followUp.satisfaction ?? 0)];
    case 'not-reached':
      return words.notReached(renderDate(context, followUp.at));
    case 'no-contact':
      return [words.noContact];
  }
}

/**
 * That it was reopened, why, and what was done before. The reason is there for those who may read what
 * its author wrote for the record.
 */
export function reopeningBlocks(
  context: ViewContext,
  mayRead: (author: PersonId) => boolean,
  max: number = QUOTE_LIMITS.reason,
): readonly Block[] {
  const { reopenings, resolutions } = context.complaint;
  const last = reopenings.at(-1);
  if (last === undefined) return [];
  const note: Text = words.reopened(renderDate(context, last.at), renderPerson(context, last.by));
  const before = resolutions.findLast(({ round }) => round <= reopenings.length);
  const why: Block = {
    kind: 'quote',
    label: words.whyReopened,
    text: last.reason,
    max,
  };
  return [
    { kind: 'text', text: note },
    ...(mayRead(last.by) ? [why] : []),
    ...(before === undefined ? [] : [doneBeforeQuote(before, max)]),
  ];
}

function doneBeforeQuote({ done }: Resolution, max: number): Block {
  return { kind: 'quote', label: words.doneBefore, text: done, max };
}

/** Where the complaint stands, for the reporter. */
export function reporterStatusText(context: ViewContext): Text {
  const { assignee, state, confidential } = context.complaint;
  if (state !== 'open' && state !== 'assigned') return words.stands(text.states[state]);
  const sent = sentToText(context);
  const { isWith, nobody, nobodyConfidential } = text.card.reporter;
  if (assignee !== null) return isWith(sent, renderPerson(context, assignee));
  return confidential ? nobodyConfidential(sent, whoCanOpenText(context)) : nobody(sent);
}

/** Who can open a confidential complaint that nobody has. */
function whoCanOpenText(context: ViewContext): string {
  const { toLead, toOfficers } = text.card.reporter.confidential;
  return findShownLead(context) === null ? toOfficers : toLead(findTeamName(context));
}

/** Says that the team got it, or who was told instead when the team's channel could not be reached. */
function sentToText(context: ViewContext): string {
  const { complaint, organisation } = context;
  const team = findTeamName(context);
  const { filed, filedConfidential, unplaced } = text.card.reporter;
  if (!isUnplaced(complaint)) return complaint.confidential ? filedConfidential : filed(team);
  const { lead, officers } = findLadderOf(complaint, organisation);
  if (lead !== null) return unplaced.lead(team);
  return officers.length > 0 ? unplaced.officers(team) : unplaced.nobody(team);
}

/** True when the card of the team that has it failed to post, is not posted and is not waiting to be sent. */
function isUnplaced({ placements, refs, undelivered, outbox }: Complaint): boolean {
  const card = toCardSlot(getOwner(placements));
  const isPosted = refs[card] !== undefined;
  const isCard = (slot: string): boolean => slot === card;
  const isPosting = outbox.some(
    ({ slot, kind, failed }) => isCard(slot) && kind !== 'update' && failed === null,
  );
  if (isPosted || isPosting) return false;
  return undelivered.cards.some(({ slot }) => isCard(slot));
}
