import type { Collection, Db } from 'mongodb';
import { RedressError } from '../../errors.js';
import {
  BEATS_PER_RESTORE,
  type InstallationLog,
  type InstallationRecord,
  type ReferenceSkip,
} from '../../ports/stores/installation-log.js';
import { parseInstallation } from '../installation/record.js';
import { isDuplicateKeyError, READ_OPTIONS, runOperation, WRITE_OPTIONS } from './operation.js';

/** The record in `meta`. */
interface InstallationDocument extends InstallationRecord {
  readonly _id: 'installation';
}

const ID = { _id: 'installation' } as const;

/** Creates the installation log on MongoDB. All its reads are primary, all its writes by majority. */
export function createMongoInstallationLog(db: Db): InstallationLog {
  const meta: Collection<InstallationDocument> = db.collection<InstallationDocument>('meta');
  const read = async () =>
    parseInstallation(await runOperation(() => meta.findOne(ID, READ_OPTIONS)));
  const update = async (change: object, isUpsert = false): Promise<InstallationRecord> => {
    const options = { ...WRITE_OPTIONS, upsert: isUpsert, returnDocument: 'after' } as const;
    const found = await runOperation(() => meta.findOneAndUpdate(ID, change, options));
    const record = parseInstallation(found);
    if (record === undefined) throw new RedressError('STORE_UNAVAILABLE', 'No installation noted.');
    return record;
  };
  return {
    read,
    create: (id, at) => {
      const change = { $setOnInsert: { id, beat: 0, at, answer: null } };
      // Of two processes that start at once, the one that fails finds the other's record.
      return update(change, true).catch((error: unknown) => {
        if (isDuplicateKeyError(error)) return update(change, true);
        throw error;
      });
    },
    beat: (at) => update({ $inc: { beat: 1 }, $max: { at } }),
    async answer(answer, lastSeen, skip) {
      await skipReferences(db, skip);
      await update({ $max: { beat: lastSeen } });
      return update({ $set: { answer }, $inc: { beat: BEATS_PER_RESTORE } });
    },
    async clearAnswer({ at }) {
      const mine = { ...ID, 'answer.at': at };
      const done = { $set: { answer: null } };
      await runOperation(() => meta.updateOne(mine, done, WRITE_OPTIONS));
    },
    hasReferences: async () => {
      const counters = db.collection('counters');
      return (await runOperation(() => counters.findOne({}, READ_OPTIONS))) !== null;
    },
  };
}

/** The counter begins at 0; the reference is 1000 more. */
async function skipReferences(db: Db, skip: ReferenceSkip): Promise<void> {
  const change =
    'by' in skip ? { $inc: { value: skip.by } } : { $max: { value: skip.to - 1 - 1000 } };
  const counters = db.collection<{ _id: string }>('counters');
  const options = { ...WRITE_OPTIONS, upsert: true };
  await runOperation(() => counters.updateOne({ _id: 'complaint' }, change, options));
}
