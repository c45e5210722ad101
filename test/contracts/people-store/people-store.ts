import { expect } from 'chai';
import type { Account, Person } from '../../../src/domain/organisation/person.js';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { catchRejection } from '../catch-rejection.js';
import type { OpenStores, StoresUnderTest } from '../complaint-store/samples.js';
import { requireValue, uniqueText } from '../complaint-store/samples.js';
import { addressContract } from './addresses.js';
import { peopleRaceContract, peopleValueContract } from './races.js';
import { referenceContract } from './references.js';
import { replacementContract } from './replacements.js';
import { EMPTY_PROFILE, knownAccount, newAccount, newProfile } from './samples.js';

/** What the port `PeopleStore` guarantees, on any store. `open` creates a new, empty database. */
export function peopleStoreContract(name: string, open: OpenStores): void {
  describe(`the people store on ${name}`, function () {
    // Milliseconds here; seconds on a busy machine.
    this.timeout(20_000);
    let opened: StoresUnderTest;
    let people: PeopleStore;
    before(async () => {
      opened = await open();
      people = opened.stores.people;
    });
    after(() => opened.destroy());
    const another = async () => (await opened.another()).people;

    findContract(() => people);
    profileContract(() => people);
    addressContract(() => people);
    referenceContract(() => people, another);
    mergeContract(() => people);
    replacementContract(() => people, another);
    peopleRaceContract(() => people, another);
    peopleValueContract(() => people);
  });
}

function findContract(people: () => PeopleStore): void {
  describe('ensure', () => {
    it('creates a person, who is found by account and by id', async () => {
      const [account, profile] = [newAccount(), newProfile()];
      const person = await people().ensure(account, profile);
      const { id, ...rest } = person;
      expect(id).to.match(/^p_/);
      expect(rest).to.deep.equal({
        ...profile,
        accounts: [knownAccount(account)],
        aliases: [],
        mergedInto: null,
      });
      expect(await people().get(id)).to.deep.equal(person);
      expect(await people().findByAccount(account)).to.deep.equal(person);
      expect(await people().ensure(account, profile)).to.deep.equal(person);
    });

    it('adds an account to the person of the e-mail address, ignoring case', async () => {
      const [slack, teams] = [newAccount(), newAccount({ platform: 'teams' })];
      const first = await people().ensure(
        slack,
        newProfile({ email: `${uniqueText('Bo')}@Example.org` }),
      );
      const email = requireValue(first.email).toUpperCase();
      const second = await people().ensure(teams, newProfile({ email }));
      expect(second).to.deep.equal({
        ...first,
        accounts: [knownAccount(slack), knownAccount(teams)],
      });
      expect(await people().findByAccount(teams)).to.deep.equal(second);
    });

    it('keeps the name of a person who is found by the e-mail address', async () => {
      const email = `${uniqueText('omar')}@example.org`;
      const named = await people().ensureByEmail({ name: 'Omar', email, zone: null });
      const found = await people().ensure(newAccount(), newProfile({ name: 'Boss', email }));
      expect(found).to.include({ id: named.id, name: 'Omar' });
      const teams = newAccount({ platform: 'teams' });
      await people().ensure(teams, { name: 'boss', email: null, zone: null });
      const joined = await people().ensure(teams, newProfile({ name: 'Boss', email }));
      expect(joined).to.include({ id: named.id, name: 'Omar' });
      expect(await people().ensure(teams, newProfile({ name: 'Omar K', email }))).to.include({
        id: named.id,
        name: 'Omar K',
      });
    });

    it('keeps people without an e-mail address separate', async () => {
      const profile = newProfile({ email: null });
      const one = await people().ensure(newAccount(), profile);
      const two = await people().ensure(newAccount(), profile);
      expect(one.id).to.not.equal(two.id);
    });

    it('distinguishes the same user id on other platforms and workspaces', async () => {
      const account = newAccount();
      const others = [account, { ...account, workspace: 'T2' }, { ...account, platform: 'teams' }];
      const ids = [];
      for (const one of others as Account[]) {
        ids.push((await people().ensure(one, newProfile())).id);
      }
      expect(new Set(ids).size).to.equal(3);
    });
  });

  describe('ensureByEmail', () => {
    it('creates a person without an account, who gets one later', async () => {
      const email = `${uniqueText('cy')}@example.org`;
      const person = await people().ensureByEmail({ ...newProfile(), email });
      expect(person).to.deep.include({ email, accounts: [] });
      const again = await people().ensureByEmail({ ...newProfile(), email: email.toUpperCase() });
      expect(again).to.deep.equal(person);
      const account = newAccount();
      const joined = await people().ensure(account, newProfile({ email }));
      expect(joined).to.deep.equal({ ...person, accounts: [knownAccount(account)] });
    });

    it('creates many people without an account', async () => {
      const ids = [];
      for (const one of [1, 2, 3]) {
        const email = `${uniqueText(`many${one}`)}@example.org`;
        ids.push((await people().ensureByEmail({ ...newProfile(), email })).id);
      }
      expect(new Set(ids).size).to.equal(3);
    });
  });

  describe('get, getMany and findByAccount', () => {
    it('leave out unknown people', async () => {
      const person = await people().ensure(newAccount(), newProfile());
      expect(await people().get('p_0')).to.equal(undefined);
      expect(await people().findByAccount(newAccount())).to.equal(undefined);
      const many = await people().getMany([person.id, 'p_0', person.id]);
      expect([...many]).to.deep.equal([[person.id, person]]);
      expect((await people().getMany([])).size).to.equal(0);
    });
  });
}

