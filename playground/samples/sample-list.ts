import { isObject, parseJson } from '../json.js';
import { createSaver, readIfExists } from '../saved-file.js';

/** Which complaints are the samples. Read it each time: it changes. */
export interface SampleList {
  /** `coming`: they are being made now. */
  readonly state: 'none' | 'coming' | 'there';
  /** Such as `C-1`, in the order they were made; it grows while they are coming. */
  readonly references: readonly string[];
}

/** The list for the code that makes the samples. Every change is on disk when its promise resolves. */
export interface WritableSampleList extends SampleList {
  /** The samples are being made from now on. */
  begin(): Promise<void>;
  /** A sample was filed. */
  add(reference: string): Promise<void>;
  /** No more samples come: those that were added are there. */
  end(): Promise<void>;
  clear(): Promise<void>;
}

interface SavedList {
  state: SampleList['state'];
  references: string[];
}

/**
 * Opens the list, saved in `file` (in memory without one). Samples that were coming when the last
 * process ended count as there, as far as they got: going on would make some of them twice.
 *
 * @throws Error when the file is there but unreadable or damaged.
 */
export async function openSampleList(file?: string): Promise<WritableSampleList> {
  const saved = ended(file === undefined ? none() : await read(file));
  const save = createSaver(saved, file);
  const put = (change: SavedList): Promise<void> => {
    Object.assign(saved, change);
    return save();
  };
  return {
    get state() {
      return saved.state;
    },
    get references() {
      return saved.references;
    },
    begin: () => put({ state: 'coming', references: [] }),
    add: (reference) => put({ ...saved, references: [...saved.references, reference] }),
    end: () => put(ended({ ...saved, state: 'coming' })),
    clear: () => put(none()),
  };
}

function none(): SavedList {
  return { state: 'none', references: [] };
}

function ended(saved: SavedList): SavedList {
  if (saved.state !== 'coming') return saved;
  return { ...saved, state: saved.references.length > 0 ? 'there' : 'none' };
}

async function read(file: string): Promise<SavedList> {
  const text = await readIfExists(file);
  if (text === undefined) return none();
  const saved = parseJson(text);
  if (!isSavedList(saved)) {
    throw new Error(`${file} is damaged; remove it to start without samples.`);
  }
  return saved;
}

function isSavedList(value: unknown): value is SavedList {
  if (!isObject(value) || !Array.isArray(value.references)) return false;
  const isNamed = value.references.every((reference) => typeof reference === 'string');
  return isNamed && ['none', 'coming', 'there'].includes(String(value.state));
}
