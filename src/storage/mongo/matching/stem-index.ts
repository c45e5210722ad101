import mongoose from 'mongoose';
import type { Complaint } from '../../../domain/complaint/complaint.js';
import { isOngoing } from '../../../domain/complaint/facts.js';
import type { IndexEntry, Unindexed } from '../../../ports/stores/match-store.js';
import { toTerm } from '../../lookups/match-terms.js';
import { UNINDEXED_INDEX } from '../indexes.js';
import { LEAN_READ_OPTIONS, runOperation, runWrite, WRITE_OPTIONS } from '../operation.js';
import type { Models } from '../schema.js';

/** Marks a complaint as to be indexed anew, if the index may know something else of it after this change. */
export function toIndexMarks(set: Partial<Complaint>): Readonly<Record<string, unknown>> {
  const { details, team, state, reopenings } = set;
  const isOver = state !== undefined && !isOngoing({ state });
  const isMarked =
    details !== undefined || team !== undefined || isOver || reopenings !== undefined;
  return isMarked ? { unindexed: 0 } : {};
}

/** Returns the complaints that are to be indexed, see `MatchStore.findUnindexed`. */
export async function findUnindexed(
  complaints: Models['complaints'],
  limit: number,
): Promise<readonly Unindexed[]> {
  if (limit < 1) return [];
  const options = { ...LEAN_READ_OPTIONS, sort: UNINDEXED_INDEX, limit };
  const found = await runOperation(() =>
    complaints.find({ unindexed: mongoose.trusted({ $gte: 0 }) }, { unindexed: 1 }, options),
  );
  return found.map(({ _id, unindexed }) => ({ id: _id, isOld: unindexed === 1 }));
}

/** Writes one entry, see `MatchStore.index`. */
export async function writeEntry(
  complaints: Models['complaints'],
  { id, version, team, stems }: IndexEntry,
): Promise<boolean> {
  const terms = stems.map((stem) => toTerm(team, stem));
  const update = { $set: { terms }, $unset: { unindexed: '' } };
  const done = await runWrite(() =>
    complaints.updateOne({ _id: id, version }, update, WRITE_OPTIONS),
  );
  return done.matchedCount === 1;
}
