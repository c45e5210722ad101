import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { HOUR, MINUTE } from '../../support/domain.js';

describe('an inbox that cannot be read', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const pass = async (span: number): Promise<void> => {
    for (let passed = 0; passed < span; passed += 5 * MINUTE) {
      test.advance(5 * MINUTE);
      for (let sweeps = 0; sweeps < 3; sweeps += 1) {
        await test.app.wakeable.sweep();
        await test.settle();
      }
    }
  };

  it('keeps nobody else’s reminders, and its person gets theirs once it can be read', async () => {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    const ann = test.personId('repairs-ann');
    test.runSql('CREATE TABLE kept AS SELECT * FROM inboxes');
    test.runSql("UPDATE inboxes SET document = 'broken' WHERE id = ?", [ann]);
    await pass(36 * HOUR);
    expect(read('repairs-ann')).to.deep.equal([]);
    expect(read('repairs-lead').join()).to.include(id);
    const logged = test.logs.filter(({ line }) => line.includes('cannot be read, skipped'));
    expect(logged).to.have.length(1);
    test.runSql(
      'UPDATE inboxes SET document = (SELECT document FROM kept WHERE kept.id = inboxes.id) WHERE id = ?',
      [ann],
    );
    await pass(12 * HOUR);
    expect(read('repairs-ann').join()).to.include(id);
    const { outbox } = await test.load(id);
    expect(outbox).to.deep.equal([]);
  });
});
