import type {
  Account,
  KnownAccount,
  Person,
  PersonId,
  Profile,
} from '../domain/organisation/person.js';

/** Who is who. Merged records are followed on every read, so callers only ever see the survivor. */
export interface PeopleStore {
  get(id: PersonId): Promise<Person | undefined>;
  /** In no particular order; unknown ids are left out. Each record comes under the id it was asked by. */
  getMany(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>>;
  findByAccount(account: Account): Promise<Person | undefined>;
  /**
   * The person of this account: found by the account; else by the profile's e-mail (case-insensitive),
   * to whom the account is then added; else created. Two calls at once give one person. When the
   * profile says something new (name, e-mail, zone), it is kept; nulls never overwrite. Whoever is
   * found by the e-mail keeps their name all the same.
   *
   * When account and e-mail belong to two records, the e-mail's survives, as `redress.yml` means it,
   * and the account's becomes its alias. But an e-mail never leads to somebody who has another
   * account on the same platform and workspace: that is another person, who is kept without e-mail.
   *
   * Where the profile has other addresses, the first of all that leads to somebody it may lead to
   * counts as the profile's e-mail; when none does, its e-mail itself.
   */
  ensure(account: Account, profile: Profile): Promise<Person>;
  /** The person of an e-mail address without an account yet (from `redress.yml`): found or created. */
  ensureByEmail(profile: Profile & { readonly email: string }): Promise<Person>;
  /**
   * Keeps what is needed to write to this account unasked, durably before it resolves; null forgets
   * it. Throws `PERSON_UNKNOWN` for an unknown account.
   */
  saveReference(account: Account, reference: KnownAccount['reference']): Promise<void>;
  /** Makes `from` an alias of `into`; its accounts move there. */
  merge(from: PersonId, into: PersonId): Promise<void>;
}
