import type { Collection, Db } from 'mongodb';
import type { AlarmLog } from '../../../ports/stores/alarm-log.js';
import {
  DECIDING_READ_OPTIONS,
  isDuplicateKeyError,
  runOperation,
  runWrite,
  WRITE_OPTIONS,
} from '../operation.js';

interface ToldAlarm {
  readonly _id: string;
  /** Real time, ms UTC. */
  readonly at: number;
}

/** Creates the alarm log on MongoDB. */
export function createMongoAlarmLog(db: Db): AlarmLog {
  const told = (): Collection<ToldAlarm> => db.collection<ToldAlarm>('told_alarms');
  return {
    async findUntold(keys) {
      const found = await runOperation(() =>
        told()
          .find({ _id: { $in: [...keys] } }, DECIDING_READ_OPTIONS)
          .toArray(),
      );
      const known = new Set(found.map(({ _id }) => _id));
      return keys.filter((key) => !known.has(key));
    },
    async markTold(keys, at) {
      if (keys.length === 0) return;
      const writes = keys.map((_id) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: { at } }, upsert: true },
      }));
      const options = { ...WRITE_OPTIONS, ordered: false };
      await runWrite(() => told().bulkWrite(writes, options)).catch((error: unknown) => {
        // Another process noted the same at the same time; the other writes were made.
        if (!isDuplicateKeyError(error)) throw error;
      });
    },
  };
}
