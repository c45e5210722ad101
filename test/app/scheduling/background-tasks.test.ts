import { expect } from 'chai';
import { createBackgroundTasks } from '../../../src/app/scheduling/background-tasks.js';
import { silentLogger } from '../../../src/ports/logger.js';

describe('background tasks', () => {
  it('are waited for, even those started by a task', async () => {
    const done: string[] = [];
    const background = createBackgroundTasks(silentLogger);
    background.run('one', async () => {
      await new Promise(setImmediate);
      background.run('two', async () => void done.push('two'));
      done.push('one');
    });
    await background.whenIdle();
    expect(done).to.deep.equal(['one', 'two']);
  });

  it('that fail are logged, and the others go on', async () => {
    const logged: unknown[] = [];
    const error = (fields: object): void => void logged.push(fields);
    const background = createBackgroundTasks({ ...silentLogger, error });
    const fault = new Error('broken');
    background.run('later', async () => {
      throw fault;
    });
    background.run('at once', () => {
      throw fault;
    });
    await background.whenIdle();
    expect(logged).to.have.deep.members([
      { error: fault, what: 'later' },
      { error: fault, what: 'at once' },
    ]);
  });

  it('with a timer are replaced by a later call with the same key', async () => {
    const done: string[] = [];
    const background = createBackgroundTasks(silentLogger);
    background.runLater('key', 5, 'one', async () => void done.push('one'));
    background.runLater('key', 1, 'two', async () => void done.push('two'));
    await new Promise<void>((resolve) => {
      background.runLater('a later one', 10, 'end', async () => resolve());
    });
    expect(done).to.deep.equal(['two']);
  });

  it('do not start after closing', async () => {
    const done: string[] = [];
    const background = createBackgroundTasks(silentLogger);
    background.runLater('key', 1, 'one', async () => void done.push('one'));
    background.close();
    background.run('two', async () => void done.push('two'));
    background.runLater('key', 1, 'three', async () => void done.push('three'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await background.whenIdle();
    expect(done).to.deep.equal([]);
  });
});
