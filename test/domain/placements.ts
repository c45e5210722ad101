import { deriveFields } from '../../src/domain/commands/planning/derived-fields.js';
import type { Complaint } from '../../src/domain/complaint/complaint.js';
import type { Placement } from '../../src/domain/complaint/slot.js';
import { createOrganisation, MONDAY } from '../support/domain.js';

/** Creates a placement, by default the first one of team `repairs`, which has the complaint. */
export function createPlacement(parts: Partial<Placement> = {}): Placement {
  return { n: 1, team: 'repairs', as: 'owner', openedAt: MONDAY, closedAt: null, ...parts };
}

/** One team has the complaint. */
export const OWNER = [createPlacement()];

/** The second team has the complaint, the first had it before. */
export const MOVED = [
  createPlacement({ as: 'former', closedAt: MONDAY }),
  createPlacement({ n: 2, team: 'billing' }),
];

/** The first team has the complaint, the second helps. */
export const SHARED = [
  createPlacement(),
  createPlacement({ n: 2, team: 'billing', as: 'involved' }),
];

/** The complaint after a move: team `billing` has it, as placement 2. */
export function moveToBilling(complaint: Complaint): Complaint {
  const moved = { ...complaint, team: 'billing', placements: MOVED };
  return { ...moved, ...deriveFields(moved, { organisation: createOrganisation(), now: MONDAY }) };
}

/** The complaint with team `billing` involved, as placement 2. */
export function shareWithBilling(complaint: Complaint): Complaint {
  return { ...complaint, placements: SHARED };
}
