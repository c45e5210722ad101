import type { Clock } from '../../src/ports/clock.js';

/** The clock of a bot without a lab: business time is real time. */
export const systemClock: Clock = { now: () => Date.now(), toRealTime: (at) => at };
