import autocannon from 'autocannon';
import type { Child } from './child.js';
import { type Figure, findPercentile, toFigure } from './figures.js';

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
  /** The middle answer time, ms. */
  readonly p50Ms: number;
  /** 99th percentile of the answer times, ms. */
  readonly p99Ms: number;
  /** Answers a second. */
  readonly perSecond: number;
  /** Time from the first request until the last answer and all that followed, ms. */
  readonly settledMs: number;
}

/**
 * Sends `amount` requests over `connections` and measures their cost; `make` creates each one when it is
 * sent. Throws unless all are answered with 200, since a program that fails fast would win. `settled`
 * waits for work after the answers, which counts as well, and returns when it ended, by
 * `performance.now()`.
 */
export async function measureCost(
  child: Child,
  port: number,
  connections: number,
  amount: number,
  make: () => LoadRequest,
  settled?: () => Promise<number>,
): Promise<Cost> {
  const before = await child.usage();
  const started = performance.now();
  let last = started;
  const times: number[] = [];
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
    run.on('response', (_client, _status, _bytes, ms) => {
      last = performance.now();
      // Its own percentiles are whole ms.
      times.push(ms);
    });
  });
  const ended = (await settled?.()) ?? last;
  const after = await child.usage();
  const answered = result['2xx'];
  if (answered !== amount) {
    throw new Error(`${answered} of ${amount} requests were answered with 200`);
  }
  return {
    cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / amount,
    p50Ms: findPercentile(times, 0.5),
    p99Ms: findPercentile(times, 0.99),
    perSecond: amount / ((last - started) / 1000),
    settledMs: Math.max(last, ended) - started,
  };
}

/** The figures CPU, p50, p99 and throughput from interleaved pairs. */
export function toCostFigures(
  name: string,
  pairs: readonly (readonly [Cost, Cost])[],
): readonly Figure[] {
  const of = (key: keyof Cost) => pairs.map(([ours, peer]) => [ours[key], peer[key]] as const);
  const throughput = toFigure(`${name}-throughput`, 'requests/s', of('perSecond'));
  return [
    toFigure(`${name}-cpu`, 'us/request', of('cpuUs')),
    toFigure(`${name}-p50`, 'ms', of('p50Ms')),
    toFigure(`${name}-p99`, 'ms', of('p99Ms')),
    { ...throughput, isMoreBetter: true },
  ];
}
