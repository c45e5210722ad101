import type { Filing } from '../complaint/command.js';
import {
  type Complaint,
  type ComplaintFacts,
  type Details,
  IMPACTS,
  MEANS,
} from '../complaint/complaint.js';
import { type PersonContext, type Refusal, refusal } from '../complaint/decision.js';
import { newCards, toDeliveries } from '../complaint/delivery-drafts.js';
import { nextActionAt } from '../nudges/next-action.js';
import { type Checked, checked, lengthFaults, nameFaults, textFaults } from './validation.js';

/** Everything that is wrong with the details, by the form's field names. */
export function detailFaults(details: Details): readonly Refusal[] {
  return [
    ...nameFaults('complainant', details.complainant.name),
    ...lengthFaults('account', details.complainant.account, 150),
    ...textFaults('description', details.description),
    ...textFaults('desiredOutcome', details.desiredOutcome),
    ...(IMPACTS.includes(details.impact) ? [] : [refusal('unknown-choice', 'impact')]),
    ...(MEANS.includes(details.means) ? [] : [refusal('unknown-choice', 'means')]),
  ];
}

/** The details without white space around them. */
export function trimmed(details: Details): Details {
  return {
    ...details,
    complainant: {
      name: details.complainant.name.trim(),
      account: details.complainant.account.trim(),
    },
    description: details.description.trim(),
    desiredOutcome: details.desiredOutcome.trim(),
  };
}

/**
 * Checks what was filled in: all faults at once, before a reference is spent on it. The value is a
 * function that makes the complaint of a reference.
 */
export function fileComplaint(
  filing: Filing,
  context: PersonContext,
  eventId: string,
): Checked<(id: string) => Complaint> {
  const category = context.organisation.categories.get(filing.category);
  const faults = [
    ...detailFaults(filing.details),
    ...(category === undefined ? [refusal('unknown-category', 'category')] : []),
  ];
  return checked(faults, () => (id) => newComplaint(id, filing, context, eventId));
}

function newComplaint(
  id: string,
  filing: Filing,
  context: PersonContext,
  eventId: string,
): Complaint {
  const facts = newFacts(id, filing, context);
  const { now, actor, organisation } = context;
  return {
    ...facts,
    nextActionAt: nextActionAt(facts, organisation, now),
    version: 1,
    filedBy: eventId,
    history: [{ at: now, by: actor.person, what: 'file', args: {} }],
    outbox: toDeliveries(id, 1, newCards(facts), context),
    refs: {},
    events: [],
  };
}

function newFacts(id: string, filing: Filing, context: PersonContext): ComplaintFacts {
  const category = context.organisation.categories.get(filing.category);
  return {
    id,
    state: 'open',
    team: category?.team ?? '',
    category: filing.category,
    confidential: category?.confidential ?? true,
    reporter: context.actor.person,
    ...(filing.on === undefined ? {} : { filedOn: filing.on }),
    assignee: null,
    filedAt: context.now,
    untakenSince: context.now,
    details: trimmed(filing.details),
    acknowledgement: null,
    promises: [],
    resolution: null,
    followUp: null,
    lastLifeAt: context.now,
    snoozes: {},
    nudges: [],
    nextActionAt: null,
  };
}
