import type { RecordKind } from '../../ports/unreadable-records.js';
import type { RecordStep } from './record-step.js';
import { handlingByRounds } from './steps/handling-by-rounds.js';
import { historyToFacts } from './steps/history-to-facts.js';
import { numberNudges } from './steps/number-nudges.js';
import { numberPlacements } from './steps/number-placements.js';

/** The steps of each kind, from schema 1 on: the first one makes schema 2. */
export type RecordSteps = Readonly<Record<RecordKind, readonly RecordStep[]>>;

/**
 * The steps of this version. Append only: a step that was released is never changed or removed. See
 * “How to add a field with an upgrade step” in docs/architecture.md.
 */
export const RECORD_STEPS: RecordSteps = {
  complaint: [historyToFacts, numberPlacements, numberNudges, handlingByRounds],
  inbox: [],
  person: [],
  reference: [],
};
