import { expect } from 'chai';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { catchRejection } from '../catch-rejection.js';
import { requireValue } from '../complaint-store/samples.js';
import { knownAccount, newAccount, newProfile } from './samples.js';

/** The stored reference of an account, which proactive messages need. */
export function referenceContract(
  people: () => PeopleStore,
  another: () => Promise<PeopleStore>,
): void {
  describe('remember', () => {
    it('stores the reference of an account and replaces it', async () => {
      const account = newAccount();
      const other = newAccount({ platform: 'teams' });
      const profile = newProfile();
      await people().ensure(account, profile);
      await people().ensure(other, profile);
      for (const reference of [{ channel: 'D1', 'a.b': { $c: null } }, { channel: 'D2' }]) {
        await people().saveReference(account, reference);
        const person = requireValue(await people().findByAccount(account));
        expect(person.accounts).to.deep.equal([
          knownAccount(account, reference),
          knownAccount(other),
        ]);
        expect(await people().ensure(account, profile)).to.deep.equal(person);
      }
    });

    it('removes the reference for null, even twice', async () => {
      const [account, profile] = [newAccount({ platform: 'teams' }), newProfile()];
      await people().ensure(account, profile);
      await people().saveReference(account, { conversation: 'a:1' });
      for (const _ of [1, 2]) {
        await people().saveReference(account, null);
        const person = requireValue(await people().findByAccount(account));
        expect(person.accounts).to.deep.equal([knownAccount(account)]);
      }
    });

    it('is visible to every connection when it resolves', async () => {
      const account = newAccount({ platform: 'teams' });
      await people().ensure(account, newProfile());
      const other = await another();
      for (const reference of [{ conversation: 'a:1' }, { conversation: 'a:2' }, null]) {
        await people().saveReference(account, reference);
        const person = requireValue(await other.findByAccount(account));
        expect(person.accounts).to.deep.equal([knownAccount(account, reference)]);
      }
    });

    it('stores the name of an account beside its reference, and leaves the person’s name', async () => {
      const account = newAccount();
      const merged = newAccount({ platform: 'teams' });
      const profile = newProfile();
      const [person, alias] = [
        await people().ensure(account, profile),
        await people().ensure(merged, newProfile()),
      ];
      await people().merge(alias.id, person.id);
      await people().saveReference(merged, { conversation: 'a:1' });
      for (const name of ['Ann Miller', 'Ann Smith']) {
        await people().saveAccountName(account, name);
        await people().saveAccountName(merged, `${name} (Teams)`);
        const found = requireValue(await (await another()).findByAccount(merged));
        expect(found.name).to.equal(profile.name);
        expect(found.accounts).to.deep.equal([
          { ...knownAccount(account), name },
          { ...knownAccount(merged, { conversation: 'a:1' }), name: `${name} (Teams)` },
        ]);
      }
    });

    it('throws PERSON_UNKNOWN for the name of an unknown account', async () => {
      const fault = await catchRejection(people().saveAccountName(newAccount(), 'Ann'));
      expect(fault).to.have.property('code', 'PERSON_UNKNOWN');
    });

    it('throws PERSON_UNKNOWN for an unknown account', async () => {
      for (const reference of [{ channel: 'D1' }, null]) {
        const fault = await catchRejection(people().saveReference(newAccount(), reference));
        expect(fault).to.have.property('code', 'PERSON_UNKNOWN');
      }
    });
  });
}
