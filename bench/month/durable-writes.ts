import fs from 'node:fs';
import type { Database } from '../../src/storage/embedded/database.js';

/** Counts durable writes: syncs of the embedded file and its log, checkpoints included. */
export interface DurableWrites {
  /** Names what is asked for in `act`, up to its first pause. */
  named<T>(name: string, act: () => T): T;
  /** How many there were since the last call, by what they were for. What shares one has equal shares of it. */
  take(): ReadonlyMap<string, number>;
  /** Counts no more. */
  stop(): void;
}

/** Counts the durable writes of this process on a file. */
export function countDurableWrites(database: Database): DurableWrites {
  const { fsyncSync } = fs;
  const together = database.together.bind(database);
  let counts = new Map<string, number>();
  let asking = 'other';
  /** What the transaction that runs is for. */
  let group: string[] = [];
  // The SQLite library reads it from the module at each call.
  fs.fsyncSync = (handle) => {
    for (const name of group.length === 0 ? ['other'] : group) {
      counts.set(name, (counts.get(name) ?? 0) + 1 / Math.max(1, group.length));
    }
    fsyncSync(handle);
  };
  database.together = (write, options) => {
    const name = asking;
    const noting: typeof write = () => {
      group.push(name);
      return write();
    };
    return together(noting, options).finally(() => {
      group = [];
    });
  };
  return {
    named(name, act) {
      asking = name;
      try {
        return act();
      } finally {
        asking = 'other';
      }
    },
    take() {
      const taken = counts;
      counts = new Map();
      return taken;
    },
    stop() {
      fs.fsyncSync = fsyncSync;
      database.together = together;
    },
  };
}
