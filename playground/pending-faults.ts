/** What the faults of both platforms have in common. */
interface AnyFault {
  readonly kind: string;
  /** Real time, for `down`. */
  readonly ms?: number;
  /** How many calls it affects; 1 when missing. */
  readonly times?: number;
}

/** Faults that have not been used up, in the order they were added. */
export interface PendingFaults<Fault extends AnyFault> {
  add(fault: Fault): void;
  /** True while a fault `down` lasts. */
  isDown(): boolean;
  /** Takes the first fault that matches, and uses it up once. */
  take(hits: (fault: Fault) => boolean): Fault | undefined;
  /** How many more calls or requests faults of this kind will affect; for `down` 1 while it lasts. */
  left(kind: Fault['kind']): number;
  /** Removes all of them. */
  clear(): void;
}

/** Creates an empty list; `now` is real time in Unix ms. */
export function createPendingFaults<Fault extends AnyFault>(
  now: () => number,
): PendingFaults<Fault> {
  let waiting: { fault: Fault; left: number }[] = [];
  let downUntil = 0;
  const isDown = (): boolean => now() < downUntil;
  return {
    isDown,
    add: (fault) => {
      if (fault.kind === 'down') downUntil = now() + (fault.ms ?? 0);
      else waiting.push({ fault, left: fault.times ?? 1 });
    },
    take: (hits) => {
      const hit = waiting.find(({ fault }) => hits(fault));
      if (!hit) return undefined;
      hit.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return hit.fault;
    },
    left: (kind) => {
      if (kind === 'down') return isDown() ? 1 : 0;
      return waiting
        .filter(({ fault }) => fault.kind === kind)
        .reduce((sum, { left }) => sum + left, 0);
    },
    clear: () => {
      waiting = [];
      downUntil = 0;
    },
  };
}
