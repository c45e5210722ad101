import { setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  type AnyOutboxItem,
  type ItemFailure,
  isBeforeItsTurn,
} from '../../../domain/complaint/delivery.js';
import type { DocumentChange, LivingDocument } from '../../../domain/document/document.js';
import type {
  DocumentStore,
  FinishedDeliveries,
  Hasten,
  InsertOutcome,
  Lease,
  Retry,
  UpcomingAction,
  WaitingDocument,
} from '../../../ports/stores/document-store.js';
import { applyChange } from '../../records/apply-change.js';
import type { RecordReader } from '../../records/record-reader.js';
import type { Database, SqlValue } from '../database.js';
import type { WriteOptions } from '../group-commit.js';
import { DocumentRows, type DocumentTable, LEASED_SQL } from './document-rows.js';
import { KnownDocuments } from './known-documents.js';

/** How many documents one transaction makes due sooner. */
const HASTEN_BATCH = 100;
/** A time after all others, ms UTC. */
const LATEST = Number.MAX_SAFE_INTEGER;

/** One item of a document's outbox. */
type ItemOf<D extends LivingDocument> = D['outbox'][number];

/**
 * The store of one kind of documents on the embedded file. Writes that are asked for at the same time share
 * one transaction, and each is durable when its promise resolves, but for what may be undone. It writes the whole document, so the
 * first write upgrades an old record.
 */
export class EmbeddedDocumentStore<D extends LivingDocument> implements DocumentStore<D> {
  readonly #database: Database;
  readonly #reader: RecordReader<D>;
  readonly #rows: DocumentRows<D>;
  readonly #known = new KnownDocuments<D>();

  constructor(database: Database, reader: RecordReader<D>, table: DocumentTable<D>) {
    this.#database = database;
    this.#reader = reader;
    this.#rows = new DocumentRows(database, table);
  }

