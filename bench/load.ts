import autocannon from 'autocannon';
import type { Child } from './child.js';

/** A request as a platform would send it. */
export interface LoadRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What a burst of requests cost. */
export interface Cost {
  /** CPU of the program for each request, µs. */
  readonly cpuUs: number;
  /** 99th percentile of the answer times, ms. */
  readonly p99Ms: number;
  /** Answers a second. */
  readonly perSecond: number;
}

/**
 * Sends `amount` requests over `connections`, each made when it is sent. Throws when one of them is
 * not answered with 200: a program that fails fast would win. `settled` waits for what the answers
 * left to be done, which counts as well.
 */
export async function cost(
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
    // The run itself ends only at its next full second.
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
