import { asObjects, isObject, parseJson } from '../json.js';
import { makeSaver, readIfThere } from '../saved-file.js';

/** From real time `at` on, ms UTC, the bot's clock was `ahead` ms ahead of it. */
export interface Move {
  readonly at: number;
  readonly ahead: number;
}

/** What the frame keeps over restarts of the playground. */
export interface Book {
  /** Oldest first. */
  moves: readonly Move[];
  /** When an answer of Teams was lost or the bot was killed, real ms UTC, oldest first. */
  interruptions: readonly number[];
}

/** The book with what writes it down. */
export interface OpenBook {
  readonly book: Book;
  /** Resolves when it is on disk, at once where it is kept in memory only. */
  save(): Promise<void>;
}

/**
 * Opens the frame's book, an empty one when there is no file or none is given.
 *
 * @throws Error when the file is there but cannot be read.
 */
export async function openBook(file?: string): Promise<OpenBook> {
  const book: Book = { moves: [], interruptions: [] };
  const text = file === undefined ? undefined : await readIfThere(file);
  const kept = text === undefined ? undefined : parseJson(text);
  if (text !== undefined && !isObject(kept)) {
    throw new Error(`${file} is damaged; remove it to start anew.`);
  }
  if (isObject(kept)) Object.assign(book, readBook(kept));
  return { book, save: makeSaver(book, file) };
}

function readBook(kept: Record<string, unknown>): Book {
  const moves = asObjects(kept.moves).flatMap(({ at, ahead }) =>
    typeof at === 'number' && typeof ahead === 'number' ? [{ at, ahead }] : [],
  );
  const times = Array.isArray(kept.interruptions) ? kept.interruptions : [];
  return { moves, interruptions: times.filter((at) => typeof at === 'number') };
}
