import mongoose from 'mongoose';
import { toViewerKeys } from '../../../domain/complaint/audience.js';
import type { AudienceKey, ComplaintState } from '../../../domain/complaint/facts.js';
import type { ListQuery } from '../../../ports/stores/complaint-store.js';
import { toListKeys } from '../../lookups/list-keys.js';
import { LIST_INDEXES } from '../indexes.js';

type Filter = Record<string, unknown>;

/** A query whose answer lies in an index, newest first: a filter, and the index that it is for. */
export interface ListRange {
  readonly filter: Filter;
  readonly hint: Readonly<Record<string, 1 | -1>>;
}

/**
 * Most keys in one query. MongoDB merges the ranges of an `$in` in their order, as long as they are not more
 * than 200; of more it would read all and sort them.
 */
const KEYS_AT_ONCE = 100;

/**
 * The queries that together find what a list asks for, see {@link toListKeys}. Each has one state and one
 * kind of keys, so that an index gives its answer in order, and a limit ends it.
 */
export function toListRanges(query: ListQuery): readonly ListRange[] {
  return withStates(query, (keys) =>
    keys === undefined
      ? [{ filter: {}, hint: LIST_INDEXES.state }]
      : [{ filter: { audience: toInFilter(keys) }, hint: LIST_INDEXES.audience }],
  );
}

/**
 * The queries for complaints that are older than `audience` and have none yet, by the facts it will be made
 * from. Ask them before those of {@link toListRanges}: what is filled in between is found by both then.
 */
export function toUnfilledRanges(query: ListQuery): readonly ListRange[] {
  return withStates(query, (keys = []) =>
    toUnfilledFilters(keys).map(([field, filter]) => ({
      filter: { audience: null, ...filter },
      hint: LIST_INDEXES[field],
    })),
  );
}

/** One range for each state and batch of keys, with what else the query demands of a complaint. */
function withStates(
  query: ListQuery,
  toRanges: (keys: readonly AudienceKey[] | undefined) => readonly ListRange[],
): readonly ListRange[] {
  const keys = toListKeys(query);
  const batches = keys === undefined ? [undefined] : toBatches(keys);
  const rest = toRest(query);
  return [...new Set(query.states)].flatMap((state: ComplaintState) =>
    batches.flatMap(toRanges).map(({ filter, hint }) => ({
      filter: { $and: [{ state }, filter, ...rest] },
      hint,
    })),
  );
}

function toBatches(keys: readonly AudienceKey[]): readonly (readonly AudienceKey[])[] {
  const count = Math.ceil(keys.length / KEYS_AT_ONCE);
  return Array.from({ length: count }, (_, at) =>
    keys.slice(at * KEYS_AT_ONCE, (at + 1) * KEYS_AT_ONCE),
  );
}

/** What the keys alone do not say: that it is not about the viewer; for a person's complaints also who may see them. */
function toRest({ viewer, team, person }: ListQuery): readonly Filter[] {
  const seen = toViewerKeys(viewer);
  const audience = { audience: toInFilter(seen) };
  const unfilled = toUnfilledFilters(seen).map(([, facts]) => ({ audience: null, ...facts }));
  const isChecked = person !== undefined && !viewer.isOfficer;
  return [
    { concerns: mongoose.trusted({ $nin: [...viewer.ids] }) },
    ...(team === undefined ? [] : [{ team }]),
    ...(isChecked ? [{ $or: [audience, ...unfilled] }] : []),
  ];
}

type FactField = Exclude<keyof typeof LIST_INDEXES, 'state' | 'audience'>;

/** For each kind of key: the complaints whose audience will have it. `toAudience`, backwards. */
const UNFILLED = {
  p: [
    ['reporter', {}],
    ['assignee', {}],
  ],
  m: [['team', { confidential: false }]],
  l: [['team', {}]],
} as const satisfies Record<string, readonly (readonly [FactField, Filter])[]>;

/** The facts of complaints whose audience will have one of the keys, each with the field of its index. */
function toUnfilledFilters(
  keys: readonly AudienceKey[],
): readonly (readonly [FactField, Filter])[] {
  return (['p', 'm', 'l'] as const).flatMap((kind) => {
    const held = keys.filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(2));
    if (held.length === 0) return [];
    return UNFILLED[kind].map(
      ([field, more]) => [field, { [field]: toInFilter(held), ...more }] as const,
    );
  });
}

function toInFilter(values: readonly string[]): object {
  return mongoose.trusted({ $in: [...values] });
}
