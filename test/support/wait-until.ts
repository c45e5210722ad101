/** Polls until the condition is true; throws after `deadlineMs` of real time. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const until = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`condition not true after ${deadlineMs} ms`);
    await pause(10);
  }
}

/** Waits in real time, because agenda uses no other. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
