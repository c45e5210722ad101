import { expect } from 'chai';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { catchRejection } from '../catch-rejection.js';
import { requireValue, uniqueText } from '../complaint-store/samples.js';
import { EMPTY_PROFILE, knownAccount, newAccount, newProfile } from './samples.js';

/** An account that takes the place of one that can no longer be used. */
export function replacementContract(
  people: () => PeopleStore,
  another: () => Promise<PeopleStore>,
): void {
  /** A person with an account in Slack and one in Teams. */
  const createPerson = async () => {
    const [old, teams] = [newAccount(), newAccount({ platform: 'teams' })];
    const profile = newProfile();
    await people().ensure(old, profile);
    const person = await people().ensure(teams, profile);
    return { old, teams, person, profile };
  };

  describe('findByEmail', () => {
    it('finds the person of an address, ignoring case, and creates nobody', async () => {
      const email = `${uniqueText('fay')}@example.org`;
      expect(await people().findByEmail(email)).to.equal(undefined);
      const person = await people().ensureByEmail({ ...EMPTY_PROFILE, name: 'Fay', email });
      expect(await people().findByEmail(email.toUpperCase())).to.deep.equal(person);
    });

    it('finds the person into whom its owner was merged', async () => {
      const profile = newProfile();
      const from = await people().ensure(newAccount(), profile);
      const into = await people().ensure(newAccount(), newProfile());
      await people().merge(from.id, into.id);
      const found = await people().findByEmail(requireValue(profile.email));
      expect(found?.id).to.equal(into.id);
    });
  });

  describe('replaceAccount', () => {
    it('gives the person the new account in the place of the old one, which still finds them', async () => {
      const { old, teams, person } = await createPerson();
      const next = newAccount();
      await people().saveReference(old, { channel: 'D1' });
      const renewed = await people().replaceAccount(old, next);
      const accounts = [knownAccount(teams), knownAccount(next)];
      expect(renewed).to.deep.equal({ ...person, accounts });
      for (const account of [old, teams, next]) {
        expect(await people().findByAccount(account)).to.deep.equal(renewed);
      }
      expect(await people().get(person.id)).to.deep.equal(renewed);
    });

    it('makes whoever has the new account an alias', async () => {
      const { old, teams, person } = await createPerson();
      const next = newAccount();
      const other = await people().ensure(next, { ...EMPTY_PROFILE, name: 'Ada' });
      await people().saveReference(next, { channel: 'D2' });
      const renewed = await people().replaceAccount(old, next);
      const accounts = [knownAccount(teams), knownAccount(next, { channel: 'D2' })];
      expect(renewed).to.deep.equal({ ...person, accounts, aliases: [other.id] });
      expect(await people().get(other.id)).to.deep.equal(renewed);
    });

    it('does the rest after a crash that left both accounts with the person', async () => {
      const { old, teams, person } = await createPerson();
      const next = newAccount();
      const other = await people().ensure(next, { ...EMPTY_PROFILE, name: 'Ada' });
      await people().merge(other.id, person.id);
      const renewed = await people().replaceAccount(old, next);
      expect(renewed.id).to.equal(person.id);
      expect(renewed.accounts).to.deep.equal([knownAccount(teams), knownAccount(next)]);
    });

    it('can be repeated, by several processes at once', async () => {
      const { old, person } = await createPerson();
      const next = newAccount();
      const stores = [people(), await another(), await another()];
      const found = await Promise.all(
        [...stores, ...stores].map((one) => one.replaceAccount(old, next)),
      );
      for (const one of found) expect(one).to.deep.equal(found[0]);
      expect(found[0]?.id).to.equal(person.id);
      expect(await people().replaceAccount(old, next)).to.deep.equal(found[0]);
    });

    it('can be taken back, and be done for a merged record', async () => {
      const { old, teams, person, profile } = await createPerson();
      const next = newAccount();
      await people().ensure(next, { ...EMPTY_PROFILE, name: 'Ada' });
      await people().replaceAccount(old, next);
      const back = await people().replaceAccount(next, old);
      expect(back.id).to.equal(person.id);
      expect(back.accounts).to.deep.equal([knownAccount(old), knownAccount(teams)]);
      const third = newAccount();
      const again = await people().replaceAccount(old, third);
      expect(again.accounts).to.have.deep.members([knownAccount(teams), knownAccount(third)]);
      expect(await people().ensure(third, profile)).to.deep.equal(again);
    });

    it('leaves the address to the person, whichever account a profile comes from', async () => {
      const { old, person, profile } = await createPerson();
      const next = newAccount();
      const renewed = await people().replaceAccount(old, next);
      for (const account of [next, old]) {
        expect(await people().ensure(account, profile)).to.deep.equal(renewed);
      }
      const stranger = await people().ensure(newAccount(), profile);
      expect(stranger).to.include({ email: null }).and.not.include({ id: person.id });
    });

    it('throws PERSON_UNKNOWN when nobody has the old account', async () => {
      const fault = await catchRejection(people().replaceAccount(newAccount(), newAccount()));
      expect(fault).to.have.property('code', 'PERSON_UNKNOWN');
    });
  });
}