function profileContract(people: () => PeopleStore): void {
  describe('a profile with new details', () => {
    it('is stored, and null never overwrites', async () => {
      const account = newAccount();
      const first = await people().ensure(account, { name: 'Di', email: null, zone: null });
      const profile = newProfile({ name: 'Diana', zone: 'Asia/Tokyo' });
      const learnt = await people().ensure(account, profile);
      expect(learnt).to.deep.equal({ ...first, ...profile });
      expect(await people().ensure(account, EMPTY_PROFILE)).to.deep.equal(learnt);
      expect(await people().get(first.id)).to.deep.equal(learnt);
    });

    it('releases the old e-mail address for somebody else', async () => {
      const [account, old, next] = [newAccount(), newProfile(), newProfile()];
      const person = await people().ensure(account, old);
      const moved = await people().ensure(account, next);
      expect(moved).to.deep.equal({ ...person, email: next.email });
      const successor = await people().ensure(newAccount(), old);
      expect(successor.id).to.not.equal(person.id);
    });

    it('merges two records that prove to be one person', async () => {
      const [account, profile] = [newAccount(), newProfile()];
      const unknown = await people().ensure(account, { ...profile, email: null });
      const email = requireValue(profile.email);
      const configured = await people().ensureByEmail({ ...profile, email });
      const joined = await people().ensure(account, profile);
      const { accounts } = unknown;
      expect(joined).to.deep.equal({ ...configured, accounts, aliases: [unknown.id] });
      expect(await people().get(unknown.id)).to.deep.equal(joined);
      expect(await people().get(configured.id)).to.deep.equal(joined);
      expect(await people().ensureByEmail({ ...profile, email })).to.deep.equal(joined);
    });

    it('releases the old address of a record that is merged into another', async () => {
      const [account, old, next] = [newAccount(), newProfile(), newProfile()];
      const person = await people().ensure(account, old);
      const configured = await people().ensureByEmail({ ...next, email: requireValue(next.email) });
      const joined = await people().ensure(account, next);
      expect(joined).to.include({ id: configured.id, email: next.email });
      const successor = await people().ensureByEmail({ ...old, email: requireValue(old.email) });
      expect([person.id, configured.id]).to.not.include(successor.id);
    });
  });

  describe('an e-mail address with another account of the same workspace', () => {
    it('does not make the account’s owner the person of the address', async () => {
      const profile = newProfile();
      const first = await people().ensure(newAccount(), profile);
      const account = newAccount();
      const second = await people().ensure(account, profile);
      expect(second).to.deep.include({
        email: null,
        accounts: [knownAccount(account)],
        aliases: [],
      });
      expect(second.id).to.not.equal(first.id);
      expect(await people().ensure(account, profile)).to.deep.equal(second);
      expect(await people().get(first.id)).to.deep.equal(first);
    });

    it('does not merge their records, whatever accounts both have', async () => {
      const [profile, account] = [newProfile(), newAccount()];
      const first = await people().ensure(account, profile);
      const other = await people().ensure(newAccount(), { ...profile, email: null });
      const teams = newAccount({ platform: 'teams' });
      const third = await people().ensure(teams, newProfile());
      await people().merge(other.id, third.id);
      for (const one of third.accounts) {
        const same = await people().ensure(one, profile);
        expect(same).to.deep.include({ id: third.id, aliases: [other.id] });
      }
      expect(await people().findByAccount(account)).to.deep.equal(first);
    });

    it('removes the address that they had before', async () => {
      const [old, taken, account] = [newProfile(), newProfile(), newAccount()];
      await people().ensure(newAccount(), taken);
      const person = await people().ensure(account, old);
      expect((await people().ensure(account, taken)).email).to.equal(null);
      const successor = await people().ensureByEmail({ ...old, email: requireValue(old.email) });
      expect(successor.id).to.not.equal(person.id);
    });
  });
}

