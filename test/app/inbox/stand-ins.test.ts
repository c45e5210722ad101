import { expect } from 'chai';
import { getForm, getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { at, createOrganisation, createTeam, HOUR } from '../../support/domain.js';

const SECRET = 'between-us';

describe('a stand-in', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const wake = async (id: string): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
  };
  const fileTaken = async (category = 'damp'): Promise<string> => {
    const { id } = await test.file('rita', { category });
    const lead = category === 'damp' ? 'repairs-ann' : 'repairs-lead';
    if (category === 'damp') await test.press(lead, 'take', id);
    else await test.submit(lead, 'assign', id, { to: test.personId('repairs-ann') });
    await test.settle();
    return id;
  };
  const goAway = async (name: string, standIn: string | null, words = 'until Friday') => {
    const account = standIn === null ? null : test.account(standIn);
    const reply = await test.submit(name, 'away', '', { words, standIn: account });
    await test.settle();
    return reply;
  };

  it('whom nobody named can snooze what came to them', async () => {
    const id = await fileTaken();
    await goAway('repairs-ann', null);
    await wake(id);
    expect(read('repairs-lead').join()).to.include('is away until').and.include('snooze');
    expect(getNoticeText(await test.press('repairs-lead', 'snooze', id))).to.include('Snoozed');
    await test.settle();
    expect(read('repairs-lead').join()).to.include('Snoozed until');
    const until = (await test.load(id)).snoozes[test.personId('repairs-ann')]?.until ?? 0;
    test.setBusinessTime(until);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    expect(read('repairs-lead').at(-1)).to.include('is away until').and.not.include('Snoozed');
  });

  it('who only reported it reads and does no more than before', async () => {
    const id = await fileTaken();
    await test.submit('repairs-ann', 'update', id, { audience: 'team', text: SECRET });
    await test.settle();
    await goAway('repairs-ann', 'rita');
    const form = getForm(await test.press('rita', 'details', id));
    expect(JSON.stringify(form)).not.to.include(SECRET);
    const before = read('rita').length;
    await wake(id);
    expect(read('rita')).to.have.length(before);
    expect(read('repairs-lead').join()).to.include('is away until');
    await test.submit('rita', 'promise', id, {
      what: 'x',
      dueAt: at('2026-11-25T12:00'),
      basis: 'x',
    });
    expect((await test.load(id)).promises).to.have.length(0);
  });

  it('of an officer who cannot be reached does not get it twice, and nobody else does', async () => {
    test.channel.failAlways(
      { kind: 'refused', reason: 'person-gone' },
      ({ to }) => to === '@U-repairs-lead',
    );
    const id = await fileTaken();
    await goAway('olga', null);
    await wake(id);
    await wake(id);
    const asked = read('omar').filter((card) => card.includes('could not be reached'));
    expect(asked).to.have.length(1);
  });

  it('whose record is merged gets what the person who named them would get', async () => {
    const id = await fileTaken();
    await goAway('repairs-ann', 'repairs-bob');
    await test.deps.people.merge(test.personId('repairs-bob'), test.personId('zoe'));
    await wake(id);
    expect(read('repairs-lead').join()).not.to.include('is away until');
    const sent = test.channel.messages.filter(({ card }) =>
      JSON.stringify(card).includes('is away until'),
    );
    expect(sent.map(({ to }) => to).join()).to.include('@U-repairs-bob');
  });
});

describe('somebody who is away under two records', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const command = (name: string, text: string) => test.send(name, { kind: 'command', text });
  const findAway = async () =>
    (await test.deps.inboxes.findAbsent(test.deps.clock.now())).map(({ id }) => id);

  it('is back under both, and reads that', async () => {
    await test.submit('repairs-bob', 'away', '', { words: '', standIn: null });
    await test.deps.people.merge(test.personId('repairs-bob'), test.personId('repairs-ann'));
    const reply = await command('repairs-ann', 'back');
    expect(getNoticeText(reply)).to.include('Welcome back');
    expect(await findAway()).to.deep.equal([]);
  });

  it('is back at the end of what they said last', async () => {
    await test.submit('repairs-bob', 'away', '', { words: '', standIn: null });
    await test.deps.people.merge(test.personId('repairs-bob'), test.personId('repairs-ann'));
    await command('repairs-ann', 'away until Friday');
    await test.settle();
    test.setBusinessTime(at('2026-11-27T09:00') + HOUR);
    expect(await findAway()).to.deep.equal([]);
  });
});

describe('a stand-in who is the last who could', () => {
  const organisation = createOrganisation({
    officers: [],
    teams: new Map([['repairs', createTeam('repairs', { lead: null })]]),
  });
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp(organisation);
  });
  afterEach(() => test.close());

  it('and cannot be reached is passed over for the person who is away', async () => {
    test.channel.failAlways(
      { kind: 'refused', reason: 'person-gone' },
      ({ to }) => to === '@U-repairs-bob',
    );
    const { id } = await test.file();
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    const values = { words: 'until Friday', standIn: test.account('repairs-bob') };
    await test.submit('repairs-ann', 'away', '', values);
    await test.settle();
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await test.app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
    const asked = test.channel
      .messagesAt('@U-repairs-ann')
      .filter(({ card }) => JSON.stringify(card).includes('acknowledge'));
    expect(asked).to.have.length(1);
  });
});
