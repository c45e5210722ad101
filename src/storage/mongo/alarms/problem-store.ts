import type { Collection, Db } from 'mongodb';
import type { ProblemStore, StandingProblem } from '../../../ports/problems.js';
import { readProblem } from '../../problem-record.js';
import {
  DECIDING_READ_OPTIONS,
  isDuplicateKeyError,
  runOperation,
  runWrite,
  WRITE_OPTIONS,
} from '../operation.js';

type ProblemDocument = Omit<StandingProblem, 'key'> & { readonly _id: string };

/** Creates the store of standing problems on MongoDB. */
export function createMongoProblemStore(db: Db): ProblemStore {
  const standing = (): Collection<ProblemDocument> => db.collection('standing_problems');
  return {
    async list() {
      const found = await runOperation(() => standing().find({}, DECIDING_READ_OPTIONS).toArray());
      return found.flatMap(({ _id, ...rest }) => readProblem({ key: _id, ...rest }) ?? []);
    },
    put: (problem) =>
      problem.version === 0 ? insert(standing(), problem) : replace(standing(), problem),
    async remove(key, version) {
      const filter = { _id: key, version };
      const result = await runWrite(() => standing().deleteOne(filter, WRITE_OPTIONS));
      return result.deletedCount === 1;
    },
  };
}

async function insert(
  standing: Collection<ProblemDocument>,
  { key, ...rest }: StandingProblem,
): Promise<boolean> {
  const document = { _id: key, ...rest, version: 1 };
  try {
    await runWrite(() => standing.insertOne(document, WRITE_OPTIONS));
    return true;
  } catch (error) {
    if (isDuplicateKeyError(error)) return false;
    throw error;
  }
}

async function replace(
  standing: Collection<ProblemDocument>,
  { key, version, ...rest }: StandingProblem,
): Promise<boolean> {
  const next = { ...rest, version: version + 1 };
  const result = await runWrite(() =>
    standing.replaceOne({ _id: key, version }, next, WRITE_OPTIONS),
  );
  return result.matchedCount === 1;
}
