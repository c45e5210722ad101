import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { createConfigError } from '../config/faults.js';
import type { Clock } from '../ports/clock.js';

/** How far the clock may be ahead, ms: ten years, well within the range of dates and databases. */
const MAX_OFFSET_MS = 10 * 366 * 86_400_000;

const SAVED_CLOCK = z.object({ offset: z.number().int().min(0).max(MAX_OFFSET_MS) });

/** The outcome of moving the clock. `now`: business time, ms UTC. */
export type ClockMove =
  | { readonly kind: 'moved'; readonly now: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** Business time that can be moved forward, never back. */
export interface LabClock extends Clock {
  /** How far business time is ahead of real time, ms. */
  offset(): number;
  /** Moves business time to `to`, ms UTC. Returns a refusal when that is in the past or too far ahead. */
  moveTo(to: number): ClockMove;
}

export interface LabClockOptions {
  /** The file that keeps the offset over restarts. */
  readonly file: string;
  /** Real time, ms UTC. */
  readonly realNow?: () => number;
}

/**
 * Creates the clock with the offset the last process saved. A move is saved before it takes effect, so
 * business time never goes back over a restart.
 * @throws RedressError `CONFIG_INVALID` when the file is damaged.
 */
export function createLabClock({ file, realNow = Date.now }: LabClockOptions): LabClock {
  let offset = readOffset(file);
  const now = (): number => realNow() + offset;
  return {
    now,
    toRealTime: (at) => at - offset,
    offset: () => offset,
    moveTo(to) {
      if (!Number.isSafeInteger(to)) return refuseMove('the time must be whole milliseconds');
      if (to < now()) return refuseMove('the clock only moves forward');
      const next = to - realNow();
      if (next > MAX_OFFSET_MS) return refuseMove('the clock may be ten years ahead at most');
      saveOffset(file, next);
      offset = next;
      return { kind: 'moved', now: now() };
    },
  };
}

function refuseMove(reason: string): ClockMove {
  return { kind: 'refused', reason };
}

function readOffset(file: string): number {
  try {
    return SAVED_CLOCK.parse(JSON.parse(readFileSync(file, 'utf8'))).offset;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    const what = 'the file of the lab clock is damaged: remove it, and the data beside it.';
    throw createConfigError([{ where: file, what }], cause);
  }
}

function saveOffset(file: string, offset: number): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify({ offset }));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}
