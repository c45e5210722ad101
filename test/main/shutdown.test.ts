import { expect } from 'chai';
import { silentLogger } from '../../src/ports/logger.js';
import { createShutdown } from '../../src/shutdown.js';

type Starting = Promise<{ stop(): Promise<void> }>;

/** How a process ends that is asked to once its start is on its way. */
function ended(starting: Starting, boundMs: number): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = createShutdown({
      starting,
      logger: silentLogger,
      exit: resolve,
      fatal: resolve,
      timeoutMs: boundMs,
    });
    stop();
    stop();
  });
}

const never = new Promise<never>(() => undefined);

describe('an end by signal', () => {
  it('waits for the start, stops in order, once, and ends with 0', async () => {
    let stops = 0;
    const starting = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => ({
      stop: async () => {
        stops += 1;
      },
    }));
    expect([await ended(starting, 4000), stops]).to.deep.equal([0, 1]);
  });

  it('comes with 1 in time though the start hangs', async () => {
    expect(await ended(never, 20)).to.equal(1);
  });

  it('comes with 1 in time though the stop hangs', async () => {
    expect(await ended(Promise.resolve({ stop: () => never }), 20)).to.equal(1);
  });

  it('says why a start or stop failed', async () => {
    const fault = new Error('no');
    expect(await ended(Promise.reject(fault), 4000)).to.equal(fault);
    const bot = { stop: () => Promise.reject(fault) };
    expect(await ended(Promise.resolve(bot), 4000)).to.equal(fault);
  });
});
