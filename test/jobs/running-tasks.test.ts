import { expect } from 'chai';
import { latestOnly } from '../../src/jobs/running-tasks.js';

interface Gate {
  readonly done: string[];
  release(): void;
  readonly run: (key: string, value: number) => Promise<void>;
}

/** Work that waits to be released, one piece after the other. */
function createGatedWork(): Gate {
  const done: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    done,
    release: () => waiting.shift()?.(),
    run: latestOnly<number>(async (key, value) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      done.push(`${key}=${value}`);
    }),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('work of which only the latest counts', () => {
  it('skips what is overtaken while it waits', async () => {
    const { done, release, run } = createGatedWork();
    const all = [run('a', 1), run('a', 2), run('a', 3)];
    release();
    await turn();
    release();
    await Promise.all(all);
    expect(done).to.deep.equal(['a=1', 'a=3']);
  });

  it('does not make one key wait for another', async () => {
    const { done, release, run } = createGatedWork();
    const all = [run('a', 1), run('b', 2)];
    release();
    release();
    await Promise.all(all);
    expect(done).to.deep.equal(['a=1', 'b=2']);
  });

  it('takes a key again when it is done', async () => {
    const { done, release, run } = createGatedWork();
    for (const value of [1, 2]) {
      const one = run('a', value);
      release();
      await one;
    }
    expect(done).to.deep.equal(['a=1', 'a=2']);
  });
});
