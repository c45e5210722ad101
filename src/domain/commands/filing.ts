import { type Filing, LINKS_LIMIT, NAME_LIMIT } from '../complaint/command.js';
import type { Complaint } from '../complaint/complaint.js';
import type { PersonContext } from '../complaint/decision.js';
import { draftNewCards, toDeliveries } from '../complaint/delivery-drafts.js';
import { NOTHING_UNDELIVERED, type RecordedFacts } from '../complaint/facts.js';
import { MEANS } from '../complaint/handling.js';
import { findConcernFaults } from '../concerned/naming.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { findEmailFaults, findPhoneFaults } from '../intake/contact.js';
import {
  AUTHORITIES,
  type Complainant,
  type Details,
  findDifferences,
  IMPACTS,
} from '../intake/details.js';
import { shortenSource } from '../intake/source.js';
import { FROM_WORDS, suggestCategory } from '../intake/suggest-category.js';
import { isBlank, trimText } from '../text/blank.js';
import { deriveFields } from './planning/derived-fields.js';
import {
  type Checked,
  checkPastMoment,
  findFaults,
  findLengthFaults,
  findNameFaults,
  findTextFaults,
  toChecked,
} from './validation.js';

/** The faults of each detail, by the form's field names. What nobody has said yet is none. */
const DETAIL_FAULTS: { readonly [D in keyof Details]-?: (details: Details) => readonly Refusal[] } =
  {
    complainant: ({ complainant }) => findComplainantFaults(complainant),
    description: ({ description }) => findTextFaults('description', description),
    desiredOutcome: ({ desiredOutcome }) => findLengthFaults('desiredOutcome', desiredOutcome),
    impact: ({ impact }) =>
      impact === undefined || IMPACTS.includes(impact) ? [] : [refusal('unknown-choice', 'impact')],
    means: ({ means }) => (MEANS.includes(means) ? [] : [refusal('unknown-choice', 'means')]),
    isPublic: () => [],
    representative: ({ representative }) => findRepresentativeFaults(representative),
    isVulnerable: () => [],
    adjustments: ({ adjustments }) => findLengthFaults('adjustments', adjustments ?? ''),
  };

function findComplainantFaults(complainant: Complainant): readonly Refusal[] {
  const { name, account, phone = '', email = '', address = '', prefers, isAnonymous } = complainant;
  const isContradiction = isAnonymous === true && !isBlank(name);
  return [
    ...(isContradiction ? [refusal('named-anonymous', 'isAnonymous')] : []),
    ...findLengthFaults('complainant', name, NAME_LIMIT),
    ...findLengthFaults('account', account, NAME_LIMIT),
    ...findPhoneFaults('phone', phone),
    ...findEmailFaults('email', email),
    ...findLengthFaults('address', address),
    ...(prefers === undefined || MEANS.includes(prefers)
      ? []
      : [refusal('unknown-choice', 'prefers')]),
  ];
}

function findRepresentativeFaults(representative: Details['representative']): readonly Refusal[] {
  if (representative === undefined) return [];
  const { name, authority } = representative;
  return [
    ...findNameFaults('representative', name),
    ...(AUTHORITIES.includes(authority) ? [] : [refusal('authority-missing', 'authority')]),
  ];
}

/** Returns all faults of the details, by the form's field names. */
export function findDetailFaults(details: Details): readonly Refusal[] {
  return Object.values(DETAIL_FAULTS).flatMap((findFaults) => findFaults(details));
}

/** Returns the details without spaces around the texts, see {@link trimText}, and without empty ones. */
export function trimDetails(details: Details): Details {
  const { complainant, representative, adjustments: needed, ...rest } = details;
  const adjustments = trimText(needed ?? '');
  return {
    ...rest,
    complainant: trimComplainant(complainant),
    description: trimText(details.description),
    desiredOutcome: trimText(details.desiredOutcome),
    ...(representative === undefined
      ? {}
      : { representative: { ...representative, name: trimText(representative.name) } }),
    ...(adjustments === '' ? {} : { adjustments }),
  };
}

function trimComplainant(complainant: Complainant): Complainant {
  const { name, account, phone, email, address, ...rest } = complainant;
  const contact = Object.entries({ phone, email, address })
    .map(([key, value]) => [key, trimText(value ?? '')] as const)
    .filter(([, value]) => value !== '');
  return {
    name: trimText(name),
    account: trimText(account),
    ...Object.fromEntries(contact),
    ...rest,
  };
}

/** Does a complaint have other details than this filing, which was sent again? */
export function isRecordedOtherwise(
  { details }: Pick<Complaint, 'details'>,
  filing: Pick<Filing, 'details'>,
): boolean {
  return findDifferences(details, trimDetails(filing.details)).length > 0;
}

/**
 * Checks a filing and returns all faults at once, before it uses up a reference. The value is a
 * function that makes the complaint, given its reference. `eventId` is the event that filed it.
 */
