import { expect } from 'chai';
import { openApp, type TestApp } from '../../../support/app.js';
import { at } from '../../../support/domain.js';

const TUESDAY = at('2026-11-24T09:00');

describe('the list of the day', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  /** The latest state of each message to a person. */
  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  /** A complaint that is to be acknowledged on the next day, and the list of that day. */
  const list = async (): Promise<string> => {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    test.setBusinessTime(TUESDAY);
    await test.app.wakeable.sweep();
    await test.settle();
    expect(read('repairs-ann').at(-1)).to.include('Today: one complaint needs you').and.include(id);
    return id;
  };

  it('says of a complaint that it is done when its person has done what it asks for', async () => {
    const id = await list();
    const told = { at: TUESDAY, means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, told);
    await test.settle();
    expect(read('repairs-ann').at(-1)).to.include(`${id}: done`).and.include('nothing left to do');
  });

  it('says so as well when somebody else has done it, or has the complaint now', async () => {
    const id = await list();
    await test.submit('repairs-lead', 'assign', id, { to: test.personId('repairs-bob') });
    await test.settle();
    const told = { at: TUESDAY, means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, told);
    await test.settle();
    expect(read('repairs-ann').find((card) => card.includes('Today:'))).to.include(`${id}: done`);
  });

  it('is not drawn again when somebody only opens the complaint', async () => {
    const id = await list();
    const before = (await test.deps.inboxes.load(test.personId('repairs-ann')))?.version;
    await test.press('repairs-ann', 'details', id);
    await test.settle();
    const after = (await test.deps.inboxes.load(test.personId('repairs-ann')))?.version;
    expect(after).to.equal(before);
  });
});
