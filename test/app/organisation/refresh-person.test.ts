import { expect } from 'chai';
import { resolvePerson } from '../../../src/app/intake/resolve-person.js';
import type { Account, Person } from '../../../src/domain/organisation/person.js';
import type { InboundEvent } from '../../../src/ports/intake.js';
import { openApp, type TestApp } from '../../support/app.js';

const TINA: Account = { platform: 'teams', workspace: 'tenant', userId: 'aad-tina' };
const TINA_IN_SLACK: Account = { platform: 'slack', workspace: 'T1', userId: 'U-tina' };
const PROFILE = { name: 'Tina Miller', email: 'tina@example.org', zone: 'Europe/Paris' };

describe('the name of a person', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await openApp();
  });
  afterEach(() => test.close());

  const find = async (account = TINA): Promise<Person | undefined> =>
    test.deps.people.findByAccount(account);
  const arrive = (displayName: string | null, fields: Partial<InboundEvent> = {}) =>
    resolvePerson(test.deps, {
      ...{ account: TINA, displayName, zone: null, reference: null },
      ...fields,
    });

  it('is the one that an event brings, at once and for good', async () => {
    await test.deps.people.ensure(TINA, PROFILE);
    expect(await arrive('Tina Smith')).to.include({ name: 'Tina Smith' });
    expect(await find()).to.deep.include({ ...PROFILE, name: 'Tina Smith' });
    expect(await arrive(null)).to.include({ name: 'Tina Smith' });
    expect(await arrive(' \n')).to.include({ name: 'Tina Smith' });
  });

  it('is not the login name, which is used only until the name is known', async () => {
    const account = TINA_IN_SLACK;
    expect(await arrive(null, { account, handle: 'tina.m' })).to.include({ name: 'tina.m' });
    await test.deps.people.ensure(account, PROFILE);
    expect(await arrive(null, { account, handle: 'tina.m' })).to.include({ name: PROFILE.name });
  });

  it('stays that of `redress.yml` for the people there', async () => {
    const account = test.account('repairs-ann');
    const before = (await find(account))?.name;
    expect(await arrive('Annie', { account })).to.include({ name: before });
    expect((await find(account))?.name).to.equal(before);
  });

  it('stays when it is written without a change, so that nothing is stored', async () => {
    await test.deps.people.ensure(TINA, PROFILE);
    const written: string[] = [];
    const people = new Proxy(test.deps.people, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (key === 'ensure' || key === 'saveAccountName') written.push(String(key));
          return member.apply(target, args);
        };
      },
    });
    await resolvePerson(
      { ...test.deps, people },
      {
        ...{ account: TINA, displayName: PROFILE.name, zone: PROFILE.zone, reference: null },
      },
    );
    expect(written).to.deep.equal([]);
  });

  describe('who is on two platforms under two names', () => {
    beforeEach(async () => {
      await test.deps.people.ensure(TINA, PROFILE);
      await test.deps.people.ensure(TINA_IN_SLACK, { ...PROFILE, name: 'Tina M.' });
    });

    it('does not change with the platform they use', async () => {
      const before = (await find())?.name;
      for (const [account, name] of [
        [TINA, 'Tina Miller'],
        [TINA_IN_SLACK, 'Tina M.'],
        [TINA, 'Tina Miller'],
        [TINA_IN_SLACK, 'Tina M.'],
      ] as const) {
        expect(await arrive(name, { account })).to.include({ name: before });
      }
    });

    it('is the one they use first when it changed before that was noticed', async () => {
      await arrive('Tina Smith');
      expect(await find()).to.include({ name: 'Tina Smith' });
      expect(await arrive('Tina Miller', { account: TINA_IN_SLACK })).to.include({
        name: 'Tina Smith',
      });
      expect(await arrive('Tina Smith')).to.include({ name: 'Tina Smith' });
    });

    it('is the new one when it changes on one of them', async () => {
      await arrive('Tina Miller');
      await arrive('Tina M.', { account: TINA_IN_SLACK });
      expect(await arrive('Tina Smith')).to.include({ name: 'Tina Smith' });
      expect(await arrive('Tina M.', { account: TINA_IN_SLACK })).to.include({
        name: 'Tina Smith',
      });
      expect(await arrive('Tina S.', { account: TINA_IN_SLACK })).to.include({ name: 'Tina S.' });
    });
  });

  describe('whose profile changed', () => {
    const changed = (fields: Partial<InboundEvent> = {}) =>
      test.app.intake.handle({
        ...{ eventId: 'Ev1', account: TINA, displayName: 'Tina Smith', zone: 'Europe/Rome' },
        ...{ reference: null, payload: { kind: 'profile' }, ...fields },
      });

    it('is saved with their zone', async () => {
      await test.deps.people.ensure(TINA, PROFILE);
      expect(await changed()).to.deep.equal({ kind: 'none' });
      expect(await find()).to.deep.include({
        ...{ name: 'Tina Smith', email: PROFILE.email, zone: 'Europe/Rome' },
      });
    });

    it('is not saved for somebody who never used Redress', async () => {
      expect(await changed()).to.deep.equal({ kind: 'none' });
      expect(await find()).to.equal(undefined);
    });

    it('is what cards show from then on', async () => {
      const account = test.account('zoe');
      const { id } = await test.file('zoe');
      await test.settle();
      const shown = () => JSON.stringify(test.channel.messages);
      await changed({ account, displayName: 'Zoe Newname' });
      await test.press('repairs-ann', 'take', id);
      await test.settle();
      expect(shown()).to.include('Zoe Newname');
    });
  });
});
