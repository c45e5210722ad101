/** What both platforms' faults have in common. */
interface AnyFault {
  readonly kind: string;
  /** Real time, for `down`. */
  readonly ms?: number;
  /** How many calls it hits; 1 when missing. */
  readonly times?: number;
}

/** The faults that are still to come, in the order they were asked for. */
export interface FaultsToCome<Fault extends AnyFault> {
  add(fault: Fault): void;
  /** True while a fault `down` lasts. */
  isDown(): boolean;
  /** The first fault that hits, used up by asking. */
  take(hits: (fault: Fault) => boolean): Fault | undefined;
  /** How many calls or requests faults of this kind will still hit; for `down` 1 while it lasts. */
  left(kind: Fault['kind']): number;
  /** Calls all of them off. */
  clear(): void;
}

/** An empty list of faults; `now` is real time in Unix ms. */
export function makeFaultsToCome<Fault extends AnyFault>(now: () => number): FaultsToCome<Fault> {
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
