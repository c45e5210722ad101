import { expect } from 'chai';
import { decideSystem } from '../../../src/domain/commands/decide.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import { type Absences, NOBODY_AWAY } from '../../../src/domain/inbox/absence.js';
import type { Organisation } from '../../../src/domain/organisation/organisation.js';
import { applyDecision, asSystem } from '../../support/domain.js';

/** More wake-ups at one time than a complaint of these runs has rungs. */
const LONGEST_BURST = 20;

/**
 * Wakes the complaint whenever its next action is due, from `from` to `end` (ms UTC), and does nothing else.
 * Throws when what is due stays due.
 */
export function wakeUntil(
  start: Complaint,
  from: number,
  end: number,
  organisation: Organisation,
  absences: Absences = NOBODY_AWAY,
): Complaint {
  let complaint = start;
  let last = from;
  let turns = 0;
  for (;;) {
    const now = Math.max(last, complaint.nextActionAt ?? end);
    if (now >= end) return complaint;
    const context = asSystem(now, { organisation, absences });
    complaint = applyDecision(complaint, decideSystem(complaint, { kind: 'nudge' }, context));
    // Rungs with the same time come one after the other, at once.
    turns = complaint.nextActionAt === now ? turns + 1 : 0;
    expect(turns, 'wake-ups at one time').to.be.below(LONGEST_BURST);
    last = now;
  }
}
