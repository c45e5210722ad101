import { expect } from 'chai';
import { openApp, type TestApp } from '../../support/app.js';
import { findNextLine } from '../../support/complaint/inbox-lines.js';
import { at, formatLocal, HOUR, MINUTE, MONDAY } from '../../support/domain.js';

const QUARTER = 15 * MINUTE;

describe('reminders to a person', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  /** The messages to a person, one text each. */
  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const file = async (impact = 'high'): Promise<string> => {
    const { id } = await test.file('rita', { impact });
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    return id;
  };
  const sweepAt = async (now: number): Promise<void> => {
    test.setBusinessTime(now);
    await test.app.wakeable.sweep();
    await test.settle();
  };
  const inbox = (name: string) => test.deps.inboxes.load(test.personId(name));
  /** Sweeps when the next line of this person is due; returns when that was. */
  const sendLines = async (name: string): Promise<number> => {
    const next = findNextLine(await inbox(name)) ?? 0;
    await sweepAt(next);
    return next;
  };
  /** Two complaints whose acknowledgement is due at the same time: their reminders wait in the inbox. */
  const remindOfTwo = async (): Promise<readonly [string, string]> => {
    const [one, two] = [await file(), await file()];
    await sweepAt((await test.load(one)).nextActionAt ?? 0);
    return [one, two];
  };

  it('wait for the next quarter hour, and then come as one message', async () => {
    const [one, two] = await remindOfTwo();
    const decided = test.deps.clock.now();
    expect(read('repairs-ann')).to.deep.equal([]);
    const sent = await sendLines('repairs-ann');
    expect(sent - decided).to.be.within(1, QUARTER);
    expect(sent % QUARTER).to.equal(0);
    const [message, ...more] = read('repairs-ann');
    expect(more).to.deep.equal([]);
    expect(message).to.include('2 reminders').and.include(one).and.include(two);
    expect(message).to.include('Jo Tenant').and.include('received the complaint');
    await sweepAt(sent + MINUTE);
    expect(read('repairs-ann')).to.have.length(1);
  });

  it('about many complaints at once all come with the next message, and no attempt fails', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 40; n += 1) ids.push(await file());
    await sweepAt((await test.load(ids[0] ?? '')).nextActionAt ?? 0);
    expect(test.logs.map(({ line }) => line)).to.deep.equal([]);
    expect((await inbox('repairs-ann'))?.lines).to.have.length(40);
    await sendLines('repairs-ann');
    const [message, ...more] = read('repairs-ann');
    expect(more).to.deep.equal([]);
    expect(message).to.include('40 reminders');
  });

  it('come with all that one needs when it is one alone', async () => {
    const id = await file();
    await sweepAt((await test.load(id)).nextActionAt ?? 0);
    await sendLines('repairs-ann');
    const [message] = read('repairs-ann');
    expect(message).to.include(`A reminder about ${id}`).and.include('Last: ');
  });

  it('about what is critical come at once and alone', async () => {
    const [one, two] = [await file('critical'), await file('critical')];
    await sweepAt((await test.load(one)).nextActionAt ?? 0);
    expect(
      read('repairs-ann').map((card) => card.includes(one) || card.includes(two)),
    ).to.deep.equal([true, true]);
  });

  it('do not come about what is done before they are sent', async () => {
    const [one, two] = await remindOfTwo();
    await test.submit('repairs-ann', 'acknowledge', one, {
      at: test.deps.clock.now() - MINUTE,
      means: 'phone',
      words: 'We have it',
    });
    await test.settle();
    await sendLines('repairs-ann');
    const [message] = read('repairs-ann');
    expect(message).to.include(`A reminder about ${two}`).and.not.include(one);
  });

  it('are not sent at all when nothing is left to do', async () => {
    const id = await file();
    await sweepAt((await test.load(id)).nextActionAt ?? 0);
    const next = findNextLine(await inbox('repairs-ann')) ?? 0;
    await test.submit('repairs-ann', 'acknowledge', id, {
      at: test.deps.clock.now() - MINUTE,
      means: 'phone',
      words: 'We have it',
    });
    await test.settle();
    expect(findNextLine(await inbox('repairs-ann'))).to.equal(null);
    await sweepAt(next);
    expect(read('repairs-ann')).to.deep.equal([]);
  });

  it('are shown as done once they are', async () => {
    const [one, two] = await remindOfTwo();
    await sendLines('repairs-ann');
    await test.submit('repairs-ann', 'acknowledge', one, {
      at: test.deps.clock.now() - MINUTE,
      means: 'phone',
      words: 'We have it',
    });
    await test.settle();
    const [message, ...more] = read('repairs-ann');
    expect(more).to.deep.equal([]);
    expect(message).to.include(`${one}: done`).and.include('1 reminder').and.include(two);
  });

  it('wait for the person’s own working time', async () => {
    const id = await file();
    const due = at('2026-11-23T16:55');
    await sweepAt(due);
    const next = findNextLine(await inbox('repairs-ann'));
    expect(formatLocal(next)).to.equal('2026-11-24T09:00');
    expect((await test.load(id)).nudges.length).to.be.greaterThan(0);
  });

  it('before a date do not wait until it has passed', async () => {
    const id = await file();
    const dueAt = at('2026-11-24T09:10');
    await test.submit('repairs-ann', 'acknowledge', id, {
      at: test.deps.clock.now() - MINUTE,
      means: 'phone',
      words: 'We have it',
    });
    await test.submit('repairs-ann', 'promise', id, { what: 'Call', dueAt, basis: 'Asked for' });
    await test.settle();
    await sweepAt(at('2026-11-24T09:00'));
    await sweepAt(at('2026-11-24T09:01'));
    expect(read('repairs-ann').at(-1)).to.include('A promise is due');
  });

  it('that do not arrive go to the next on the ladder, each once', async () => {
    test.channel.failAlways(
      { kind: 'refused', reason: 'person-gone' },
      ({ to }) => to === '@U-repairs-ann',
    );
    const [one, two] = await remindOfTwo();
    await sendLines('repairs-ann');
    await sendLines('repairs-lead');
    const [message, ...more] = read('repairs-lead');
    expect(more).to.deep.equal([]);
    expect(message).to.include(one).and.include(two);
    for (const id of [one, two]) {
      const { outbox, nudges } = await test.load(id);
      expect(outbox).to.deep.equal([]);
      expect(nudges.map(({ to }) => to)).to.deep.equal([
        { person: test.personId('repairs-ann') },
        { person: test.personId('repairs-lead') },
      ]);
    }
    expect((await inbox('repairs-ann'))?.outbox).to.deep.equal([]);
  });

  it('about fourteen complaints that nobody takes give the lead at most four messages a day', async () => {
    for (let n = 0; n < 14; n += 1) {
      await test.file('rita', { impact: 'medium' });
      test.advance(MINUTE);
    }
    await test.settle();
    const days = new Map<string, number>();
    let seen = 0;
    for (let now = MONDAY; now < MONDAY + 5 * 24 * HOUR; now += QUARTER) {
      if (now <= test.deps.clock.now()) continue;
      await sweepAt(now);
      // What the sweep has decided may be due in an inbox now.
      await test.app.wakeable.sweep();
      await test.settle();
      const count = read('repairs-lead').length;
      const day = formatLocal(now).slice(0, 10);
      days.set(day, (days.get(day) ?? 0) + count - seen);
      seen = count;
    }
    expect(seen).to.be.greaterThan(0);
    expect(Math.max(...days.values()), JSON.stringify([...days])).to.be.at.most(4);
  });
});
