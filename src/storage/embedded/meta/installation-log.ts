import { RedressError } from '../../../errors.js';
import {
  BEATS_PER_RESTORE,
  type InstallationLog,
  type InstallationRecord,
  type ReferenceSkip,
} from '../../../ports/stores/installation-log.js';
import { parseInstallation } from '../../installation/record.js';
import type { Database } from '../database.js';
import { readMeta, writeMeta } from './meta.js';

/** The row of the table `meta`. */
const NAME = 'installation';

/** Creates the installation log on the embedded file. */
export function createEmbeddedInstallationLog(database: Database): InstallationLog {
  const read = () => parseInstallation(readMeta(database, NAME));
  const edit = (change: (record: InstallationRecord) => InstallationRecord): InstallationRecord => {
    const record = read();
    if (record === undefined) throw new RedressError('STORE_UNAVAILABLE', 'No installation noted.');
    const changed = change(record);
    writeMeta(database, NAME, changed);
    return changed;
  };
  return {
    read: async () => read(),
    create: async (id, at) =>
      database.transaction(() => {
        const record = read() ?? { id, beat: 0, at, answer: null };
        writeMeta(database, NAME, record);
        return record;
      }),
    beat: async (at) =>
      database.transaction(() => edit((record) => ({ ...record, beat: record.beat + 1, at }))),
    answer: async (answer, lastSeen, skip) =>
      database.transaction(() => {
        skipReferences(database, skip);
        const next = (beat: number) => Math.max(beat, lastSeen) + BEATS_PER_RESTORE;
        return edit((record) => ({ ...record, answer, beat: next(record.beat) }));
      }),
    clearAnswer: async ({ at }) =>
      database.transaction(() => {
        edit((record) => (record.answer?.at === at ? { ...record, answer: null } : record));
      }),
    hasReferences: async () => database.all('SELECT 1 FROM counters LIMIT 1').length > 0,
  };
}

/** The number of the counter is that of the last reference; a new one begins at 1001. */
function skipReferences(database: Database, skip: ReferenceSkip): void {
  const [value, set] =
    'by' in skip ? [1000 + skip.by, 'value + ?'] : [skip.to - 1, 'MAX(value, ?)'];
  database.run(
    `INSERT INTO counters (name, value) VALUES ('complaint', ?)
     ON CONFLICT (name) DO UPDATE SET value = ${set}`,
    [value, 'by' in skip ? skip.by : skip.to - 1],
  );
}
