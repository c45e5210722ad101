import type { JsonObject } from '../../json.js';
import { checkCard, Faults } from './check.js';
import type { Mentionable } from './mentions.js';
import { checkRelations } from './relations.js';
import type { Surface } from './rules.js';

/** Everything Teams would refuse or not show of an Adaptive Card, each with where it is; empty when fine. */
export function faultsInCard(card: unknown, surface: Surface, mentionable: Mentionable): string[] {
  const faults = new Faults();
  checkCard(card, '', faults);
  // what does not have the right shape cannot be looked at further
  if (faults.list.length === 0) {
    checkRelations(card as JsonObject, { surface, mentionable }, faults);
  }
  return faults.list;
}
