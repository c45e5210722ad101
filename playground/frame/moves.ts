import type { JsonObject } from '../json.js';
import type { Move, OpenBook } from './book.js';

/** When the bot's clock was moved and how far: by it the page dates what happened in real time. */
export interface Moves {
  /** Oldest first; before the first the clock was not ahead. */
  all(): readonly Move[];
  /** Does what may move the clock: a move that is seen before the end of it happened at its start. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Compares with what the lab said of the clock, and writes a move down. */
  note(clock: JsonObject | undefined): void;
  forget(): Promise<void>;
}

/** `now`: real time, ms UTC. `changed` is told of each move. */
export function makeMoves({ book, save }: OpenBook, now: () => number, changed: () => void): Moves {
  let since: number | undefined;
  let underWay = 0;
  return {
    all: () => book.moves,
    async during(work) {
      since ??= now();
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    note(clock) {
      const ahead = clock?.offset;
      if (typeof ahead !== 'number') return;
      if (ahead !== (book.moves.at(-1)?.ahead ?? 0)) {
        book.moves = [...book.moves, { at: since ?? now(), ahead }];
        // in the background: a move that is lost is noted again at the next answer
        void save().catch(() => undefined);
        changed();
      }
      if (underWay === 0) since = undefined;
    },
    async forget() {
      since = undefined;
      book.moves = [];
      await save();
    },
  };
}
