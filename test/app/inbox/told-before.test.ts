import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { at, MINUTE } from '../../support/domain.js';

describe('an escalation of what still waits for its first reader', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const passUntil = async (end: number): Promise<void> => {
    for (let now = test.deps.clock.now(); now <= end; now += 5 * MINUTE) {
      test.setBusinessTime(now);
      for (let sweeps = 0; sweeps < 3; sweeps += 1) {
        await test.app.wakeable.sweep();
        await test.settle();
      }
    }
  };
  const escalate = async (quiet: string): Promise<string> => {
    test.setBusinessTime(at('2026-11-23T16:00'));
    const settings = { listAt: 'usual', mostADay: 'usual', quiet };
    await test.submit('repairs-ann', 'reminders', '', settings);
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    await passUntil(at('2026-11-24T16:30'));
    return id;
  };

  it('does not say that they were reminded', async () => {
    const id = await escalate('13:00-9:00');
    expect((await test.load(id)).nudges.map(({ rung }) => rung)).to.deep.equal([0, 1]);
    expect(read('repairs-lead').join()).to.include(id).and.not.include('Reminded before you');
  });

  it('says so once they were', async () => {
    const id = await escalate('');
    expect(read('repairs-lead').join()).to.include(id).and.include('Reminded before you');
  });
});
