import { NAME_LIMIT, TEXT_LIMIT } from '../complaint/command.js';
import { type Refusal, refusal } from '../document/refusal.js';

/** A checked value, or all its faults at once. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Returns the faults of a required text: empty, or longer than `limit` characters. */
export function findTextFaults(
  field: string,
  text: string,
  limit = TEXT_LIMIT,
): readonly Refusal[] {
  if (text.trim() === '') return [refusal('missing', field)];
  return findLengthFaults(field, text, limit);
}

/** Returns the faults of an optional text: longer than `limit` characters. */
export function findLengthFaults(
  field: string,
  text: string,
  limit = TEXT_LIMIT,
): readonly Refusal[] {
  const length = text.trim().length;
  return length > limit ? [refusal('too-long', field, { length, limit })] : [];
}

/** Returns the faults of a required name. */
export function findNameFaults(field: string, text: string): readonly Refusal[] {
  return findTextFaults(field, text, NAME_LIMIT);
}

/** Furthest date that can be promised: ten years. A later date is a typing mistake. */
const FURTHEST_MS = 10 * 366 * 86_400_000;

/** Returns the faults of a date that must lie in the future. Ms UTC. */
export function findDateFaults(field: string, at: number | null, now: number): readonly Refusal[] {
  if (at === null || !Number.isFinite(at)) return [refusal('no-date', field)];
  if (at <= now) return [refusal('date-past', field)];
  return at - now > FURTHEST_MS ? [refusal('date-far', field)] : [];
}

/** Returns `value` if there are no faults. */
export function toChecked<T>(faults: readonly Refusal[], value: () => T): Checked<T> {
  const [first, ...more] = faults;
  return first === undefined
    ? { ok: true, value: value() }
    : { ok: false, refusals: [first, ...more] };
}
