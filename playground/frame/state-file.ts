import { asObjects, isObject, parseJson } from '../json.js';
import { createSaver, readIfExists } from '../saved-file.js';

/** From real time `at` (ms UTC) on, the bot's clock was `ahead` ms ahead of it. */
export interface ClockChange {
  readonly at: number;
  readonly ahead: number;
}

/** The frame's state, saved over restarts of the playground. */
export interface FrameState {
  /** Oldest first. */
  moves: readonly ClockChange[];
  /** When an answer of Teams was lost or the bot was killed, real ms UTC, oldest first. */
  interruptions: readonly number[];
}

/** The state and the function that saves it. */
export interface StateFile {
  readonly state: FrameState;
  /** Resolves when the state is on disk; at once without a file. */
  save(): Promise<void>;
}

/**
 * Opens the frame's state; it is empty when there is no such file or none is given.
 *
 * @throws Error when the file is there but cannot be read.
 */
export async function openStateFile(file?: string): Promise<StateFile> {
  const state: FrameState = { moves: [], interruptions: [] };
  const text = file === undefined ? undefined : await readIfExists(file);
  const saved = text === undefined ? undefined : parseJson(text);
  if (text !== undefined && !isObject(saved)) {
    throw new Error(`${file} is damaged; remove it to start anew.`);
  }
  if (isObject(saved)) Object.assign(state, parseState(saved));
  return { state, save: createSaver(state, file) };
}

function parseState(saved: Record<string, unknown>): FrameState {
  const moves = asObjects(saved.moves).flatMap(({ at, ahead }) =>
    typeof at === 'number' && typeof ahead === 'number' ? [{ at, ahead }] : [],
  );
  const times = Array.isArray(saved.interruptions) ? saved.interruptions : [];
  return { moves, interruptions: times.filter((at) => typeof at === 'number') };
}
