/** Polls until the condition holds; throws after `deadlineMs` of real time. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const until = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`still not so after ${deadlineMs} ms`);
    await pause(10);
  }
}

/** Lets real time pass, for agenda knows no other. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
