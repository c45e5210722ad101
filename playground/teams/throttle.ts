/** How many calls fit into how much time. */
interface Window {
  calls: number;
  ms: number;
}

/** "Per bot per thread" for sending, updating and creating (Microsoft: "Optimize your bot with rate limiting"). */
const THREAD: readonly Window[] = [
  { calls: 7, ms: 1000 },
  { calls: 8, ms: 2000 },
  { calls: 60, ms: 30_000 },
  { calls: 1800, ms: 3_600_000 },
];
/** "50 requests per second (RPS) per app per tenant" stands beside 30 in older text; the lower one holds. */
const TENANT: readonly Window[] = [{ calls: 30, ms: 1000 }];

/** ms until one more call fits into all the windows; 0 when it does now. */
function waitFor(times: readonly number[], windows: readonly Window[], now: number): number {
  const waits = windows.map(({ calls, ms }) => {
    const blocking = times.at(-calls);
    return blocking === undefined ? 0 : Math.max(0, blocking + ms - now);
  });
  return Math.max(0, ...waits);
}

/** Counts a call; returns 0 when it may go on, else how long to wait, in ms. */
export type Throttle = (thread: string) => number;

/** Sliding windows for each thread and for the whole tenant; refused calls are not counted. */
export function makeThrottle(now: () => number): Throttle {
  const threads = new Map<string, number[]>();
  let tenant: number[] = [];
  return (thread) => {
    const at = now();
    const times = (threads.get(thread) ?? []).filter((time) => time > at - 3_600_000);
    tenant = tenant.filter((time) => time > at - 1000);
    const wait = Math.max(waitFor(times, THREAD, at), waitFor(tenant, TENANT, at));
    if (wait === 0) {
      times.push(at);
      tenant.push(at);
    }
    threads.set(thread, times);
    return wait;
  };
}
