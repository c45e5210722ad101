import { probePort } from '../../playground/ports.js';

/**
 * The ports this process gives out, below those the system hands to connections, so that a bot that
 * is started again finds its port free. Each test process has a range of its own (scripts/run-tests.mjs).
 */
const [first = 20_000, last = 31_999] = (process.env.REDRESS_TEST_PORTS ?? '')
  .split('-')
  .filter((part) => part !== '')
  .map(Number);

let next = first + Math.floor(Math.random() * (last - first));

/** A port of loopback that is free now and that no other test of this process was given. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < 1000; tries += 1) {
    next = next >= last ? first : next + 1;
    const port = await probePort(next);
    if (port !== undefined) return port;
  }
  throw new Error(`No port from ${first} to ${last} is free.`);
}
