import { type Changes, createChanges } from '../changes.js';
import { createSaver, readIfExists } from '../saved-file.js';
import { firstKey } from './keys.js';
import type { Change, SigningKey, TenantSeed, TenantState } from './types.js';

/** The tenant's data with the few things every part needs: the time, ids, and who to tell. */
export interface Core extends Changes<Change> {
  readonly state: TenantState;
  readonly appId: string;
  /** `28:APP_ID`. */
  readonly botId: string;
  /** Real time, Unix ms. */
  now(): number;
  /** A new activity id: Unix ms, later than every one before. */
  nextActivity(): string;
  /** A new id: the prefix and a number that never repeats. */
  nextId(prefix: string): string;
  /**
   * Puts everything back to what a new tenant has, in place: `state` stays the same object. What is
   * counted goes on, so that no id is given out a second time, and so do the signing keys: a key's
   * id names one key only.
   */
  reset(): void;
}

function fresh(seed: TenantSeed, keys: SigningKey[] = [firstKey()]): TenantState {
  return {
    version: 1,
    ...structuredClone(seed),
    personalChats: [],
    messages: {},
    dialogs: {},
    ownCards: {},
    reads: {},
    keys,
    lastActivity: 0,
    lastId: 0,
  };
}

async function load(file: string, seed: TenantSeed): Promise<TenantState> {
  const text = await readIfExists(file);
  if (text === undefined) return fresh(seed);
  const state = JSON.parse(text) as TenantState;
  if (state.version !== 1) {
    throw new Error(`${file} is not a playground tenant of version 1; remove it to start anew.`);
  }
  return state;
}

/**
 * Opens the tenant's state: from `file` when it exists, else from the seed.
 *
 * @throws Error when the file is there but unreadable or of another version.
 */
export async function openState(options: {
  file?: string | undefined;
  seed: TenantSeed;
  appId: string;
  now: () => number;
}): Promise<Core> {
  const { file, seed, appId, now } = options;
  const state = file ? await load(file, seed) : fresh(seed);
  const changes = createChanges<Change>(createSaver(state, file));
  return {
    ...changes,
    state,
    appId,
    botId: `28:${appId}`,
    now,
    nextActivity: () => {
      state.lastActivity = Math.max(Math.floor(now()), state.lastActivity + 1);
      return String(state.lastActivity);
    },
    nextId: (prefix) => {
      state.lastId += 1;
      return `${prefix}${state.lastId}`;
    },
    reset: () => {
      const { keys, lastActivity, lastId } = state;
      Object.assign(state, fresh(seed, keys), { lastActivity, lastId });
      changes.touch({ kind: 'team' });
    },
  };
}
