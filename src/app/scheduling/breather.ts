import { setImmediate as yieldToOthers } from 'node:timers/promises';

/** For about so long the process works before it lets others have a turn, ms: a request must not wait. */
const BUDGET_MS = 10;

/**
 * Creates a pause for work that comes in many small pieces, such as 10,000 due reminders: call it before each
 * piece. It lets the process answer requests whenever {@link BUDGET_MS} are used up.
 */
export function createBreather(): () => Promise<void> {
  let since = performance.now();
  let pause: Promise<void> | undefined;
  return async () => {
    if (pause === undefined && performance.now() - since < BUDGET_MS) return;
    pause ??= yieldToOthers().then(() => {
      pause = undefined;
      since = performance.now();
    });
    await pause;
  };
}
