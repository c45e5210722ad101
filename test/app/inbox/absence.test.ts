import { expect } from 'chai';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { at, HOUR, MONDAY } from '../../support/domain.js';

const FRIDAY = at('2026-11-27T09:00');

describe('somebody who is away', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const command = (name: string, words: string) =>
    test.send(name, { kind: 'command', text: words });
  /** The words of all messages to a person, one text each. */
  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const wake = async (id: string): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
  };
  /** Files a complaint that `repairs-ann` takes, and forgets what was sent until then. */
  const fileTaken = async (): Promise<string> => {
    const { id } = await test.file();
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    return id;
  };
  const goAway = async (standIn: string | null, words = 'until Friday') => {
    const account = standIn === null ? null : test.account(standIn);
    const reply = await test.submit('repairs-ann', 'away', '', { words, standIn: account });
    await test.settle();
    return reply;
  };

  it('reads until when, and what will be due meanwhile, to hand it over', async () => {
    const id = await fileTaken();
    const reply = await command('repairs-ann', 'away until Friday');
    expect(getNoticeText(reply)).to.equal('Your absence is noted.');
    const shown = JSON.stringify(reply);
    expect(shown).to.include(String(FRIDAY)).and.include('The lead of each complaint’s team');
    expect(shown).to.include(id).and.include('Hand over');
  });

  it('is offered to hand over only what can be', async () => {
    const id = await fileTaken();
    await test.submit('repairs-ann', 'resolve', id, {
      ...{ done: 'Repaired', delivered: 'yes', told: 'yes', toldMeans: 'phone' },
      ...{ toldAt: MONDAY, toldWords: 'It works again' },
    });
    expect((await test.load(id)).state).to.equal('resolved');
    const shown = JSON.stringify(await command('repairs-ann', 'away until 14 December'));
    expect(shown).to.include(id).and.not.include('Hand over');
  });

  it('is asked until when, and who stands in, if they say nothing', async () => {
    const form = getForm(await command('repairs-ann', 'away'));
    expect(form.fields.map(({ name, required }) => [name, required])).to.deep.equal([
      ['words', false],
      ['standIn', false],
    ]);
  });

  it('is seen to be away by their lead, and by whoever assigns a complaint', async () => {
    const id = await fileTaken();
    const { id: other } = await test.file();
    await goAway('repairs-bob');
    const details = JSON.stringify(await test.press('repairs-lead', 'details', id));
    expect(details).to.include('is away until').and.include(String(FRIDAY));
    expect(details).not.to.include('stand');
    const form = getForm(await test.press('repairs-lead', 'assign', other));
    expect(JSON.stringify(form.fields)).to.include('Name of repairs-ann (away)');
    expect(JSON.stringify(form.fields)).to.not.include('Name of repairs-bob (away)');
  });

  it('gets a clear answer to what is no date', async () => {
    expect(getNoticeText(await command('repairs-ann', 'away until it rains'))).to.include(
      'Redress cannot read that',
    );
    const reply = await goAway('repairs-bob', 'until it rains');
    expect(reply).to.deep.include({ kind: 'faults' });
    expect((await test.deps.inboxes.load(test.personId('repairs-ann')))?.absence ?? null).to.equal(
      null,
    );
  });

  it('is reminded through the stand-in, who learns why and can act', async () => {
    const id = await fileTaken();
    await goAway('repairs-bob');
    const [told] = read('repairs-bob');
    expect(told).to.include('You stand in for Name of repairs-ann').and.include(id);
    const before = read('repairs-ann').length;
    await wake(id);
    expect(read('repairs-ann')).to.have.length(before);
    const [, nudge = ''] = read('repairs-bob');
    expect(nudge).to.include('is away until').and.include('acknowledge');
    const { nudges, assignee } = await test.load(id);
    expect(assignee, 'it changes no complaint').to.equal(test.personId('repairs-ann'));
    expect(nudges.map(({ to, standIn }) => [to, standIn?.person])).to.deep.equal([
      [{ person: test.personId('repairs-ann') }, test.personId('repairs-bob')],
    ]);
    await test.submit('repairs-bob', 'promise', id, {
      what: 'Call back',
      dueAt: at('2026-11-25T12:00'),
      basis: 'They asked for it',
    });
    expect((await test.load(id)).promises).to.have.length(1);
  });

  it('is not reminded a second time when they are back', async () => {
    const id = await fileTaken();
    await goAway('repairs-bob');
    await wake(id);
    const before = read('repairs-ann').length;
    const reply = await command('repairs-ann', 'back');
    expect(getNoticeText(reply)).to.include('Welcome back');
    expect(JSON.stringify(reply)).to.include(id);
    await test.settle();
    expect(read('repairs-bob')[0]).to.include('You no longer stand in for');
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    expect(read('repairs-ann')).to.have.length(before);
    await wake(id);
    expect(read('repairs-lead'), 'the ladder goes on').to.have.length(1);
  });

  it('lets their stand-in snooze for them, and it comes again', async () => {
    const id = await fileTaken();
    await goAway('repairs-bob');
    await wake(id);
    expect(JSON.stringify(await test.press('repairs-bob', 'snooze', id))).to.include('Snoozed');
    await test.settle();
    expect(read('repairs-bob')[1]).to.include('Snoozed until');
    const until = (await test.load(id)).snoozes[test.personId('repairs-ann')]?.until ?? 0;
    expect(until).to.be.greaterThan(MONDAY);
    test.setBusinessTime(until);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    expect(read('repairs-bob').slice(2).join()).to.include('is away until');
  });

  it('without a stand-in is stood in for by the lead, who gets it once', async () => {
    const id = await fileTaken();
    await command('repairs-ann', 'away');
    await goAway(null);
    await wake(id);
    expect(read('repairs-lead')).to.have.length(1);
  });

  it('whose stand-in cannot be reached learns that, and the nudge goes to the lead', async () => {
    test.channel.failAlways(
      { kind: 'refused', reason: 'person-gone' },
      ({ to }) => to === '@U-repairs-bob',
    );
    const id = await fileTaken();
    await goAway('repairs-bob');
    expect(read('repairs-ann').at(-1)).to.include('could not be reached in chat');
    await wake(id);
    expect(read('repairs-lead').at(-1)).to.include('could not be reached, so this comes to you');
    expect((await test.load(id)).outbox).to.deep.equal([]);
  });

  it('whose lead stands in and cannot be reached either is passed on to the officers', async () => {
    test.channel.failAlways(
      { kind: 'refused', reason: 'person-gone' },
      ({ to }) => to === '@U-repairs-lead',
    );
    const id = await fileTaken();
    await goAway(null);
    await wake(id);
    expect(read('olga').at(-1)).to.include('could not be reached, so this comes to you');
    expect(read('repairs-ann').join()).not.to.include('needs you');
  });

  it('is welcomed back at the end, also by a sweep after a restart', async () => {
    const id = await fileTaken();
    await goAway('repairs-bob');
    const person = test.personId('repairs-ann');
    expect((await test.deps.inboxes.load(person))?.absentUntil).to.equal(FRIDAY);
    test.setBusinessTime(FRIDAY);
    const another = test.startAnother('another');
    await another.wakeable.sweep();
    await test.settle();
    const welcome = read('repairs-ann').filter((card) => card.includes('Welcome back'));
    expect(welcome).to.have.length(1);
    expect(welcome[0]).to.include(id);
    await another.wakeable.sweep();
    await test.settle();
    expect(read('repairs-ann').filter((card) => card.includes('Welcome back'))).to.have.length(1);
  });

  it('who sends the same form twice is away once', async () => {
    await fileTaken();
    const values = { words: 'until Friday', standIn: test.account('repairs-bob') };
    await test.submit('repairs-ann', 'away', '', values, 'the same');
    await test.submit('repairs-ann', 'away', '', values, 'the same');
    await test.settle();
    expect(read('repairs-bob')).to.have.length(1);
    test.advance(HOUR);
  });

  it('gets nothing of a confidential complaint to a stand-in who may not see it', async () => {
    const { id } = await test.file('rita', { category: 'conduct' });
    await test.submit('repairs-lead', 'assign', id, { to: test.personId('repairs-ann') });
    await test.settle();
    await goAway('repairs-bob');
    expect(read('repairs-bob').join()).not.to.include(id);
    await wake(id);
    expect(read('repairs-bob').join()).not.to.include(id);
    expect(read('repairs-lead').join()).to.include('is away until');
  });
});
