import type { Collection, Db } from 'mongodb';
import { RedressError } from '../../../errors.js';
import type { Generation, GenerationStore } from '../../../ports/stores/generation-store.js';
import { isDuplicateKeyError, READ_OPTIONS, runOperation, WRITE_OPTIONS } from '../operation.js';

/** The record in `meta`, beside that of the layout. */
interface GenerationRecord extends Generation {
  readonly _id: 'generation';
}

/** How often a process tries again while others begin generations at the same moment. */
const MAX_ATTEMPTS = 20;

/** Creates the generation store on MongoDB: one record, changed only from the number that was read. */
export function createMongoGenerationStore(db: Db): GenerationStore {
  const meta = (): Collection<GenerationRecord> => db.collection<GenerationRecord>('meta');
  async function findNewest(): Promise<Generation | undefined> {
    const found = await runOperation(() => meta().findOne({ _id: 'generation' }, READ_OPTIONS));
    return found === null ? undefined : { number: found.number, hash: found.hash };
  }
  return {
    findNewest,
    async begin(hash) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const newest = await findNewest();
        if (newest?.hash === hash) return newest;
        const next = { number: (newest?.number ?? 0) + 1, hash };
        const isWritten =
          newest === undefined
            ? await insertFirst(meta(), next)
            : await replace(meta(), newest, next);
        if (isWritten) return next;
      }
      throw new RedressError('STORE_CONFLICT', 'Other processes changed the generation too often.');
    },
  };
}

/** False when another process was first. */
async function insertFirst(
  meta: Collection<GenerationRecord>,
  first: Generation,
): Promise<boolean> {
  const record: GenerationRecord = { _id: 'generation', ...first };
  try {
    await runOperation(() => meta.insertOne(record, WRITE_OPTIONS));
    return true;
  } catch (error) {
    if (isDuplicateKeyError(error)) return false;
    throw error;
  }
}

/** False when another process was first. */
async function replace(
  meta: Collection<GenerationRecord>,
  { number }: Generation,
  next: Generation,
): Promise<boolean> {
  const result = await runOperation(() =>
    meta.updateOne({ _id: 'generation', number }, { $set: next }, WRITE_OPTIONS),
  );
  return result.matchedCount === 1;
}
