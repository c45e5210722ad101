import autocannon from 'autocannon';
import type { Child } from './child.js';

/** A request as a platform would send it. */
export interface LoadRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** The cost of a burst of requests. */
export interface Cost {
  /** CPU of the program for each request, µs. */
  readonly cpuUs: number;
  /** 99th percentile of the answer times, ms. */
  readonly p99Ms: number;
  /** Answers a second. */
  readonly perSecond: number;
}

/**
 * Sends `amount` requests over `connections` and measures their cost; `make` creates each one when it is
 * sent. Throws unless all are answered with 200, since a program that fails fast would win. `settled`
 * waits for work after the answers, which counts as well.
 */
export async function measureCost(
  child: Child,
  port: number,
  connections: number,
  amount: number,
  make: () => LoadRequest,
  settled: () => Promise<void> = async () => undefined,
): Promise<Cost> {
  const before = await child.usage();
  const started = performance.now();
  let last = started;
  const options: autocannon.Options = {
    url: `http://127.0.0.1:${port}`,
    connections,
    amount,
    timeout: 10,
    requests: [{ setupRequest: (request) => ({ ...request, ...make() }) }],
  };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error, ended) => (error ? reject(error) : resolve(ended)));
    // The run itself ends only at the next full second.
    run.on('response', () => {
      last = performance.now();
    });
  });
  const seconds = (last - started) / 1000;
  await settled();
  const after = await child.usage();
  const answered = result['2xx'];
  if (answered !== amount) {
    throw new Error(`${answered} of ${amount} requests were answered with 200`);
  }
  return {
    cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / amount,
    p99Ms: result.latency.p99,
    perSecond: amount / seconds,
  };
}