export function fileComplaint(
  filing: Filing,
  context: PersonContext,
  eventId: string,
): Checked<(id: string) => Complaint> {
  const category = chooseCategory(filing, context);
  const received = checkReceived(filing.receivedAt, context.now);
  const links = [...new Set(filing.links)];
  const faults = [
    ...findDetailFaults(filing.details),
    ...findFaults(received),
    ...findFaults(category),
    ...(links.length > LINKS_LIMIT ? [refusal('links-full', null, { most: LINKS_LIMIT })] : []),
    ...findNamedFaults(filing, category, context),
  ];
  const receivedAt = received.ok ? received.value : context.now;
  const checked = { ...filing, receivedAt, category: category.ok ? category.value : '', links };
  return toChecked(faults, () => (id) => createComplaint(id, checked, context, eventId));
}

/** A complaint that came in longer ago is rather a wrong year: its terms would be over by years at once. */
const RECEIVED_WITHIN_MS = 2 * 366 * 86_400_000;

function checkReceived(receivedAt: number | null, now: number): Checked<number> {
  const isLongAgo = now - (receivedAt ?? now) > RECEIVED_WITHIN_MS;
  return isLongAgo
    ? { ok: false, refusals: [refusal('received-long-ago', 'receivedAt')] }
    : checkPastMoment('receivedAt', receivedAt, now);
}

/** The key of the category that was chosen, or that the words suggest. */
function chooseCategory(filing: Filing, { organisation }: PersonContext): Checked<string> {
  const { category, details, hints = { similar: null, team: null } } = filing;
  if (category !== FROM_WORDS) {
    const faults = organisation.categories.has(category)
      ? []
      : [refusal('unknown-category', 'category')];
    return toChecked(faults, () => category);
  }
  const suggested = suggestCategory(details.description, organisation, hints);
  switch (suggested.kind) {
    case 'found':
      return { ok: true, value: suggested.category.key };
    case 'confidential': {
      const { name } = suggested.category;
      return { ok: false, refusals: [refusal('category-confidential', 'category', { name })] };
    }
    case 'none':
      return { ok: false, refusals: [refusal('category-unclear', 'category')] };
  }
}

/** The key of the team that a complaint of this filing goes to; null where its category is still to be chosen. */
export function findFilingTeam(filing: Filing, context: PersonContext): string | null {
  const category = chooseCategory(filing, context);
  const key = category.ok ? category.value : '';
  return context.organisation.categories.get(key)?.team ?? null;
}

/** A filing whose time of receipt and links were checked. */
type CheckedFiling = Filing & Required<Pick<Filing, 'links'>> & { readonly receivedAt: number };

/** Why it cannot be about the colleague who is named. Who else could open it is known once its team is. */
function findNamedFaults(
  { concerns = [] }: Filing,
  category: Checked<string>,
  context: PersonContext,
): readonly Refusal[] {
  if (!category.ok) return [];
  const team = context.organisation.categories.get(category.value)?.team ?? '';
  return findConcernFaults('colleague', { team, concerns }, context);
}

function createComplaint(
  id: string,
  filing: CheckedFiling,
  context: PersonContext,
  eventId: string,
): Complaint {
  const facts = createFacts(id, filing, context);
  const { now, actor } = context;
  const args = { receivedAt: filing.receivedAt, ...toLinks(filing) };
  return {
    ...facts,
    ...deriveFields(facts, context),
    version: 1,
    filedBy: eventId,
    history: [{ at: now, by: actor.person, what: 'file', args }],
    outbox: toDeliveries(id, 1, draftNewCards(facts), context),
    refs: {},
    events: [],
  };
}

function createFacts(id: string, filing: CheckedFiling, context: PersonContext): RecordedFacts {
  const category = context.organisation.categories.get(filing.category);
  const team = category?.team ?? '';
  const { concerns: named = [] } = filing;
  return {
    id,
    state: 'open',
    team,
    placements: [{ n: 1, team, as: 'owner', openedAt: context.now, closedAt: null }],
    category: filing.category,
    // Whom it is about may be in the channel of its team.
    confidential: named.length > 0 || (category?.confidential ?? true),
    reporter: context.actor.person,
    ...(filing.on === undefined ? {} : { filedOn: filing.on }),
    assignee: null,
    ...(named.length > 0 ? { concerns: named } : {}),
    receivedAt: filing.receivedAt,
    filedAt: context.now,
    untakenSince: context.now,
    details: trimDetails(filing.details),
    ...toLinks(filing),
    ...(filing.source === undefined ? {} : { source: shortenSource(filing.source) }),
    acknowledgements: [],
    promises: [],
    resolutions: [],
    followUps: [],
    withdrawal: null,
    reopenings: [],
    lastLifeAt: context.now,
    heard: [],
    snoozes: {},
    nudges: [],
    undelivered: NOTHING_UNDELIVERED,
    rounds: {},
  };
}

function toLinks({ links }: CheckedFiling): Pick<Filing, 'links'> {
  return links.length === 0 ? {} : { links };
}
