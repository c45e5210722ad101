import { expect } from 'chai';
import { latestOnly } from '../../../src/jobs/agenda/tracked-repository.js';

interface Gate {
  readonly done: string[];
  release(): void;
  readonly run: (key: string, value: number) => Promise<void>;
}

/** Creates work that waits until it is released. */
function createGatedWork(): Gate {
  const done: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    done,
    release: () => waiting.shift()?.(),
    run: latestOnly<string, number>(String, async (key, value) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
      done.push(`${key}=${value}`);
    }),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('work that keeps only the latest value', () => {
  it('skips a waiting value when a newer one arrives', async () => {
    const { done, release, run } = createGatedWork();
    const all = [run('a', 1), run('a', 2), run('a', 3)];
    release();
    await turn();
    release();
    await Promise.all(all);
    expect(done).to.deep.equal(['a=1', 'a=3']);
  });

  it('does not delay one key by another', async () => {
    const { done, release, run } = createGatedWork();
    const all = [run('a', 1), run('b', 2)];
    release();
    release();
    await Promise.all(all);
    expect(done).to.deep.equal(['a=1', 'b=2']);
  });

  it('runs a key again when it is done', async () => {
    const { done, release, run } = createGatedWork();
    for (const value of [1, 2]) {
      const one = run('a', value);
      release();
      await one;
    }
    expect(done).to.deep.equal(['a=1', 'a=2']);
  });
});
