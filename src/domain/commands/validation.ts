import { NAME_LIMIT, TEXT_LIMIT } from '../complaint/command.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { isBlank, trimText } from '../text/blank.js';

/** A checked value, or all its faults at once. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Returns the faults of a required text: nothing to see in it, or longer than `limit` characters. */
export function findTextFaults(
  field: string,
  text: string,
  limit = TEXT_LIMIT,
): readonly Refusal[] {
  if (isBlank(text)) return [refusal('missing', field)];
  return findLengthFaults(field, text, limit);
}

/** Returns the faults of an optional text: longer than `limit` characters. */
export function findLengthFaults(
  field: string,
  text: string,
  limit = TEXT_LIMIT,
): readonly Refusal[] {
  const length = trimText(text).length;
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

/** How far ahead of ours the clock of a person may be, ms. What they say happened then happened just now. */
const CLOCK_SKEW_MS = 5 * 60_000;

const MINUTE_MS = 60_000;

/**
 * Checks when something happened, as a person says: not in the future, and not before `notBefore`, when
 * there is such a moment. Null means just now. People say minutes, so the earliest moment is the minute
 * of `notBefore`; the value is never before `notBefore` nor after `now`. Ms UTC.
 */
export function checkPastMoment(
  field: string,
  at: number | null,
  now: number,
  notBefore?: number,
): Checked<number> {
  const said = at ?? now;
  return toChecked(findPastFaults(field, said, now, notBefore), () =>
    Math.min(now, Math.max(said, notBefore ?? said)),
  );
}

function findPastFaults(
  field: string,
  at: number,
  now: number,
  notBefore: number | undefined,
): readonly Refusal[] {
  if (!Number.isFinite(at)) return [refusal('no-date', field)];
  if (at > now + CLOCK_SKEW_MS) return [refusal('date-future', field)];
  if (now - at > FURTHEST_MS) return [refusal('date-long-ago', field)];
  if (notBefore === undefined) return [];
  const earliest = Math.floor(notBefore / MINUTE_MS) * MINUTE_MS;
  return at < earliest ? [refusal('date-before-received', field)] : [];
}

/** Returns the faults of a checked value. */
export function findFaults(checked: Checked<unknown>): readonly Refusal[] {
  return checked.ok ? [] : checked.refusals;
}

/** Returns a value that was checked. Call it when its faults were refused. */
export function toValue<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value;
  throw new Error('a value with faults was used');
}

/** Returns `value` if there are no faults. */
export function toChecked<T>(faults: readonly Refusal[], value: () => T): Checked<T> {
  const [first, ...more] = faults;
  return first === undefined
    ? { ok: true, value: value() }
    : { ok: false, refusals: [first, ...more] };
}