  async insert(document: D): Promise<InsertOutcome<D>> {
    return this.#database.together((): InsertOutcome<D> => {
      const existing = this.findFiled(document.filedBy);
      if (existing) return { kind: 'duplicate', document: existing };
      if (this.isTaken(document.id)) return { kind: 'taken' };
      this.insertInside(document);
      return { kind: 'inserted' };
    });
  }

  async load(id: string): Promise<D | undefined> {
    return this.#load(id);
  }

  async change(id: string, version: number, change: DocumentChange<D>): Promise<boolean> {
    const changed = await this.edit(id, (document) =>
      document.version === version ? applyChange(document, change) : undefined,
    );
    return changed !== undefined;
  }

  async dueActions(now: number, limit: number): Promise<readonly string[]> {
    return this.#rows.findDue('next_action_at', now, limit);
  }

  async dueDeliveries(realNow: number, limit: number): Promise<readonly string[]> {
    return this.#rows.findDue('delivery_due_at', realNow, limit);
  }

  async waitingDeliveries(createdBy: number, limit: number): Promise<readonly WaitingDocument[]> {
    return this.#rows.findWaiting(createdBy, limit);
  }

  async upcoming(limit: number): Promise<readonly UpcomingAction[]> {
    return this.#rows.findUpcoming(limit);
  }

  async claim(id: string, item: string, lease: Lease): Promise<ItemOf<D> | undefined> {
    return this.#editItem(id, item, (found) => {
      if (found.failed !== null || found.dueAt > lease.now) return undefined;
      const held = { lease: lease.token, dueAt: lease.until };
      if (found.lease === null) return [{ ...found, ...held }];
      return [{ ...withoutTriedOn(found), ...held, uncertain: true }];
    });
  }

  async finish(id: string, token: string, done: FinishedDeliveries): Promise<boolean> {
    const { deliveries, slot, ref, mayBeUndone = false } = done;
    const finish = (document: D): D | undefined => {
      const [first] = deliveries;
      const held = document.outbox.some((item) => item.id === first && item.lease === token);
      if (!held) return undefined;
      return {
        ...document,
        outbox: document.outbox.filter((item) => !deliveries.includes(item.id)),
        refs: ref === null ? document.refs : { ...document.refs, [slot]: ref },
      };
    };
    const finished = await this.edit(id, finish, { mayBeUndone });
    return finished !== undefined;
  }

  async postpone(id: string, item: string, token: string, retry: Retry): Promise<boolean> {
    const postponed = await this.#editItem(id, item, (found) => {
      if (found.lease !== token) return undefined;
      const { attempts } = found;
      return [{ ...withoutAttempt(found), ...retry, lease: null, attempts: attempts + 1 }];
    });
    return postponed !== undefined;
  }

  async fail(id: string, item: string, token: string, reason: ItemFailure): Promise<boolean> {
    const failed = await this.#editItem(id, item, (found) =>
      found.lease === token ? [{ ...found, lease: null, failed: reason }] : undefined,
    );
    return failed !== undefined;
  }

  async drop(id: string, item: string): Promise<void> {
    await this.#editItem(id, item, (found) => (found.failed === null ? undefined : []));
  }

  async releaseLeases(owner: string, dueAt: number): Promise<void> {
    await this.#database.together(() => {
      for (const document of this.#reader.readAll(this.#rows.find(LEASED_SQL, [], -1))) {
        const outbox = document.outbox.map((item) => releaseLease(item, owner, dueAt));
        const isSame = outbox.every((item, at) => item === document.outbox[at]);
        if (!isSame) this.#write(document, { ...document, outbox });
      }
    });
  }

  async hastenDeliveries(hasten: Hasten): Promise<number> {
    const ids = this.#rows.findDue('delivery_due_at', LATEST, Number.MAX_SAFE_INTEGER);
    let changed = 0;
    for (let at = 0; at < ids.length; at += HASTEN_BATCH) {
      const batch = ids.slice(at, at + HASTEN_BATCH);
      changed += this.#database.transaction(() => this.#hastenBatch(batch, hasten));
      // Requests wait for a batch at most.
      await yieldToOthers();
    }
    return changed;
  }

  #hastenBatch(ids: readonly string[], hasten: Hasten): number {
    const places = ids.map(() => '?').join(', ');
    const rows = this.#rows.find(`id IN (${places})`, ids, ids.length);
    const late = this.#reader
      .readAll(rows)
      .filter(({ outbox }) => outbox.some((item) => isTooFarAhead(item, hasten)));
    for (const document of late) {
      const outbox = document.outbox.map((item) => hastenItem(item, hasten));
      this.#write(document, { ...document, outbox });
    }
    return late.length;
  }

  /**
   * Reads a document, lets `change` change it and writes it back, with nothing in between. Writes nothing
   * when `change` returns undefined. Resolves with what was written, once it is durable or may be undone.
   */
  protected edit(
    id: string,
    change: (document: D) => D | undefined,
    options: WriteOptions = {},
  ): Promise<D | undefined> {
    return this.#database.together(() => this.editInside(id, change), options);
  }

  /** {@link edit}, for a caller with a transaction of its own. */
  protected editInside(id: string, change: (document: D) => D | undefined): D | undefined {
    const before = this.#load(id);
    const after = before && change(before);
    if (before && after) this.#write(before, after);
    return after;
  }

  /** The document that this event filed. */
  protected findFiled(filedBy: string): D | undefined {
    return this.#find('filed_by = ?', [filedBy]);
  }

  /** Whether there is a document with this id, even one that cannot be read. */
  protected isTaken(id: string): boolean {
    return this.#rows.findText(id) !== undefined;
  }

  /** Inserts a document whose id and event are free, for a caller with a transaction of its own. */
  protected insertInside(document: D): void {
    const text = this.#rows.insert(document, this.#reader.schema);
    this.#known.keep(document.id, text, document);
  }

  #load(id: string): D | undefined {
    const text = this.#rows.findText(id);
    if (text === undefined) {
      this.#reader.forget(id);
      return undefined;
    }
    const known = this.#known.find(id, text);
    if (known !== undefined) {
      this.#reader.forget(id);
      return known;
    }
    const document = this.#reader.read({ reference: id, load: () => JSON.parse(text) });
    this.#known.keep(id, text, document);
    return document;
  }

  #find(where: string, params: readonly SqlValue[]): D | undefined {
    const [row] = this.#rows.find(where, params, 1);
    return row && this.#reader.read(row);
  }

  #write(before: D, after: D): void {
    const text = this.#rows.update(before, after, this.#reader.schema);
    this.#known.keep(after.id, text, after);
  }

  /** Edits one outbox item; `change` returns what replaces it, or undefined to write nothing. */
  async #editItem(
    id: string,
    item: string,
    change: (found: ItemOf<D>) => readonly ItemOf<D>[] | undefined,
  ): Promise<ItemOf<D> | undefined> {
    const after = await this.edit(id, (document) => {
      const at = document.outbox.findIndex((each) => each.id === item);
      const found = document.outbox[at];
      const edited = found && change(found);
      if (!edited) return undefined;
      return { ...document, outbox: document.outbox.toSpliced(at, 1, ...edited) };
    });
    return after?.outbox.find((each) => each.id === item);
  }
}

/** The item without the platform of its uncertain attempt. */
function withoutTriedOn<I extends object>(item: I): I {
  const { triedOn: _unsure, ...rest } = item as I & { readonly triedOn?: unknown };
  return rest as I;
}

function isTooFarAhead(item: AnyOutboxItem, { after }: Hasten): boolean {
  return item.dueAt > after && !isBeforeItsTurn(item, after);
}

function hastenItem<I extends AnyOutboxItem>(item: I, hasten: Hasten): I {
  if (!isTooFarAhead(item, hasten)) return item;
  return { ...item, dueAt: item.lease === null ? hasten.dueAt : hasten.leasedDueAt };
}

/** The item without what its last attempt left. */
function withoutAttempt<I extends object>(item: I): I {
  const { refusedSince: _since, ...rest } = item as I & { readonly refusedSince?: unknown };
  return withoutTriedOn(rest as I);
}

function releaseLease<I extends { readonly lease: string | null; readonly dueAt: number }>(
  item: I,
  owner: string,
  dueAt: number,
): I {
  const held = item.lease?.startsWith(`${owner}/`) && item.dueAt > dueAt;
  return held ? { ...item, dueAt } : item;
}
