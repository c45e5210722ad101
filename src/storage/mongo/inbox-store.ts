import mongoose from 'mongoose';
import type { Inbox } from '../../domain/inbox/inbox.js';
import { type InboxStore, MOST_ABSENT } from '../../ports/stores/inbox-store.js';
import { parseInboxOutbox } from '../inbox-record.js';
import type { RecordReader, StoredRecord } from '../records/record-reader.js';
import type { MongoConnection } from './connection/connect.js';
import { MongoDocumentStore } from './document-store.js';
import { toStoredDocument } from './old-documents.js';
import { LEAN_DECIDING_OPTIONS, runOperation } from './operation.js';
import type { DocumentModel, Models } from './schema.js';

/** The inbox store on MongoDB. */
export class MongoInboxStore extends MongoDocumentStore<Inbox> implements InboxStore {
  readonly #model: DocumentModel;
  readonly #reader: RecordReader<Inbox>;

  constructor(connection: MongoConnection, models: Models, reader: RecordReader<Inbox>) {
    const model = models.inboxes as unknown as DocumentModel;
    super(connection, { model, reader, parseOutbox: parseInboxOutbox });
    this.#model = model;
    this.#reader = reader;
  }

  async findAbsent(now: number): Promise<readonly Inbox[]> {
    return this.#reader.readPage(MOST_ABSENT, (limit) => this.#findAbsent(now, limit));
  }

  /** By majority, because an absence decides who is reminded. A comparison with a number does not match null. */
  async #findAbsent(now: number, limit: number): Promise<readonly StoredRecord[]> {
    const filter = { absentUntil: mongoose.trusted({ $gt: now }) };
    const options = { ...LEAN_DECIDING_OPTIONS, limit };
    const found = await runOperation(() => this.#model.find(filter, null, options));
    return found.map(toStoredDocument);
  }
}
