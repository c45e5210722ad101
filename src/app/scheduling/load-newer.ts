import pTimeout from 'p-timeout';
import type { LivingDocument } from '../../domain/document/document.js';
import { RedressError } from '../../errors.js';
import type { DocumentStore, UnknownOutcomeError } from '../../ports/stores/document-store.js';
import type { Pauses } from '../../ports/waiting.js';

/** The least time for a read after an unknown outcome, ms, also when the time is up: it is looked at once. */
const LAST_LOOK_MS = 250;

/** A write that changed nothing, as far as is known. */
export interface MissedWrite {
  /** The version that it was meant to change. */
  readonly version: number;
  /** Null: it lost a race. Else its outcome is unknown. */
  readonly fault: UnknownOutcomeError | null;
}

/** What to load, and since when. */
export interface NewerQuery {
  readonly id: string;
  /** The event that the missed write was to store. */
  readonly event: { readonly id: string } | null;
  readonly missed: MissedWrite | null;
  readonly pauses: Pauses;
}

/**
 * Loads a document; after a missed write it reads until it finds a newer version, or the write's event.
 * A store may show a version that is older than the one which won: on MongoDB the winner is not yet on
 * a majority of the servers. Throws the fault of the missed write, or `STORE_UNAVAILABLE`, when the time
 * is up: the version that won may still be undone, so nothing may be decided on it.
 */
export async function loadNewer<D extends LivingDocument>(
  store: Pick<DocumentStore<D>, 'load'>,
  { id, event, missed, pauses }: NewerQuery,
): Promise<D | undefined> {
  if (missed === null) return store.load(id);
  for (;;) {
    const limit = Math.max(pauses.leftMs, LAST_LOOK_MS);
    const document = await loadAgain(store, id, limit);
    if (document === 'absent') return undefined;
    if (document !== 'unavailable') {
      const isThere = document.events.some((consumed) => consumed.id === event?.id);
      if (isThere || document.version > missed.version) return document;
    }
    if (!(await pauses.pause())) throw missed.fault ?? createStaleError(id);
  }
}

/** A store that does not answer may answer at the next try. */
async function loadAgain<D extends LivingDocument>(
  store: Pick<DocumentStore<D>, 'load'>,
  id: string,
  milliseconds: number,
): Promise<D | 'absent' | 'unavailable'> {
  const fallback = (): 'unavailable' => 'unavailable';
  try {
    return (await pTimeout(store.load(id), { milliseconds, fallback })) ?? 'absent';
  } catch (error) {
    if (error instanceof RedressError && error.code === 'STORE_UNAVAILABLE') return fallback();
    throw error;
  }
}

function createStaleError(id: string): RedressError {
  const why = 'the change that came before is not yet on a majority of the database servers';
  return new RedressError('STORE_UNAVAILABLE', `${id} was not changed: ${why}.`);
}
