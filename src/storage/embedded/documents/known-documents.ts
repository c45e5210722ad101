import { LRUCache } from 'lru-cache';

/** The text of the documents that are kept, in characters. Each also takes some times that as an object. */
const MOST_CHARACTERS = 4_000_000;

/** What {@link replaceLoneSurrogates} leaves: such a document is not read as it was written. */
const REPLACEMENT = '\uFFFD';

/** A document and the text in its row. */
interface KnownDocument<D> {
  readonly text: string;
  readonly document: D;
}

/**
 * The documents that were read or written last, with the text of their rows: a row with the same text is not
 * parsed and checked again. A write that is rolled back leaves another text in the row, so it is harmless.
 */
export class KnownDocuments<D extends object> {
  readonly #known = new LRUCache<string, KnownDocument<D>>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: ({ text }) => text.length,
  });

  /** The document that this text is; undefined when it is not known. */
  find(id: string, text: string): D | undefined {
    const known = this.#known.get(id);
    return known?.text === text ? known.document : undefined;
  }

  /** Keeps a document that was read from this text, or written as it. */
  keep(id: string, text: string, document: D): void {
    if (text.includes(REPLACEMENT)) this.#known.delete(id);
    else this.#known.set(id, { text, document });
  }
}
