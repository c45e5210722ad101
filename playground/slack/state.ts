import { type Changes, createChanges } from '../changes.js';
import { createSaver, readIfExists } from '../saved-file.js';
import type { Change, WorkspaceSeed, WorkspaceState } from './types.js';

/** The workspace's data with the few things every part needs: the time, ids, and who to tell. */
export interface Core extends Changes<Change> {
  readonly state: WorkspaceState;
  /** Real time, Unix ms. */
  now(): number;
  /** A new message timestamp, later than every one before. */
  nextTs(): string;
  /** A new id that looks like Slack's: the prefix and ten characters. */
  nextId(prefix: string): string;
  /**
   * Puts everything back to what a new workspace has, in place: `state` stays the same object. What is
   * counted goes on, so that no timestamp and no id is given out a second time.
   */
  reset(): void;
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
  const text = await readIfExists(file);
  if (text === undefined) return fresh(seed);
  const state = JSON.parse(text) as WorkspaceState;
  if (state.version !== 1) {
    throw new Error(`${file} is not a playground workspace of version 1; remove it to start anew.`);
  }
  return state;
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
  const stamp = () => {
    state.lastMicros = Math.max(Math.floor(now() * 1000), state.lastMicros + 1);
    return state.lastMicros;
  };
  const changes = createChanges<Change>(createSaver(state, file));
  return {
    ...changes,
    state,
    now,
    nextTs: () => formatTs(stamp()),
    nextId: (prefix) => {
      state.lastId += 1;
      return prefix + slackId(state.lastId);
    },
    reset: () => {
      const { lastMicros, lastId } = state;
      Object.assign(state, fresh(seed), { lastMicros, lastId });
      changes.touch({ kind: 'channel' });
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
