import { expect } from 'chai';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { requireValue, uniqueText } from '../complaint-store/samples.js';
import { EMPTY_PROFILE, knownAccount, newAccount, newProfile } from './samples.js';

/** What the port `PeopleStore` guarantees for a profile with several addresses. */
export function addressContract(people: () => PeopleStore): void {
  const address = (): string => `${uniqueText('sign-in')}@example.org`;
  const configured = (email: string) => people().ensureByEmail({ ...EMPTY_PROFILE, email });

  describe('a merge by address', () => {
    it('gives up the addresses of the account’s person, those of their merged records too', async () => {
      const [email, account] = [address(), newAccount({ platform: 'teams' })];
      const profiles = [newProfile(), newProfile()] as const;
      const old = await people().ensure(newAccount(), profiles[0]);
      const person = await people().ensure(account, profiles[1]);
      await people().merge(old.id, person.id);
      const { id } = await configured(email);
      const joined = await people().ensure(account, newProfile({ email }));
      expect(joined).to.include({ id, email });
      expect(joined.aliases).to.have.members([old.id, person.id]);
      for (const given of profiles) {
        const next = await configured(requireValue(given.email));
        expect(next.id, 'who has the address next').to.not.equal(id);
      }
    });
  });

  describe('a profile with another address', () => {
    it('finds the person of that address, who keeps it', async () => {
      const [email, account] = [address(), newAccount({ platform: 'teams' })];
      const { id } = await configured(email);
      const profile = newProfile({ otherEmails: [email] });
      const person = await people().ensure(account, profile);
      expect(person).to.deep.include({ id, email, accounts: [knownAccount(account)] });
      expect(person).to.not.have.property('otherEmails');
      expect(await people().ensure(account, profile)).to.deep.equal(person);
      expect(await configured(email)).to.deep.equal(person);
    });

    it('merges a person known by the account into the person of that address', async () => {
      const [email, account] = [address(), newAccount({ platform: 'teams' })];
      const stranger = await people().ensure(account, { ...EMPTY_PROFILE, name: 'Ada' });
      const { id } = await configured(email);
      const joined = await people().ensure(account, newProfile({ otherEmails: [email] }));
      expect(joined).to.deep.include({ id, email, aliases: [stranger.id] });
    });

    it('finds the person of its first address when both are known', async () => {
      const [first, second] = [address(), address()];
      const { id } = await configured(first);
      const other = await configured(second);
      const profile = newProfile({ email: first, otherEmails: [second] });
      expect((await people().ensure(newAccount(), profile)).id).to.equal(id);
      expect(await people().get(other.id)).to.deep.equal(other);
    });

    it('gives a new person its first address only', async () => {
      const [first, second] = [address(), address()];
      const profile = newProfile({ email: first, otherEmails: [second] });
      const person = await people().ensure(newAccount(), profile);
      expect(person.email).to.equal(first);
      expect((await configured(second)).id).to.not.equal(person.id);
    });

    it('does not find a person with another account in the same workspace', async () => {
      const [email, account] = [address(), newAccount()];
      const first = await people().ensure(newAccount(), newProfile({ email }));
      const profile = newProfile({ otherEmails: [email] });
      const second = await people().ensure(account, profile);
      expect(second).to.deep.include({ email: profile.email, accounts: [knownAccount(account)] });
      expect(second.id).to.not.equal(first.id);
      expect(await people().get(first.id)).to.deep.equal(first);
    });

    it('finds the person of that address when the first one is somebody else’s', async () => {
      const [email, taken] = [address(), newProfile()];
      const owner = await people().ensure(newAccount(), taken);
      const { id } = await configured(email);
      const profile = { ...taken, email: requireValue(taken.email), otherEmails: [email] };
      expect(await people().ensure(newAccount(), profile)).to.deep.include({ id, email });
      expect(await people().get(owner.id)).to.deep.equal(owner);
    });
  });
}
