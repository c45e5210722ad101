import type {
  Account,
  KnownAccount,
  Person,
  PersonId,
  Profile,
} from '../../domain/organisation/person.js';

/**
 * Stores people and their accounts. Every read follows merged records, so callers only see the record
 * that remains. Every member throws `STORE_UNAVAILABLE` when the store does not answer.
 */
export interface PeopleStore {
  /** The person with this id, or with the record it was merged into. */
  get(id: PersonId): Promise<Person | undefined>;
  /** People by the ids given, in no particular order, without unknown ids. */
  getMany(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>>;
  /** The person who has this account. */
  findByAccount(account: Account): Promise<Person | undefined>;
  /** The person with this e-mail address (case-insensitive). Creates nobody. */
  findByEmail(email: string): Promise<Person | undefined>;
  /**
   * Finds the person by this account; else by the profile's e-mail (case-insensitive), and adds the
   * account; else creates them. Two calls at once give one person. New values of the profile (name,
   * e-mail, zone) are saved; nulls never overwrite. A person found by e-mail keeps their name.
   *
   * If account and e-mail belong to two records, the e-mail's record remains, because `redress.yml`
   * refers to it, and the account's record becomes its alias. But an e-mail never matches a person who
   * has another account on the same platform and workspace: they are two people, and the account's
   * person is stored without e-mail.
   *
   * If the profile has other addresses, the first of all its addresses that matches a person is used
   * as its e-mail; if none does, its e-mail itself.
   */
  ensure(account: Account, profile: Profile): Promise<Person>;
  /** Finds or creates the person with this e-mail address, who may have no account yet (from `redress.yml`). */
  ensureByEmail(profile: Profile & { readonly email: string }): Promise<Person>;
  /**
   * Saves what is needed to message this account first; durable when it resolves. Null deletes it.
   * Throws `PERSON_UNKNOWN` for an unknown account.
   */
  saveReference(account: Account, reference: KnownAccount['reference']): Promise<void>;
  /** Saves the name that the platform gives for this account, see {@link KnownAccount.name}. Throws `PERSON_UNKNOWN` for an unknown account. */
  saveAccountName(account: Account, name: string): Promise<void>;
  /** Makes `from` an alias of `into` and moves its accounts there. */
  merge(from: PersonId, into: PersonId): Promise<void>;
  /**
   * Puts the account `to` in the place of `from`, which belongs to a person and can no longer be used.
   * The person keeps id, name and all else, and {@link Person.accounts} has `to` only; `from` still
   * finds them. Whoever has `to` becomes their alias, so the caller makes sure that both are one person.
   * The other way round, `from` is theirs again. After a crash in the middle both accounts are the
   * person's, and a repeat does the rest. Throws `PERSON_UNKNOWN` when nobody has `from`.
   */
  replaceAccount(from: Account, to: Account): Promise<Person>;
}
