import { toAudience } from '../../complaint/audience.js';
import type { DecisionContext } from '../../complaint/decision.js';
import type { DerivedFields, RecordedFacts } from '../../complaint/facts.js';
import { toLinkKey, toMatchKeys } from '../../matching/match-keys.js';
import { findStuckTeams } from '../../nudges/card-retry.js';
import { computeNextActionAt } from '../../nudges/next-action.js';
import { toShownOnCards } from '../../nudges/shown-on-cards.js';

/**
 * Makes all derived fields of a complaint, at every commit and at filing. Pure: the same facts, the same
 * organisation and the same time give the same fields.
 */
export function deriveFields(
  facts: RecordedFacts,
  { organisation, now }: Pick<DecisionContext, 'organisation' | 'now'>,
): Required<DerivedFields> {
  return {
    audience: toAudience(facts),
    stuckIn: findStuckTeams(facts),
    keys: [
      ...toMatchKeys(facts.details, organisation.phoneCountry ?? null),
      ...(facts.links ?? []).map(toLinkKey),
    ],
    nextActionAt: computeNextActionAt(facts, organisation, now),
    generation: organisation.generation ?? 0,
    shownOnCards: toShownOnCards(facts, organisation),
  };
}