function mergeContract(people: () => PeopleStore): void {
  const person = (): Promise<Person> => people().ensure(newAccount(), newProfile());

  describe('merge', () => {
    it('makes one an alias of the other, whom every read returns', async () => {
      const [from, into] = [await person(), await person()];
      await people().merge(from.id, into.id);
      const accounts = [...into.accounts, ...from.accounts];
      const merged = { ...into, accounts, aliases: [from.id] };
      expect(await people().get(from.id)).to.deep.equal(merged);
      expect(await people().get(into.id)).to.deep.equal(merged);
      const [account] = from.accounts;
      expect(await people().findByAccount(requireValue(account))).to.deep.equal(merged);
      const many = await people().getMany([from.id, into.id]);
      expect([...many.keys()]).to.have.members([from.id, into.id]);
      expect(many.get(from.id)).to.deep.equal(merged);
      const email = requireValue(from.email);
      expect((await people().ensureByEmail({ ...EMPTY_PROFILE, email })).id).to.equal(into.id);
    });

    it('keeps storing references for the accounts of the alias', async () => {
      const [from, into] = [await person(), await person()];
      await people().merge(from.id, into.id);
      const account = requireValue(from.accounts[0]);
      await people().saveReference(account, { channel: 'D9' });
      const accounts = requireValue(await people().get(into.id)).accounts;
      expect(accounts.map((one) => one.reference)).to.deep.equal([null, { channel: 'D9' }]);
    });

    it('follows a chain and can be repeated', async () => {
      const [a, b, c] = [await person(), await person(), await person()];
      await people().merge(a.id, b.id);
      await people().merge(b.id, c.id);
      await people().merge(a.id, c.id);
      await people().merge(c.id, a.id);
      const many = await people().getMany([a.id, b.id, c.id]);
      const ids = [...many.values()].map((one) => one.id);
      expect(ids).to.deep.equal([c.id, c.id, c.id]);
      expect(requireValue(many.get(a.id)).accounts).to.have.length(3);
    });

    it('fills what the survivor lacks from the alias', async () => {
      const from = await people().ensure(newAccount(), newProfile({ zone: 'Asia/Tokyo' }));
      const into = await people().ensure(newAccount(), { name: 'Ed', email: null, zone: null });
      await people().merge(from.id, into.id);
      const merged = requireValue(await people().get(from.id));
      expect(merged).to.include({ id: into.id, name: 'Ed', email: from.email, zone: 'Asia/Tokyo' });
    });

    it('releases the e-mail address of an alias with that of the survivor', async () => {
      const [from, into] = [await person(), await person()];
      await people().merge(from.id, into.id);
      const account = requireValue(into.accounts[0]);
      await people().ensure(account, newProfile());
      const successor = await people().ensureByEmail({
        ...EMPTY_PROFILE,
        email: requireValue(from.email),
      });
      expect(successor.id).to.not.equal(into.id);
    });

    it('throws PERSON_UNKNOWN for an unknown id', async () => {
      const { id } = await person();
      for (const [from, into] of [
        [id, 'p_0'],
        ['p_0', id],
      ] as const) {
        const fault = await catchRejection(people().merge(from, into));
        expect(fault).to.have.property('code', 'PERSON_UNKNOWN');
      }
      expect(requireValue(await people().get(id)).id).to.equal(id);
    });
  });
}
