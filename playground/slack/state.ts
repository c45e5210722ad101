import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Change, WorkspaceSeed, WorkspaceState } from './types.js';

/** The workspace's data with the few things every part needs: the time, ids, and who to tell. */
export interface Core {
  readonly state: WorkspaceState;
  /** Real time, Unix ms. */
  now(): number;
  /** A new message timestamp, later than every one before. */
  nextTs(): string;
  /** A new id that looks like Slack's: the prefix and ten characters. */
  nextId(prefix: string): string;
  /** Says that the state changed: it will be saved, and listeners are told. */
  touch(change: Change): void;
  /** Resolves when everything touched so far is on disk (at once without a file). */
  saved(): Promise<void>;
  /** Calls `listener` after each change, until the returned function is called. */
  listen(listener: (change: Change) => void): () => void;
}

function fresh(seed: WorkspaceSeed): WorkspaceState {
  return {
    version: 1,
    ...structuredClone(seed),
    messages: {},
    ephemerals: [],
    modals: {},
    homes: {},
    responseUrls: [],
    reads: {},
    lastMicros: 0,
    lastId: 0,
  };
}

async function load(file: string, seed: WorkspaceSeed): Promise<WorkspaceState> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fresh(seed);
    throw error;
  }
  const state = JSON.parse(text) as WorkspaceState;
  if (state.version !== 1) {
    throw new Error(`${file} is not a playground workspace of version 1; remove it to start anew.`);
  }
  return state;
}

/** Writes the text so that the file is whole at every moment, and its owner's only: temporary file, flush, rename. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    // one that a crash left may have another mode
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Saves on demand; changes that arrive while a save runs share the next one. */
function saver(state: WorkspaceState, file: string | undefined) {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const write = () => (file ? writeWhole(file, JSON.stringify(state)) : Promise.resolve());
  const start = () => {
    running = write().finally(() => {
      running = undefined;
    });
    return running;
  };
  return (): Promise<void> => {
    if (!file) return Promise.resolve();
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}

/**
 * Opens the workspace's state: from `file` when it exists, else from the seed.
 *
 * @throws Error when the file is there but unreadable or of another version.
 */
export async function openState(options: {
  file?: string | undefined;
  seed: WorkspaceSeed;
  now: () => number;
}): Promise<Core> {
  const { file, seed, now } = options;
  const state = file ? await load(file, seed) : fresh(seed);
  const save = saver(state, file);
  const listeners = new Set<(change: Change) => void>();
  let dirty = false;
  let lastSave: Promise<void> = Promise.resolve();
  const saved = () => {
    if (dirty) {
      dirty = false;
      lastSave = save();
    }
    return lastSave;
  };
  const stamp = () => {
    state.lastMicros = Math.max(Math.floor(now() * 1000), state.lastMicros + 1);
    return state.lastMicros;
  };
  return {
    state,
    now,
    nextTs: () => formatTs(stamp()),
    nextId: (prefix) => {
      state.lastId += 1;
      return prefix + slackId(state.lastId);
    },
    touch: (change) => {
      dirty = true;
      // in the background; whoever awaits saved() next is told of a failure
      queueMicrotask(() => void saved().catch(() => undefined));
      for (const listener of listeners) listener(change);
    },
    saved,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Slack's timestamp form: seconds, a dot, six digits. */
function formatTs(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** Ten characters that look like Slack's and never repeat. */
function slackId(count: number): string {
  return `0P${count.toString(36).toUpperCase().padStart(8, '0')}`;
}
