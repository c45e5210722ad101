import type { Complaint } from '../../src/domain/complaint/complaint.js';
import { isOngoing } from '../../src/domain/complaint/facts.js';
import { findResolution, isAcknowledged } from '../../src/domain/complaint/handling.js';
import { findOpenPromises } from '../../src/domain/complaint/promise.js';
import { addWorkingDays, addWorkingTime } from '../../src/domain/organisation/calendar.js';
import type { EventPayload, FieldValue } from '../../src/ports/intake.js';
import { HOURS } from './office.js';
import type { Random } from './random.js';

export const HOUR_MS = 3_600_000;

/** What the person who has a complaint does with it, in this order; `update` in between. */
export type Step = 'acknowledge' | 'promise' | 'keep' | 'update' | 'resolve' | 'tell' | 'follow-up';

/** What is to be done next; null: it is closed. */
export function findNextStep(complaint: Complaint): Step | null {
  if (!isOngoing(complaint)) return null;
  const resolution = findResolution(complaint);
  if (complaint.state === 'resolved' && resolution !== null) {
    return resolution.told === null ? 'tell' : 'follow-up';
  }
  if (!isAcknowledged(complaint)) return 'acknowledge';
  if (complaint.promises.length === 0) return 'promise';
  return findOpenPromises(complaint).length > 0 ? 'keep' : 'resolve';
}

/** After so much working time without a word somebody diligent writes what is going on. */
const SILENT_MS = 12 * HOUR_MS;

/** When somebody diligent does the next step, ms UTC, and which: they never leave a complaint alone for long. */
export function planStep(
  complaint: Complaint,
  step: Step,
  now: number,
  random: Random,
): { readonly step: Step; readonly at: number } {
  const at = Math.max(findGoodTime(complaint, step, now, random), now + 1);
  const latest = addWorkingTime(HOURS, now, SILENT_MS);
  return at <= latest || step === 'follow-up' ? { step, at } : { step: 'update', at: latest };
}

function findGoodTime(complaint: Complaint, step: Step, now: number, random: Random): number {
  const after = (from: number, to: number): number =>
    addWorkingTime(HOURS, now, random.between(from, to) * HOUR_MS);
  switch (step) {
    case 'acknowledge':
      return after(0.2, 3);
    case 'promise':
      return after(0.1, 2);
    case 'keep':
      return (complaint.promises[0]?.dueAt ?? now) - random.between(0.2, 3) * HOUR_MS;
    case 'update':
    case 'resolve':
      return after(1, 12);
    case 'tell':
      return after(0.5, 5);
    case 'follow-up':
      return addWorkingTime(HOURS, addWorkingDays(HOURS, now, 5), random.between(0, 4) * HOUR_MS);
  }
}

/** What somebody sends for a step. `isTold`: do they tell the complainant when they resolve it? */
export function toPayload(
  { id, promises }: Complaint,
  step: Step,
  {
    now,
    random,
    isTold,
  }: { readonly now: number; readonly random: Random; readonly isTold: boolean },
): EventPayload {
  const submit = (values: Readonly<Record<string, FieldValue>>): EventPayload => {
    return { kind: 'submission', form: step, context: id, values };
  };
  const told = { at: now, means: 'phone', words: 'We have spoken.' };
  switch (step) {
    case 'acknowledge':
    case 'tell':
      return submit(told);
    case 'promise': {
      const dueAt = addWorkingTime(HOURS, now, random.between(6, 30) * HOUR_MS);
      return submit({ what: 'A technician comes', dueAt, basis: 'The plan of the week' });
    }
    case 'keep':
      return { kind: 'action', action: 'keep', value: `${id}/${promises[0]?.id}` };
    case 'update':
      return submit({ audience: 'team', text: 'Still at it.' });
    case 'resolve':
      return submit({
        ...{ done: 'It works again.', delivered: 'yes', told: isTold ? 'yes' : 'not-yet' },
        ...(isTold ? { toldAt: now, toldMeans: 'phone', toldWords: 'It works again.' } : {}),
      });
    case 'follow-up':
      return submit({ outcome: 'answered', satisfaction: '4', words: '' });
  }
}
