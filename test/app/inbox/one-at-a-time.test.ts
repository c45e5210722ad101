import { expect } from 'chai';
import { createOneAtATime } from '../../../src/app/inbox/one-at-a-time.js';

describe('tasks for the same key', () => {
  const letGo = () => new Promise<void>((resolve) => setImmediate(resolve));

  it('run one after the other, in the order in which they were asked for', async () => {
    const oneAtATime = createOneAtATime();
    const seen: string[] = [];
    const task = (name: string) => async (): Promise<string> => {
      seen.push(`${name} begins`);
      await letGo();
      seen.push(`${name} ends`);
      return name;
    };
    const results = [oneAtATime('a', task('one')), oneAtATime('a', task('two'))];
    expect(await Promise.all(results)).to.deep.equal(['one', 'two']);
    expect(seen).to.deep.equal(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('do not wait for those of another key', async () => {
    const oneAtATime = createOneAtATime();
    let release = (): void => undefined;
    const held = oneAtATime('a', () => new Promise<void>((resolve) => (release = resolve)));
    expect(await oneAtATime('b', async () => 'done')).to.equal('done');
    release();
    await held;
  });

  it('go on after one that fails, which only whoever asked for it learns', async () => {
    const oneAtATime = createOneAtATime();
    const failing = oneAtATime('a', async () => {
      await letGo();
      throw new Error('no store');
    });
    const next = oneAtATime('a', async () => 'done');
    expect(await failing.catch(({ message }: Error) => message)).to.equal('no store');
    expect(await next).to.equal('done');
  });
});
