import type { JsonObject } from '../json.js';
import type { ClockChange, StateFile } from './state-file.js';

/** When the bot's clock was moved and how far: the page needs it to date what happened in real time. */
export interface ClockChanges {
  /** Oldest first; before the first the clock was not ahead of real time. */
  all(): readonly ClockChange[];
  /** Runs `work`, which may move the clock: a move recorded before its end is dated at its start. */
  trackDuring<T>(work: () => Promise<T>): Promise<T>;
  /** Compares with the lab's answer about the clock, and records a move if there was one. */
  record(clock: JsonObject | undefined): void;
  clear(): Promise<void>;
}

/** `now`: real time, ms UTC. `onChange` is called after each move. */
export function createClockChanges(
  { state, save }: StateFile,
  now: () => number,
  onChange: () => void,
): ClockChanges {
  let since: number | undefined;
  let underWay = 0;
  return {
    all: () => state.moves,
    async trackDuring(work) {
      since ??= now();
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    record(clock) {
      const ahead = clock?.offset;
      if (typeof ahead !== 'number') return;
      if (ahead !== (state.moves.at(-1)?.ahead ?? 0)) {
        state.moves = [...state.moves, { at: since ?? now(), ahead }];
        // in the background: a move that was not saved is recorded again at the next answer
        void save().catch(() => undefined);
        onChange();
      }
      if (underWay === 0) since = undefined;
    },
    async clear() {
      since = undefined;
      state.moves = [];
      await save();
    },
  };
}
