import mongoose from 'mongoose';
import { type ComplaintState, ONGOING_STATES } from '../../../domain/complaint/facts.js';
import {
  MOST_COUNTED,
  type UnknownUse,
  type UsedField,
} from '../../../ports/stores/complaint-store.js';
import { LEAN_READ_OPTIONS, READ_OPTIONS, runOperation } from '../operation.js';
import type { Models } from '../schema.js';

/** Finds the keys of ongoing complaints that are not known. Jumps in the index from key to key. */
export async function findUnknownUses(
  complaints: Models['complaints'],
  field: UsedField,
  known: readonly string[],
): Promise<readonly UnknownUse[]> {
  const uses = new Map<string, UnknownUse>();
  for (const state of ONGOING_STATES) {
    for (let last: string | null = null; ; ) {
      const found: UnknownUse | undefined = await findNext(complaints, field, state, last);
      if (found === undefined) break;
      last = found.key;
      if (known.includes(found.key)) continue;
      const more = await count(complaints, { state, [field]: found.key });
      const before = uses.get(found.key) ?? { ...found, count: 0 };
      uses.set(found.key, { ...before, count: Math.min(MOST_COUNTED, before.count + more) });
    }
  }
  return [...uses.values()].toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

async function findNext(
  complaints: Models['complaints'],
  field: UsedField,
  state: ComplaintState,
  last: string | null,
): Promise<UnknownUse | undefined> {
  const behind = last === null ? { $gte: '' } : { $gt: last };
  const filter: Record<string, unknown> = { state, [field]: mongoose.trusted(behind) };
  const options = { ...LEAN_READ_OPTIONS, sort: { [field]: 1 } } as const;
  const found = await runOperation(() =>
    complaints.findOne(filter, { team: 1, category: 1 }, options),
  );
  return found === null ? undefined : { key: found[field], count: 0, example: found._id };
}

function count(complaints: Models['complaints'], filter: Record<string, unknown>): Promise<number> {
  return runOperation(() =>
    complaints.countDocuments(filter, { ...READ_OPTIONS, limit: MOST_COUNTED }),
  );
}
