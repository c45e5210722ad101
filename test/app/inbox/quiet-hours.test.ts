import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { at, HOUR, MINUTE, MONDAY } from '../../support/domain.js';
import { USUAL_REMINDERS } from '../../support/inbox/reminders-form.js';

const DUE = at('2026-11-24T16:00');

/** From one o’clock on nothing reaches the person. */
const QUIET = { ...USUAL_REMINDERS, quiet: '13:00-9:00' };

describe('somebody whose quiet hours begin in the afternoon', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const read = (): readonly string[] =>
    test.channel.messagesAt('@U-repairs-ann').map(({ card }) => JSON.stringify(card));
  /** Sweeps every five minutes; returns when something came, UTC. */
  const passUntil = async (end: number): Promise<readonly string[]> => {
    const times: string[] = [];
    for (let now = test.deps.clock.now(); now <= end; now += 5 * MINUTE) {
      const before = read().length;
      test.setBusinessTime(now);
      for (let sweeps = 0; sweeps < 2; sweeps += 1) {
        await test.app.wakeable.sweep();
        await test.settle();
      }
      if (read().length > before) times.push(new Date(now).toISOString().slice(11, 16));
    }
    return times;
  };
  /** A complaint with a promise for tomorrow afternoon; the clock is at eight in that morning. */
  const promise = async (): Promise<string> => {
    const { id } = await test.file('rita', { impact: 'high' });
    await test.press('repairs-ann', 'take', id);
    const told = { at: MONDAY, means: 'phone', words: 'We have it' };
    await test.submit('repairs-ann', 'acknowledge', id, told);
    const promised = { what: 'Call back', dueAt: DUE, basis: 'Asked for' };
    await test.submit('repairs-ann', 'promise', id, promised);
    await test.submit('repairs-ann', 'reminders', '', QUIET);
    await test.settle();
    await passUntil(MONDAY + 4 * HOUR);
    test.setBusinessTime(at('2026-11-24T08:00'));
    return id;
  };

  it('gets the last warning before a promise before they begin, once', async () => {
    const id = await promise();
    const times = await passUntil(DUE - MINUTE);
    expect(times.at(-1)).to.equal('12:45');
    expect(read().at(-1)).to.include(id).and.include('Call back');
    const last = (await test.load(id)).nudges.filter(({ rule }) => rule === 'promise-near').at(-1);
    expect(last?.round).to.equal(last?.lastRound);
  });

  it('gets no such warning of a promise that is kept by then', async () => {
    const id = await promise();
    await passUntil(at('2026-11-24T11:55'));
    await test.press('repairs-ann', 'keep', `${id}/p1`);
    await test.settle();
    expect(await passUntil(DUE + HOUR)).to.deep.equal([]);
  });
});
