import { expect } from 'chai';
import fc from 'fast-check';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { requireValue } from '../complaint-store/samples.js';
import { knownAccount, newAccount, newProfile } from './samples.js';

/** Several concurrent connections. */
export function peopleRaceContract(
  people: () => PeopleStore,
  another: () => Promise<PeopleStore>,
): void {
  describe('many concurrent calls', () => {
    it('return one person for one account', async () => {
      const stores = [people(), await another(), await another()];
      for (let round = 0; round < 5; round += 1) {
        const [account, profile] = [newAccount(), newProfile()];
        const calls = stores
          .flatMap((one) => [one, one])
          .map((one) => one.ensure(account, profile));
        const ids = new Set((await Promise.all(calls)).map((person) => person.id));
        expect(ids.size).to.equal(1);
      }
    });

    it('return one person for one e-mail address, with every account', async () => {
      const stores = [people(), await another(), await another()];
      const profile = newProfile();
      const email = requireValue(profile.email);
      const accounts = stores.map((_one, at) => newAccount({ workspace: `T${at}` }));
      const found = await Promise.all([
        ...stores.map((one, at) => one.ensure(requireValue(accounts[at]), profile)),
        ...stores.map((one) => one.ensureByEmail({ ...profile, email })),
      ]);
      expect(new Set(found.map((person) => person.id)).size).to.equal(1);
      const person = requireValue(await people().get(requireValue(found[0]).id));
      expect(person.accounts).to.have.deep.members(
        accounts.map((account) => knownAccount(account)),
      );
    });

    it('leave one survivor when two people are merged into each other', async () => {
      const other = await another();
      for (let round = 0; round < 5; round += 1) {
        const a = await people().ensure(newAccount(), newProfile());
        const b = await people().ensure(newAccount(), newProfile());
        await Promise.all([people().merge(a.id, b.id), other.merge(b.id, a.id)]);
        const many = await people().getMany([a.id, b.id]);
        const survivor = requireValue(many.get(a.id));
        expect(many.get(b.id)).to.deep.equal(survivor);
        expect(survivor.accounts).to.have.deep.members([...a.accounts, ...b.accounts]);
      }
    });
  });
}

/** Stored values come back unchanged. */
export function peopleValueContract(people: () => PeopleStore): void {
  describe('any value', () => {
    it('comes back unchanged', async function () {
      this.timeout(20_000);
      const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((one) => `x${one}x`);
      const reference = fc.dictionary(
        fc.oneof(text, fc.constantFrom('$gt', 'a.b')),
        fc.jsonValue(),
      );
      const check = async (name: string, zone: string, wanted: Record<string, unknown>) => {
        const stored = JSON.parse(JSON.stringify(wanted));
        const account = newAccount({ workspace: zone });
        await people().ensure(account, newProfile({ name, zone }));
        await people().saveReference(account, stored);
        const person = requireValue(await people().findByAccount(account));
        expect(person).to.deep.include({ name, zone, accounts: [knownAccount(account, stored)] });
      };
      await fc.assert(fc.asyncProperty(text, text, reference, check), { numRuns: 25 });
    });
  });
}
