import type { PersonId } from '../domain/organisation/person.js';
import type { PersonRecord } from './person-record.js';

/** - `lost`: the version moved on - `taken`: a key belongs to another record */
export type WriteOutcome = 'written' | 'lost' | 'taken';

/** What a database must do so that {@link RecordPeopleStore} can keep people in it. */
export interface PeopleRecords {
  byIds(ids: readonly PersonId[]): Promise<readonly PersonRecord[]>;
  /** The records that hold one of these keys. */
  byKeys(keys: readonly string[]): Promise<readonly PersonRecord[]>;
  /** The records merged straight into one of these. */
  mergedInto(ids: readonly PersonId[]): Promise<readonly PersonRecord[]>;
  /** Stores a new record in one atomic write. */
  insert(record: PersonRecord): Promise<Exclude<WriteOutcome, 'lost'>>;
  /**
   * Writes a changed record in one atomic update filtered on its id and `record.version`, the
   * version it was read at; the stored version is the next.
   */
  update(record: PersonRecord): Promise<WriteOutcome>;
}
