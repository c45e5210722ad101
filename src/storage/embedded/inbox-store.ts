import type { Inbox } from '../../domain/inbox/inbox.js';
import { type InboxStore, MOST_ABSENT } from '../../ports/stores/inbox-store.js';
import type { RecordReader } from '../records/record-reader.js';
import type { Database } from './database.js';
import { type DocumentTable, findDocumentRows } from './documents/document-rows.js';
import { EmbeddedDocumentStore } from './documents/document-store.js';

/** The table of the inboxes. */
const INBOX_TABLE: DocumentTable<Inbox> = {
  name: 'inboxes',
  columns: { absent_until: ({ absentUntil }) => absentUntil },
};

/** The inbox store on the embedded file. */
export class EmbeddedInboxStore extends EmbeddedDocumentStore<Inbox> implements InboxStore {
  readonly #database: Database;
  readonly #reader: RecordReader<Inbox>;

  constructor(database: Database, reader: RecordReader<Inbox>) {
    super(database, reader, INBOX_TABLE);
    this.#database = database;
    this.#reader = reader;
  }

  async findAbsent(now: number): Promise<readonly Inbox[]> {
    const { name } = INBOX_TABLE;
    return this.#reader.readPage(MOST_ABSENT, async (limit) =>
      findDocumentRows(this.#database, name, 'absent_until > ?', [now], limit),
    );
  }
}
