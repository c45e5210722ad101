import { expect } from 'chai';
import { silentLogger } from '../../src/ports/logger.js';
import { createShutdown } from '../../src/shutdown.js';

type Starting = Promise<{ stop(): Promise<void> }>;

/** Sends two signals during the start, and resolves with the exit code or the error. */
function runShutdown(starting: Starting, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = createShutdown({
      starting,
      logger: silentLogger,
      exit: resolve,
      fatal: resolve,
      timeoutMs,
    });
    stop();
    stop();
  });
}

const never = new Promise<never>(() => undefined);

describe('shutdown by signal', () => {
  it('waits for the start, stops once, and exits with 0', async () => {
    let stops = 0;
    const starting = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => ({
      stop: async () => {
        stops += 1;
      },
    }));
    expect([await runShutdown(starting, 4000), stops]).to.deep.equal([0, 1]);
  });

  it('exits with 1 in time when the start hangs', async () => {
    expect(await runShutdown(never, 20)).to.equal(1);
  });

  it('exits with 1 in time when the stop hangs', async () => {
    expect(await runShutdown(Promise.resolve({ stop: () => never }), 20)).to.equal(1);
  });

  it('reports why the start or stop failed', async () => {
    const fault = new Error('no');
    expect(await runShutdown(Promise.reject(fault), 4000)).to.equal(fault);
    const bot = { stop: () => Promise.reject(fault) };
    expect(await runShutdown(Promise.resolve(bot), 4000)).to.equal(fault);
  });
});
