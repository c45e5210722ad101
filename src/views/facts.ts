import type { Complaint } from '../domain/complaint/complaint.js';
import type { ComplaintPromise, Details } from '../domain/complaint/facts.js';
import { promiseState } from '../domain/complaint/promise.js';
import { getOwner, type Slot, toCardSlot } from '../domain/complaint/slot.js';
import { acknowledgementDue } from '../domain/nudges/plan-steps.js';
import { findCalendar, findLadder } from '../domain/organisation/organisation.js';
import { text } from '../text/index.js';
import { findTeamName, renderDate, renderPerson, type ViewContext } from './context.js';
import type { Block, Fact, Text } from './elements.js';

const words = text.card.team;

/** How many characters of each text a card shows. The details show all of it. */
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

/** The details that are shown as facts; the others are quotes, see {@link intakeQuotes}. */
type FactDetail = Exclude<keyof Details, 'description' | 'desiredOutcome'>;

/** The facts of each detail, in this order. */
const DETAIL_FACTS: { readonly [D in FactDetail]: (details: Details) => readonly Fact[] } = {
  complainant: ({ complainant: { name, account } }) => [
    fact(words.complainant, [name]),
    ...(account === '' ? [] : [fact(words.account, [account])]),
  ],
  impact: ({ impact }) => [fact(words.impact, [text.impacts[impact]])],
  means: ({ means }) => [fact(words.cameInBy, [text.means[means]])],
  isPublic: ({ isPublic }) => (isPublic ? [fact(words.visibility, [words.isPublic])] : []),
};

/** Who complained, how the complaint came in, who recorded it and when. */
export function intakeFacts(context: ViewContext): readonly Fact[] {
  const { details, reporter, filedAt } = context.complaint;
  return [
    ...Object.values(DETAIL_FACTS).flatMap((toFacts) => toFacts(details)),
    fact(words.reportedBy, [renderPerson(context, reporter)]),
    fact(words.filed, [renderDate(context, filedAt)]),
  ];
}

function fact(label: string, value: Text): Fact {
  return { label, value };
}

/** When the complaint was acknowledged, or when the acknowledgement is due. */
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
  return [fact(words.acknowledgeBy, [renderDate(context, due)])];
}

/** The latest `limit` promises with their state, shortened. Renegotiated and released ones are left out. */
export function promiseFacts(context: ViewContext, limit: number): readonly Fact[] {
  return context.complaint.promises
    .filter((promise) => promise.renegotiatedAt === null && promise.released === null)
    .slice(-limit)
    .map((promise) => fact(words.promise, promiseText(context, promise)));
}

function promiseText(context: ViewContext, promise: ComplaintPromise): Text {
  const state = text.promiseStates[promiseState(promise, context.now)];
  return [
    shortenText(promise.what, QUOTE_LIMITS.promise),
    ' · ',
    renderDate(context, promise.dueAt),
    ` · ${state}`,
  ];
}

/** The state and who has the complaint, for the team. */
export function ownershipText(context: ViewContext): Text {
  const { state, assignee, resolution } = context.complaint;
  if (state === 'resolved' && resolution !== null) {
    return words.resolvedBy(text.states[state], renderPerson(context, resolution.by));
  }
  if (assignee === null) return words.stands(text.states[state]);
  return words.standsWith(text.states[state], renderPerson(context, assignee));
}

/** What was done, cut to `max` characters, and whether the complainant knows and is satisfied. */
export function resolutionBlocks(
  context: ViewContext,
  max: number = QUOTE_LIMITS.done,
): readonly Block[] {
  const { resolution, followUp } = context.complaint;
  if (resolution === null) return [];
  const told = resolution.toldAt === null ? words.complainantUntold : words.complainantTold;
  const note = followUp === null ? told : words.andSatisfied(told, followUp.satisfaction);
  return [
    { kind: 'quote', label: words.resolution, text: resolution.done, max },
    { kind: 'note', text: [note] },
  ];
}

/** Where the complaint stands, for the reporter. */
export function reporterStatusText(context: ViewContext): Text {
  const { assignee, state } = context.complaint;
  if (state !== 'open' && state !== 'assigned') return words.stands(text.states[state]);
  const sent = sentToText(context);
  if (assignee === null) return text.card.reporter.nobody(sent);
  return text.card.reporter.isWith(sent, renderPerson(context, assignee));
}

/** Says that the team got it, or who was told instead when the team's channel could not be reached. */
function sentToText(context: ViewContext): string {
  const { complaint, organisation } = context;
  const team = findTeamName(context);
  if (!isUnplaced(complaint)) return text.card.reporter.filed(team);
  const { lead, officers } = findLadder(complaint.team, organisation);
  const { unplaced } = text.card.reporter;
  if (lead !== null) return unplaced.lead(team);
  return officers.length > 0 ? unplaced.officers(team) : unplaced.nobody(team);
}

/** True when the card of the team that has it failed to post, is not posted and is not waiting to be sent. */
function isUnplaced({ placements, refs, undelivered, outbox }: Complaint): boolean {
  const card = toCardSlot(getOwner(placements));
  const isPosted = refs[card] !== undefined;
  const isCard = (slot: Slot): boolean => slot === card;
  const isPosting = outbox.some(
    ({ slot, kind, failed }) => isCard(slot) && kind !== 'update' && failed === null,
  );
  if (isPosted || isPosting) return false;
  return undelivered.cards.some(({ slot }) => isCard(slot));
}
