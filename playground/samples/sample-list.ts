import { isObject, parseJson } from '../json.js';
import { makeSaver, readIfThere } from '../saved-file.js';

/** Which complaints are the samples. Read it each time: it changes. */
export interface SampleBook {
  /** `coming`: they are being made now. */
  readonly state: 'none' | 'coming' | 'there';
  /** Such as `C-1`, in the order they were made; it grows while they are coming. */
  readonly references: readonly string[];
}

/** The book as whoever makes the samples keeps it. What is noted is on disk when it resolves. */
export interface Book extends SampleBook {
  /** They are being made from now on. */
  begin(): Promise<void>;
  /** One of them has been reported. */
  note(reference: string): Promise<void>;
  /** No more come: those that were noted are there. */
  end(): Promise<void>;
  /** There are none any more. */
  clear(): Promise<void>;
}

interface Kept {
  state: SampleBook['state'];
  references: string[];
}

/**
 * Opens the book, kept in `file` (in memory without one). Samples that were coming when the last
 * process ended are there as far as they got: to go on would make some of them twice.
 *
 * @throws Error when the file is there but unreadable or damaged.
 */
export async function openBook(file?: string): Promise<Book> {
  const kept = settled(file === undefined ? none() : await read(file));
  const save = makeSaver(kept, file);
  const put = (change: Kept): Promise<void> => {
    Object.assign(kept, change);
    return save();
  };
  return {
    get state() {
      return kept.state;
    },
    get references() {
      return kept.references;
    },
    begin: () => put({ state: 'coming', references: [] }),
    note: (reference) => put({ ...kept, references: [...kept.references, reference] }),
    end: () => put(settled({ ...kept, state: 'coming' })),
    clear: () => put(none()),
  };
}

function none(): Kept {
  return { state: 'none', references: [] };
}

function settled(kept: Kept): Kept {
  if (kept.state !== 'coming') return kept;
  return { ...kept, state: kept.references.length > 0 ? 'there' : 'none' };
}

async function read(file: string): Promise<Kept> {
  const text = await readIfThere(file);
  if (text === undefined) return none();
  const kept = parseJson(text);
  if (!isKept(kept)) throw new Error(`${file} is damaged; remove it to start without samples.`);
  return kept;
}

function isKept(value: unknown): value is Kept {
  if (!isObject(value) || !Array.isArray(value.references)) return false;
  const isNamed = value.references.every((reference) => typeof reference === 'string');
  return isNamed && ['none', 'coming', 'there'].includes(String(value.state));
}
