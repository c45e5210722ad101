import type { ComplaintFacts, RecordedFacts, ShownOnCards } from '../complaint/facts.js';
import { findLadderOf } from '../concerned/concerned.js';
import { type AcknowledgementFacts, owesAcknowledgement } from '../intake/acknowledgement.js';
import {
  findCalendar,
  findPolicy,
  type Organisation,
  type PolicyFacts,
} from '../organisation/organisation.js';
import { acknowledgementDue } from './plan-steps.js';

/** Returns when the complainant must be told that the complaint was received, ms UTC; null when that is done or over. */
export function findAcknowledgeBy(
  facts: PolicyFacts & AcknowledgementFacts & Pick<ComplaintFacts, 'team' | 'receivedAt'>,
  organisation: Organisation,
): number | null {
  if (!owesAcknowledgement(facts)) return null;
  const calendar = findCalendar(facts.team, organisation);
  return acknowledgementDue(facts.receivedAt, findPolicy(facts, organisation), calendar);
}

/** The derived field `shownOnCards`. */
export function toShownOnCards(facts: RecordedFacts, organisation: Organisation): ShownOnCards {
  return {
    acknowledgeBy: findAcknowledgeBy(facts, organisation),
    zone: findCalendar(facts.team, organisation).zone,
    lead: facts.confidential ? findLadderOf(facts, organisation).lead : null,
  };
}

/**
 * What cards show by a newer configuration than this process has, which planned the complaint; undefined
 * when there is none. During a rolling restart this process may draw a card that a newer one has planned.
 */
export function findNewerShown(
  { generation = 0, shownOnCards }: Pick<ComplaintFacts, 'generation' | 'shownOnCards'>,
  organisation: Pick<Organisation, 'generation'>,
): ShownOnCards | undefined {
  return generation > (organisation.generation ?? 0) ? shownOnCards : undefined;
}

/** Do the cards show something else now? Of a complaint that is older than the field nobody knows: no. */
export function hasMovedOnCards(
  before: ShownOnCards | undefined,
  after: ShownOnCards | undefined,
): boolean {
  if (before === undefined || after === undefined) return false;
  const { acknowledgeBy, zone, lead } = after;
  return before.acknowledgeBy !== acknowledgeBy || before.zone !== zone || before.lead !== lead;
}
