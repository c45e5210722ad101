import type { AlarmLog } from '../../../ports/stores/alarm-log.js';
import type { Database } from '../database.js';

/** Creates the alarm log on the embedded file. */
export function createEmbeddedAlarmLog(database: Database): AlarmLog {
  return {
    async findUntold(keys) {
      const told = database.all<{ key: string }>(
        'SELECT key FROM told_alarms WHERE key IN (SELECT value FROM json_each(?))',
        [JSON.stringify(keys)],
      );
      const known = new Set(told.map(({ key }) => key));
      return keys.filter((key) => !known.has(key));
    },
    async markTold(keys, at) {
      database.run(
        'INSERT OR IGNORE INTO told_alarms (key, at) SELECT value, ? FROM json_each(?)',
        [at, JSON.stringify(keys)],
      );
    },
  };
}
