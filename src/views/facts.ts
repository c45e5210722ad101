import type { Complaint, ComplaintPromise } from '../domain/complaint/complaint.js';
import { promiseState } from '../domain/complaint/promise.js';
import { acknowledgementDue } from '../domain/nudges/plan.js';
import { findCalendar, findLadder } from '../domain/organisation/organisation.js';
import { text } from '../text/index.js';
import { findTeamName, renderDate, renderPerson, type ViewContext } from './context.js';
import type { Block, Fact, Text } from './elements.js';

const words = text.card.team;

/** How much of what somebody wrote a card shows; the details show all of it. */
const QUOTE_LIMITS = { happened: 600, wanted: 300, done: 600, promise: 120 } as const;

/** The text, cut to at most `letters` code points; an ellipsis marks the cut. */
export function shortenText(text: string, letters: number): string {
  const all = [...text];
  return all.length > letters ? `${all.slice(0, letters).join('')}…` : text;
}

/** What happened and what the complainant wants, shortened for a card. */
export function intakeQuotes(context: ViewContext): readonly Block[] {
  const { description, desiredOutcome } = context.complaint.details;
  return [
    { kind: 'quote', label: words.happened, text: description, max: QUOTE_LIMITS.happened },
    { kind: 'quote', label: words.wanted, text: desiredOutcome, max: QUOTE_LIMITS.wanted },
  ];
}

/** Who complained, how it came in, who recorded it. */
export function intakeFacts(context: ViewContext): readonly Fact[] {
  const { details, reporter, filedAt } = context.complaint;
  const { complainant } = details;
  return [
    { label: words.complainant, value: [complainant.name] },
    ...(complainant.account === '' ? [] : [fact(words.account, [complainant.account])]),
    fact(words.impact, [text.impacts[details.impact]]),
    fact(words.cameInBy, [text.means[details.means]]),
    ...(details.isPublic ? [fact(words.visibility, [words.isPublic])] : []),
    fact(words.reportedBy, [renderPerson(context, reporter)]),
    fact(words.filed, [renderDate(context, filedAt)]),
  ];
}

function fact(label: string, value: Text): Fact {
  return { label, value };
}

/** Acknowledged when, or by when it has to be. */
export function acknowledgementFact(context: ViewContext): readonly Fact[] {
  const { complaint, organisation } = context;
  const done = complaint.acknowledgement;
  if (done !== null) {
    const value: Text = [renderDate(context, done.at), ' · ', text.means[done.means]];
    return [fact(words.acknowledged, value)];
  }
  if (complaint.state !== 'open' && complaint.state !== 'assigned') return [];
  const calendar = findCalendar(complaint.team, organisation);
  const due = acknowledgementDue(complaint.filedAt, organisation.policy, calendar);
  return [fact(words.acknowledgeBy.trim(), [renderDate(context, due)])];
}

/** Each promise with what has become of it, the latest `limit`, its words shortened. */
export function promiseFacts(context: ViewContext, limit: number): readonly Fact[] {
  return context.complaint.promises
    .filter((made) => made.renegotiatedAt === null)
    .slice(-limit)
    .map((made) => fact(words.promise, promiseText(context, made)));
}

function promiseText(context: ViewContext, made: ComplaintPromise): Text {
  const state = text.promiseStates[promiseState(made, context.now)];
  return [
    shortenText(made.what, QUOTE_LIMITS.promise),
    ' · ',
    renderDate(context, made.dueAt),
    ` · ${state}`,
  ];
}

/** Who has it, in a sentence for the team. */
export function ownershipText(context: ViewContext): Text {
  const { state, assignee, resolution } = context.complaint;
  if (state === 'resolved' && resolution !== null) {
    return [
      { strong: text.states[state] },
      '. ',
      words.resolvedBy,
      renderPerson(context, resolution.by),
      '.',
    ];
  }
  if (assignee === null) return [{ strong: text.states[state] }, '.'];
  return [{ strong: text.states[state] }, '. ', words.with, renderPerson(context, assignee), '.'];
}

/** What was done, cut to `max` characters, and how it ended. */
export function resolutionBlocks(
  context: ViewContext,
  max: number = QUOTE_LIMITS.done,
): readonly Block[] {
  const { resolution, followUp } = context.complaint;
  if (resolution === null) return [];
  const told = resolution.toldAt === null ? words.complainantUntold : words.complainantTold;
  const satisfied = followUp === null ? [] : [` ${words.satisfaction(followUp.satisfaction)}.`];
  return [
    { kind: 'quote', label: words.resolution, text: resolution.done, max },
    { kind: 'note', text: [told, ...satisfied] },
  ];
}

/** The sentence by which a reporter knows where it is. */
export function reporterStatusText(context: ViewContext): Text {
  const { assignee, state } = context.complaint;
  const start: Text = [sentToText(context), ' '];
  if (state !== 'open' && state !== 'assigned') return [{ strong: text.states[state] }, '.'];
  if (assignee === null) return [...start, text.card.reporter.nobody];
  return [...start, text.card.reporter.with, renderPerson(context, assignee), '.'];
}

/** That it was sent to the team; or who was told instead, when its channel could not be reached. */
function sentToText(context: ViewContext): string {
  const { complaint, organisation } = context;
  const team = findTeamName(context);
  if (!isUnplaced(complaint)) return text.card.reporter.filed(team);
  const { lead, officers } = findLadder(complaint.team, organisation);
  const { unplaced } = text.card.reporter;
  if (lead !== null) return unplaced.lead(team);
  return officers.length > 0 ? unplaced.officers(team) : unplaced.nobody(team);
}

/** True while the team's card is nowhere, its post has failed for good, and no other is on its way. */
function isUnplaced({ refs, history, outbox }: Complaint): boolean {
  const isPosted = refs['team-card'] !== undefined;
  const isCard = (slot: unknown): boolean => slot === 'team-card';
  const isPosting = outbox.some(
    ({ slot, kind, failed }) => isCard(slot) && kind !== 'update' && failed === null,
  );
  if (isPosted || isPosting) return false;
  return history.some(({ what, args }) => what === 'undelivered' && isCard(args.slot));
}
