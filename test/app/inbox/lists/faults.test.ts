import { expect } from 'chai';
import { openApp, type TestApp } from '../../../support/app.js';
import { at, formatLocal, MINUTE, MONDAY } from '../../../support/domain.js';

/** What somebody chooses who wants one list a day, and earlier warnings with it. */
const ONLY_LIST = {
  listAt: 'usual',
  mostADay: '0',
  quiet: '',
  'inList.promise-near': 'list',
  'inList.quiet': 'list',
  'inList.tell': 'list',
  'inList.follow-up': 'list',
};

describe('a list of the day', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const inbox = () => test.deps.inboxes.load(test.personId('repairs-ann'));
  /** Sweeps every five minutes. */
  const passUntil = async (end: number): Promise<void> => {
    for (let now = test.deps.clock.now(); now <= end; now += 5 * MINUTE) {
      test.setBusinessTime(now);
      for (let sweeps = 0; sweeps < 3; sweeps += 1) {
        await test.app.wakeable.sweep();
        await test.settle();
      }
    }
  };
  const take = async (): Promise<string> => {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    const told = { at: MONDAY, means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, told);
    await test.settle();
    return id;
  };

  it('that its person does not get gives its reminders to the next on the ladder', async () => {
    const id = await take();
    const promised = { what: 'Call back', dueAt: at('2026-11-26T12:00'), basis: 'Asked for' };
    await test.submit('repairs-ann', 'promise', id, promised);
    await test.submit('repairs-ann', 'reminders', '', ONLY_LIST);
    test.channel.failAlways(
      { kind: 'refused', reason: 'person-unreachable' },
      ({ to }) => to === '@U-repairs-ann',
    );
    await passUntil(at('2026-11-24T09:45'));
    expect(read('repairs-lead').join()).to.include(id).and.include('Call back');
    expect((await inbox())?.lines).to.deep.equal([]);
    expect((await inbox())?.list, 'nothing counts as said').to.equal(null);
  });

  it('comes again to whoever has a complaint that is reopened', async () => {
    const id = await take();
    const done = { done: 'Dried it', delivered: 'yes' };
    const told = { told: 'yes', toldAt: MONDAY, toldMeans: 'phone', toldWords: 'It is dry' };
    await test.submit('repairs-ann', 'resolve', id, { ...done, ...told });
    const asked = { outcome: 'answered', satisfaction: '4', words: 'fine' };
    await test.submit('repairs-ann', 'follow-up', id, asked);
    await passUntil(at('2026-11-24T09:10'));
    expect((await inbox())?.listAt).to.equal(null);
    await test.submit('repairs-ann', 'reopen', id, { reason: 'It is wet again' });
    await test.settle();
    expect(formatLocal((await inbox())?.listAt)).to.equal('2026-11-25T09:00');
  });
});
