import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { at, formatLocal, HOUR, MINUTE, MONDAY } from '../../support/domain.js';

const DUE = at('2026-11-24T16:00');

const settings = (quiet: string) => ({
  listAt: 'usual',
  mostADay: 'usual',
  quiet,
  'inList.promise-near': 'due',
  'inList.quiet': 'due',
  'inList.tell': 'due',
  'inList.follow-up': 'due',
});

describe('the last warning before a promise, with quiet hours before its date', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

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
  /** A complaint with a promise of somebody with these quiet hours. */
  const promise = async (quiet: string, impact = 'high'): Promise<string> => {
    const { id } = await test.file('rita', { impact });
    await test.press('repairs-ann', 'take', id);
    const told = { at: MONDAY, means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, told);
    const promised = { what: 'Call back', dueAt: DUE, basis: 'Asked for' };
    await test.submit('repairs-ann', 'promise', id, promised);
    await test.submit('repairs-ann', 'reminders', '', settings(quiet));
    await test.settle();
    return id;
  };
  /** The warnings that were decided, as `round.repeat time`. */
  const warnings = async (id: string): Promise<readonly string[]> =>
    (await test.load(id)).nudges
      .filter(({ rule }) => rule === 'promise-near')
      .map(({ round, repeat, sentAt }) => `${round}.${repeat} ${formatLocal(sentAt).slice(11)}`);

  it('takes along the warnings before it that would come in them', async () => {
    const id = await promise('10:00-9:00');
    await passUntil(DUE - MINUTE);
    expect(await warnings(id)).to.have.members(['2.0 09:45', '3.0 09:45']);
  });

  it('is not brought forward if it is critical: that comes at any hour', async () => {
    const id = await promise('13:00-9:00', 'critical');
    await passUntil(DUE - MINUTE);
    expect(await warnings(id)).to.deep.equal(['2.0 12:00', '3.0 15:00']);
  });

  it('is not brought forward to whoever stands in for the person', async () => {
    const id = await promise('13:00-9:00');
    const away = { words: 'until Friday', standIn: test.account('repairs-bob') };
    await test.submit('repairs-ann', 'away', '', away);
    await passUntil(DUE - MINUTE);
    expect(await warnings(id)).to.deep.equal(['2.0 12:00', '3.0 15:00']);
  });

  it('comes when the person put it off to, once', async () => {
    const id = await promise('13:00-9:00');
    await passUntil(DUE - 4 * HOUR);
    await test.submit('repairs-ann', 'snooze-until', id, { words: '15:15' });
    const before = test.channel.messagesAt('@U-repairs-ann').length;
    await passUntil(DUE - MINUTE);
    expect(await warnings(id)).to.have.members(['2.0 12:00', '2.1 15:15', '3.0 15:15']);
    expect(test.channel.messagesAt('@U-repairs-ann')).to.have.length(before + 1);
  });
});
