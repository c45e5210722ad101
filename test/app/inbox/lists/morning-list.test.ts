import { expect } from 'chai';
import { openApp, type TestApp } from '../../../support/app.js';
import { at, formatLocal, MINUTE } from '../../../support/domain.js';

const QUARTER = 15 * MINUTE;
const NINE = at('2026-11-24T09:00');

describe('the morning list', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  /** The messages to a person, one text each, as they are now. */
  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const readLists = (name: string): readonly string[] =>
    read(name).filter((card) => card.includes('"Today: '));
  const inbox = (name: string) => test.deps.inboxes.load(test.personId(name));
  const sweepAt = async (now: number): Promise<void> => {
    test.setBusinessTime(now);
    await test.app.wakeable.sweep();
    await test.settle();
    // What the sweep has decided may be due in an inbox now.
    await test.app.wakeable.sweep();
    await test.settle();
  };
  /** Sweeps at every quarter hour until this time. */
  const pass = async (end: number): Promise<void> => {
    for (let now = test.deps.clock.now(); now <= end; now += QUARTER) await sweepAt(now);
  };
  /** A complaint that is acknowledged, of this person. */
  const take = async (name = 'repairs-ann', values = {}): Promise<string> => {
    const { id } = await test.file('rita', { impact: 'high', ...values });
    await test.press(name, 'take', id);
    const words = { at: test.deps.clock.now(), means: 'phone', words: 'We have it' };
    await test.submit(name, 'acknowledge', id, words);
    await test.settle();
    return id;
  };
  const promise = async (id: string, dueAt: number, name = 'repairs-ann'): Promise<void> => {
    await test.submit(name, 'promise', id, { what: 'Call', dueAt, basis: 'Asked for' });
    await test.settle();
  };

  it('says nothing any more of a complaint that is about its reader since', async () => {
    const id = await take('repairs-ann', { complainant: 'Quillfeather' });
    await promise(id, at('2026-11-24T16:00'));
    await sweepAt(NINE);
    expect(read('repairs-ann').join()).to.include('Quillfeather');
    const colleague = test.account('repairs-ann');
    await test.submit('repairs-lead', 'name-colleague', id, { colleague });
    await test.settle();
    expect(read('repairs-ann').join()).not.to.include('Quillfeather');
  });

  it('comes at the start of the day with what is promised for it, and a button', async () => {
    const id = await take();
    await promise(id, at('2026-11-24T16:00'));
    const before = read('repairs-ann').length;
    await sweepAt(NINE - MINUTE);
    expect(read('repairs-ann')).to.have.length(before);
    await sweepAt(NINE);
    const [list, ...more] = readLists('repairs-ann');
    expect(more).to.deep.equal([]);
    expect(list).to.include('Today: one complaint needs you').and.include('For today');
    expect(list).to.include(id).and.include('Jo Tenant').and.include('keep').and.include('Open');
    expect(list).to.include('My reminders');
  });

  it('says what is late apart from what is for today', async () => {
    const [late, today] = [await take(), await take()];
    await promise(late, at('2026-11-23T16:00'));
    await promise(today, at('2026-11-24T16:00'));
    await pass(NINE);
    const [list = ''] = readLists('repairs-ann');
    expect(list).to.include('Today: 2 complaints need you');
    const places = ['Late', late, 'For today', today].map((text) => list.indexOf(text));
    expect(places).to.not.include(-1);
    expect(places).to.deep.equal([...places].sort((one, other) => one - other));
  });

  it('counts what waits for the complainant, if it says anything', async () => {
    const [waiting, today] = [await take(), await take()];
    await test.submit('repairs-ann', 'resolve', waiting, {
      ...{ done: 'Repaired', delivered: 'yes', told: 'yes', toldMeans: 'phone' },
      ...{ toldAt: test.deps.clock.now(), toldWords: 'It works again' },
    });
    await promise(today, at('2026-11-24T16:00'));
    await sweepAt(NINE);
    const [list] = readLists('repairs-ann');
    expect(list).to.include('One more complaint waits until').and.not.include(waiting);
  });

  it('is not followed by what it said, but by the last warning before the date', async () => {
    const id = await take();
    await promise(id, at('2026-11-24T16:00'));
    await sweepAt(NINE);
    const before = read('repairs-ann').length;
    const nudged = (await test.load(id)).nudges.length;
    await pass(at('2026-11-24T14:45'));
    expect((await test.load(id)).nudges.length, 'a warning was due').to.be.greaterThan(nudged);
    expect(read('repairs-ann')).to.have.length(before);
    await pass(at('2026-11-24T15:15'));
    const after = read('repairs-ann').slice(before);
    expect(after).to.have.length(1);
    expect(after[0]).to.include('A promise is due');
  });

  it('does not come when there is nothing to say, and comes when there is again', async () => {
    const id = await take();
    const before = read('repairs-ann').length;
    await sweepAt(NINE);
    expect(read('repairs-ann')).to.have.length(before);
    expect(formatLocal((await inbox('repairs-ann'))?.listAt)).to.equal('2026-11-25T09:00');
    await promise(id, at('2026-11-25T16:00'));
    await sweepAt(at('2026-11-25T09:00'));
    expect(readLists('repairs-ann')).to.have.length(1);
  });

  it('is planned no more for whoever has nothing left', async () => {
    const id = await take();
    await test.press('repairs-ann', 'release', id);
    await test.settle();
    await sweepAt(NINE);
    expect(await inbox('repairs-ann')).to.include({ listAt: null, nextActionAt: null });
  });

  it('comes to whoever has the complaint now', async () => {
    const id = await take();
    await promise(id, at('2026-11-24T16:00'));
    await test.submit('repairs-lead', 'assign', id, { to: test.personId('repairs-bob') });
    await test.settle();
    await sweepAt(NINE);
    expect(readLists('repairs-ann')).to.deep.equal([]);
    expect(readLists('repairs-bob')).to.have.length(1);
  });

  it('does not come to somebody who is away', async () => {
    const id = await take();
    await promise(id, at('2026-11-24T16:00'));
    await test.send('repairs-ann', { kind: 'command', text: 'away until Thursday' });
    await sweepAt(NINE);
    expect(readLists('repairs-ann')).to.deep.equal([]);
  });

  it('shows what is done when a reminder on it is answered', async () => {
    const [one, two] = [await take(), await take()];
    await test.submit('repairs-ann', 'reminders', '', REMINDERS);
    await promise(two, at('2026-11-26T16:00'));
    await pass(at('2026-11-26T09:00'));
    const [list] = readLists('repairs-ann').slice(-1);
    expect(list).to.include('Today: 2 complaints need you').and.include('Reminders');
    await test.press('repairs-ann', 'keep', `${two}/p1`);
    const update = { audience: 'team', text: 'The plasterer was there' };
    await test.submit('repairs-ann', 'update', one, update);
    await test.settle();
    const [shown] = readLists('repairs-ann').slice(-1);
    expect(shown).to.include('Today: nothing left to do here');
    expect(shown).to.include(`${one}: done`).and.include(`${two}: done`);
  });

  it('shows what is done once a reminder of it was due, although none was sent that day', async () => {
    const [one, two] = [await take(), await take()];
    for (const id of [one, two]) await promise(id, at('2026-11-24T16:00'));
    await pass(at('2026-11-24T13:00'));
    await test.press('repairs-ann', 'keep', `${one}/p1`);
    await test.settle();
    const [list, ...more] = readLists('repairs-ann');
    expect(more).to.deep.equal([]);
    expect(list).to.include(`${one}: done`).and.not.include(`${two}: done`);
    expect(list).to.include('Today: one complaint needs you');
  });

  it('shows what is done that a message of before has asked for, too', async () => {
    const id = await take();
    await promise(id, at('2026-11-23T16:00'));
    await pass(NINE);
    expect(readLists('repairs-ann')[0]).to.include('Late');
    await test.press('repairs-ann', 'keep', `${id}/p1`);
    await test.settle();
    const [list, ...more] = readLists('repairs-ann');
    expect(more).to.deep.equal([]);
    expect(list).to.include('Today: nothing left to do here').and.include(`${id}: done`);
  });

  it('that does not arrive gives its lines to the next on the ladder, each once', async () => {
    const id = await take();
    await test.submit('repairs-ann', 'reminders', '', REMINDERS);
    await pass(at('2026-11-25T10:15'));
    const waiting = (await inbox('repairs-ann'))?.lines ?? [];
    expect(waiting.map(({ complaint, sent }) => [complaint, sent])).to.deep.equal([[id, null]]);
    test.channel.failAlways(
      { kind: 'refused', reason: 'person-gone' },
      ({ to }) => to === '@U-repairs-ann',
    );
    await pass(at('2026-11-26T09:45'));
    const told = read('repairs-lead').filter((card) => card.includes(id));
    expect(told).to.have.length(1);
    expect(told[0]).to.include('could not be reached, so this comes to you');
    expect((await inbox('repairs-ann'))?.outbox).to.deep.equal([]);
  });

  it('comes once, on the next day of work, to a person whose record was merged', async () => {
    const id = await take();
    await promise(id, at('2026-11-25T16:00'));
    await test.deps.people.merge(test.personId('repairs-ann'), test.personId('zoe'));
    const readAll = () => readLists('zoe @U-repairs-ann');
    await pass(at('2026-11-25T10:00'));
    expect(readAll().map((list) => list.includes(id))).to.deep.equal([true]);
    const before = read('zoe @U-repairs-ann').length;
    await pass(at('2026-11-25T11:00'));
    expect((await test.load(id)).nudges, 'a reminder was due').not.to.deep.equal([]);
    expect(read('zoe @U-repairs-ann'), 'the list has said that').to.have.length(before);
    await pass(at('2026-11-26T10:00'));
    expect(readAll(), 'and one the day after').to.have.length(2);
    expect(readAll()[1]).to.include('Late').and.include('Nothing has happened');
    const update = { audience: 'team', text: 'The plasterer was there' };
    await test.submit('repairs-ann', 'update', id, update);
    await test.settle();
    expect(readAll()[1]).to.include(id).and.not.include('Nothing has happened');
  });
});

const REMINDERS = {
  ...{ listAt: 'usual', mostADay: 'usual', quiet: '' },
  ...{ 'inList.promise-near': 'due', 'inList.quiet': 'list' },
  ...{ 'inList.tell': 'due', 'inList.follow-up': 'due' },
};
