import { expect } from 'chai';
import { getNoticeText, openApp, type TestApp } from '../../support/app.js';
import { at, createOrganisation, createTeam } from '../../support/domain.js';

const FRIDAY = at('2026-11-27T09:00');

describe('an absence', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const read = (name: string): readonly string[] =>
    test.channel.messagesAt(`@U-${name}`).map(({ card }) => JSON.stringify(card));
  const isFor =
    (name: string) =>
    ({ to }: { readonly to: string }): boolean =>
      to === `@U-${name}`;
  const wake = async (id: string, app = test.app): Promise<void> => {
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    await app.wakeable.wake({ kind: 'complaint', id });
    await test.settle();
  };
  const fileTaken = async (): Promise<string> => {
    const { id } = await test.file();
    await test.press('repairs-ann', 'take', id);
    await test.settle();
    return id;
  };
  const goAway = async (name: string, standIn: string | null, words = 'until Friday') => {
    const account = standIn === null ? null : test.account(standIn);
    const reply = await test.submit(name, 'away', '', { words, standIn: account });
    await test.settle();
    return reply;
  };
  const command = (name: string, text: string) => test.send(name, { kind: 'command', text });

  it('that cannot be read stops no reminder: it goes to the person themselves', async () => {
    const id = await fileTaken();
    await goAway('repairs-ann', 'repairs-bob');
    test.runSql("UPDATE inboxes SET document = 'broken'");
    const before = read('repairs-ann').length;
    await wake(id);
    expect(read('repairs-ann')).to.have.length(before + 1);
    await test.app.wakeable.sweep();
    await test.settle();
    expect(read('repairs-ann')).to.have.length(before + 1);
  });

  it('that cannot be read is neither changed nor kept from its person', async () => {
    await goAway('repairs-ann', 'repairs-bob');
    test.runSql("UPDATE inboxes SET document = 'broken'");
    for (const words of ['away', 'away until Friday', 'back']) {
      const said = getNoticeText(await command('repairs-ann', words));
      expect(said).to.include('cannot read a record that this needs, so nothing was changed');
    }
  });

  it('that cannot be read under a merged record does not keep its person from being back', async () => {
    await goAway('repairs-bob', null);
    await goAway('repairs-ann', null);
    const [ann, bob] = [test.personId('repairs-ann'), test.personId('repairs-bob')];
    test.runSql("UPDATE inboxes SET document = 'broken' WHERE id = ?", [bob]);
    await test.deps.people.merge(bob, ann);
    expect(getNoticeText(await command('repairs-ann', 'back'))).to.include('Welcome back');
  });

  it('of a person whose record cannot be read stops no reminder', async () => {
    const id = await fileTaken();
    await goAway('olga', 'omar');
    test.runSql("UPDATE people SET document = 'broken' WHERE id = ?", [test.personId('olga')]);
    const before = read('repairs-ann').length;
    await wake(id);
    expect(read('repairs-ann')).to.have.length(before + 1);
  });

  it('that cannot be loaded leaves the reminder due, and it comes later', async () => {
    const id = await fileTaken();
    await goAway('repairs-ann', 'repairs-bob');
    test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
    const inboxes = new Proxy(test.deps.inboxes, {
      get: (target, key) => {
        if (key === 'findAbsent') return async () => Promise.reject(new Error('away'));
        const member: unknown = Reflect.get(target, key, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    const other = test.startAnother('other', { inboxes });
    await other.wakeable.sweep();
    await test.settle();
    expect((await test.load(id)).nudges).to.deep.equal([]);
    await test.app.wakeable.sweep();
    await test.settle();
    expect(read('repairs-bob').join()).to.include('is away until');
  });

  it('is told to the stand-in once by whichever process lives, also after a lost answer', async () => {
    await fileTaken();
    test.channel.failNext({ kind: 'throw', posted: true }, isFor('repairs-bob'));
    await goAway('repairs-ann', 'repairs-bob');
    const other = test.startAnother('other');
    test.advance(10 * 60_000);
    await Promise.all([other.wakeable.sweep(), test.app.wakeable.sweep()]);
    await test.settle();
    test.advance(10 * 60_000);
    await other.wakeable.sweep();
    await test.settle();
    expect(read('repairs-bob')).to.have.length(1);
  });

  it('ends once though two processes wake it', async () => {
    await goAway('repairs-ann', 'repairs-bob');
    const other = test.startAnother('other');
    test.setBusinessTime(FRIDAY);
    const id = test.personId('repairs-ann');
    await Promise.all(
      [test.app, other, test.app].map((app) => app.wakeable.wake({ kind: 'inbox', id })),
    );
    await test.settle();
    expect(read('repairs-ann').filter((card) => card.includes('Welcome back'))).to.have.length(1);
  });

  it('that is to come changes nothing yet, and can be taken back', async () => {
    const id = await fileTaken();
    await goAway('repairs-ann', 'repairs-bob', 'from 7 December until 11 December');
    expect(read('repairs-bob')).to.have.length(1);
    const before = read('repairs-ann').length;
    await wake(id);
    expect(read('repairs-ann')).to.have.length(before + 1);
    await command('repairs-ann', 'back');
    await test.settle();
    expect(read('repairs-bob')[0]).to.include('You no longer stand in');
    expect(getNoticeText(await command('repairs-ann', 'back'))).to.include('not away');
  });

  it('that is said anew takes the place of the one before, also for the stand-ins', async () => {
    await fileTaken();
    await goAway('repairs-ann', 'repairs-bob');
    await goAway('repairs-ann', 'repairs-lead', 'until Thursday');
    expect(read('repairs-bob')).to.have.length(1);
    expect(read('repairs-bob')[0]).to.include('You no longer stand in');
    expect(read('repairs-lead')[0]).to.include('You stand in for');
    test.setBusinessTime(at('2026-11-26T09:00'));
    await test.app.wakeable.sweep();
    await test.settle();
    expect(read('repairs-ann').filter((card) => card.includes('Welcome back'))).to.have.length(1);
    test.setBusinessTime(FRIDAY);
    await test.app.wakeable.sweep();
    await test.settle();
    expect(read('repairs-ann').filter((card) => card.includes('Welcome back'))).to.have.length(1);
  });

  it('of the reporter who leads the team does not keep the news from them', async () => {
    const { id } = await test.file('repairs-lead');
    await test.settle();
    await goAway('repairs-lead', 'repairs-bob', '');
    for (let n = 0; n < 12; n += 1) await wake(id);
    expect(read('repairs-lead').join()).to.include(`${id} is still waiting`);
  });

  it('says nothing of a complaint and names nobody in the log', async () => {
    const id = await fileTaken();
    test.channel.failAlways({ kind: 'refused', reason: 'person-gone' }, isFor('repairs-bob'));
    await goAway('repairs-ann', 'repairs-bob');
    await wake(id);
    await command('repairs-ann', 'back');
    await test.settle();
    const logged = JSON.stringify(test.logs);
    expect(logged).not.to.include('Name of');
    expect(logged).not.to.include('bedroom').and.not.include('Tenant');
  });
});

describe('two people who are away and have the same stand-in', () => {
  it('leave one message of each reminder', async () => {
    const team = createTeam('repairs', { lead: 'repairs-lead' });
    const test = await openApp(createOrganisation({ teams: new Map([['repairs', team]]) }));
    const values = { words: '', standIn: test.account('repairs-bob') };
    for (const name of ['olga', 'omar', 'repairs-lead']) {
      await test.submit(name, 'away', '', values);
    }
    await test.settle();
    const { id } = await test.file();
    await test.settle();
    for (let n = 0; n < 15; n += 1) {
      test.setBusinessTime((await test.load(id)).nextActionAt ?? 0);
      await test.app.wakeable.wake({ kind: 'complaint', id });
      await test.settle();
    }
    const { nudges } = await test.load(id);
    const sent = new Map<string, Set<string>>();
    for (const { rule, about, rung, round, repeat, delivery, standIn } of nudges) {
      if (standIn === undefined) continue;
      const key = [rule, about, rung, round, repeat].join('/');
      sent.set(key, new Set([...(sent.get(key) ?? []), delivery]));
    }
    for (const [key, deliveries] of sent) expect(deliveries.size, key).to.equal(1);
    expect(sent.size).to.be.greaterThan(2);
    await test.close();
  });
});
