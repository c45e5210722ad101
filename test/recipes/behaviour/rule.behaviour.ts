// Runs in a scratch copy that has the recipe's rule, see test/recipes/rule.ts.
import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { at, formatLocal, HOUR, MONDAY } from '../../support/domain.js';

describe('the nudge rule “unpromised”, added by following the compiler', () => {
  let test: TestApp;
  let id: string;
  beforeEach(async () => {
    test = await openApp();
    id = (await test.file('rita')).id;
    await test.press('repairs-ann', 'take', id);
    await test.submit('repairs-ann', 'acknowledge', id, { means: 'email', words: 'We have it.' });
    await test.settle();
  });
  afterEach(() => test.close());

  const wake = async (): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
  };
  const readCards = (): string =>
    JSON.stringify(test.channel.messagesAt('@U-repairs-ann').map(({ card }) => card));
  const promise = async (): Promise<void> => {
    const values = { what: 'A dry wall.', dueAt: MONDAY + 100 * HOUR, basis: 'rota' };
    await test.submit('repairs-ann', 'promise', id, values);
    await test.settle();
  };

  it('is planned for the working day after', async () => {
    const { nextActionAt } = await test.load(id);
    expect(formatLocal(nextActionAt)).to.equal(formatLocal(at('2026-11-24T10:00')));
  });

  it('is sent once to the person who has it, with what it asks for and a button to do it', async () => {
    await wake();
    const rules = (await test.load(id)).nudges.map(({ rule }) => rule);
    expect(rules).to.deep.equal(['unpromised']);
    expect(readCards())
      .to.include('and nothing is promised yet.')
      .and.include(`"action":"promise","value":"${id}"`);
  });

  it('is settled by a promise, and its message says so', async () => {
    await wake();
    await promise();
    const [sent] = (await test.load(id)).nudges;
    expect(sent?.settledAt).to.equal(at('2026-11-24T10:00'));
    expect(readCards()).to.include(`${id}: done, nothing is left to do here.`);
  });

  it('is not sent when something is promised in time', async () => {
    await promise();
    await wake();
    expect((await test.load(id)).nudges.map(({ rule }) => rule)).not.to.include('unpromised');
  });
});
