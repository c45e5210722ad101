import type { Database } from '../database.js';
import { writeMeta } from './meta.js';

/** After a write that succeeded, a probe only reads for this long, real ms. */
const FRESH_FOR_MS = 5000;

/**
 * Creates the probe of the embedded file: it writes one row, over and over the same, so that a disk that is
 * full or read-only shows before somebody's complaint is refused. A write is one sync of the WAL, which
 * SQLite writes back every 1,000 pages, so it does not grow by it. Throws what the write throws, and
 * `STORE_DAMAGED` for as long as the process lives once a statement met damage.
 */
export function createWriteProbe(
  database: Pick<Database, 'all' | 'run' | 'damage'>,
  realNow: () => number = Date.now,
): () => void {
  let writtenAt = Number.NaN;
  return () => {
    if (database.damage !== undefined) throw database.damage;
    const now = realNow();
    const age = now - writtenAt;
    if (age >= 0 && age < FRESH_FOR_MS) {
      database.all('SELECT 1');
      return;
    }
    writtenAt = Number.NaN;
    writeMeta(database, 'probe', now);
    writtenAt = now;
  };
}
