import { randomBytes } from 'node:crypto';
import type {
  Account,
  KnownAccount,
  Person,
  PersonId,
  Profile,
} from '../domain/organisation/person.js';
import { accountKey } from '../domain/organisation/person.js';
import { RedressError } from '../errors.js';
import { type Logger, silentLogger } from '../ports/logger.js';
import type { PeopleStore } from '../ports/stores/people-store.js';
import {
  findOwnAccounts,
  isSameEmail,
  isSomebodyElse,
  markReplaced,
  normalizeProfile,
  toKnownAccount,
} from './person-matching.js';
import type { PeopleRecords, PersonGroup, PersonRecord } from './person-record.js';
import { groupMergedRecords, toEmailKey, toPerson, toRecordKeys } from './person-record.js';
import { retryOnConflict } from './retry-on-conflict.js';

/**
 * The people store over any {@link PeopleRecords}. A merge only stores who is whose alias; records keep
 * their accounts and keys, and every read combines the records of a person. So a merge is one atomic
 * write, and a crash cannot lose an account.
 */
export class RecordPeopleStore implements PeopleStore {
  readonly #records: PeopleRecords;
  readonly #logger: Logger;

  /** @param logger gets a warning when an e-mail address adds an account to a known person: the account gets their rights. */
  constructor(records: PeopleRecords, logger: Logger = silentLogger) {
    this.#records = records;
    this.#logger = logger;
  }

  async get(id: PersonId): Promise<Person | undefined> {
    return (await this.getMany([id])).get(id);
  }

  async getMany(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>> {
    const groups = await this.#findGroups(ids);
    return new Map([...groups].map(([id, group]) => [id, toPerson(group)]));
  }

  async findByAccount(account: Account): Promise<Person | undefined> {
    const group = await this.#findGroupByKey(accountKey(account));
    return group && toPerson(group);
  }

  async findByEmail(email: string): Promise<Person | undefined> {
    const group = await this.#findGroupByKey(toEmailKey(email));
    return group && toPerson(group);
  }

  async ensure(account: Account, profile: Profile): Promise<Person> {
    return this.#ensure(toKnownAccount(account), normalizeProfile(profile));
  }

  async ensureByEmail(profile: Profile & { readonly email: string }): Promise<Person> {
    const cleaned = normalizeProfile(profile);
    if (cleaned.email === null) throw new Error('A person needs an e-mail address or an account.');
    return this.#ensure(null, cleaned);
  }

  async saveReference(account: Account, reference: KnownAccount['reference']): Promise<void> {
    await this.#saveInAccount(account, { reference });
  }

  async saveAccountName(account: Account, name: string): Promise<void> {
    await this.#saveInAccount(account, { name });
  }

  async #saveInAccount(
    account: Account,
    facts: Partial<Pick<KnownAccount, 'reference' | 'name'>>,
  ): Promise<void> {
    const key = accountKey(account);
    await retryOnConflict(async () => {
      const [record] = await this.#records.findByKeys([key]);
      if (!record) throw new RedressError('PERSON_UNKNOWN', 'Nobody has this account.');
      const accounts = record.accounts.map((own) =>
        accountKey(own) === key ? { ...own, ...facts } : own,
      );
      return this.#write({ ...record, accounts }, record);
    });
  }

  async merge(from: PersonId, into: PersonId): Promise<void> {
    await retryOnConflict(async () => {
      const groups = await this.#findGroups([from, into]);
      const [alias, person] = [groups.get(from), groups.get(into)];
      if (!alias || !person) throw new RedressError('PERSON_UNKNOWN', 'Nobody has this id.');
      return alias.survivor.id === person.survivor.id || this.#makeAlias(alias, person);
    });
  }

  async replaceAccount(from: Account, to: Account): Promise<Person> {
    return retryOnConflict(async () => {
      const owner = await this.#findGroupByKey(accountKey(from));
      if (!owner) throw new RedressError('PERSON_UNKNOWN', 'Nobody has this account.');
      const holder = await this.#findGroupByKey(accountKey(to));
      if (holder === undefined) return this.#addAccount(owner, to);
      if (holder.survivor.id !== owner.survivor.id) return this.#makeAlias(holder, owner);
      if (!(await this.#markReplaced(holder, to, false))) return false;
      // Last: after a crash in between both accounts are theirs, and a repeat does the rest.
      return (await this.#markReplaced(holder, from, true)) && toPerson(holder);
    });
  }

  /**
   * Finds the person by account, else by e-mail, else creates one. Starts over when another process
   * changes a record meanwhile. A person has one account in a workspace, so a second account there
   * belongs to somebody else who got the same address (a new colleague, a forged profile): that account
   * gets a record without the address. A person found by an address keeps the name they have, which
   * may come from `redress.yml`.
   */
  async #ensure(account: KnownAccount | null, profile: Profile): Promise<Person> {
    const { otherEmails = [], ...facts } = profile;
    let { name } = facts;
    return retryOnConflict(async () => {
      const byAccount = account ? await this.#findGroupByKey(accountKey(account)) : undefined;
      const own = findOwnAccounts(byAccount, account);
      const { email, group } = await this.#findByAddress([facts.email, ...otherEmails], own);
      const isSomebodyKnown =
        group && group.survivor.id !== byAccount?.survivor.id && !isSomebodyElse(group, own);
      if (account && isSomebodyKnown) name = group.survivor.name || name;
      return this.#save(account, { ...facts, name, email }, byAccount, group);
    });
  }

  /** The first address of a person who may have these accounts; without one, the first address. */
  async #findByAddress(
    emails: readonly (string | null)[],
    own: readonly Account[],
  ): Promise<{ readonly email: string | null; readonly group: PersonGroup | undefined }> {
    const found: { email: string | null; group: PersonGroup | undefined }[] = [];
    for (const email of emails) {
      const group = email === null ? undefined : await this.#findGroupByKey(toEmailKey(email));
      if (group !== undefined && !isSomebodyElse(group, own)) return { email, group };
      found.push({ email, group });
    }
    return found[0] ?? { email: null, group: undefined };
  }

  /** Writes what the two lookups and the profile require. False: read again. */
  async #save(
    account: KnownAccount | null,
    profile: Profile,
    byAccount: PersonGroup | undefined,
    byEmail: PersonGroup | undefined,
  ): Promise<Person | false> {
    const newAccount = byAccount ? null : account;
    if (byEmail && isSomebodyElse(byEmail, findOwnAccounts(byAccount, account))) {
      if (byAccount && toPerson(byAccount).email !== null) return this.#removeEmail(byAccount);
      return this.#updateOrCreate(byAccount, newAccount, { ...profile, email: null });
    }
    if (byAccount && byEmail && byAccount.survivor.id !== byEmail.survivor.id) {
      return this.#mergeIntoEmailOwner(byAccount, byEmail, account);
    }
    return this.#updateOrCreate(byAccount ?? byEmail, newAccount, profile);
  }

  async #updateOrCreate(
    group: PersonGroup | undefined,
    account: KnownAccount | null,
    profile: Profile,
  ): Promise<Person | false> {
    if (!group) return this.#create(account, profile);
    return (await this.#update(group, account, profile)) && toPerson(group);
  }

  /**
   * Both are one person, since the platform says that the address is theirs. The record of the address
   * survives, because `redress.yml` names it. The account's record becomes its alias and loses any
   * other address. Always false: read again.
   */
  async #mergeIntoEmailOwner(
    byAccount: PersonGroup,
    byEmail: PersonGroup,
    account: KnownAccount | null,
  ): Promise<false> {
    if (!(await this.#removeEmails(byAccount.aliases))) return false;
    const before = byAccount.survivor;
    const alias = { ...before, email: null, mergedInto: byEmail.survivor.id };
    const isWritten = await this.#write({ ...alias, keys: toRecordKeys(alias) }, before);
    if (isWritten) this.#logNewAccount(byEmail, account);
    return false;
  }

  #logNewAccount({ survivor }: PersonGroup, account: KnownAccount | null): void {
    if (account === null) return;
    const { platform, workspace, userId } = account;
    const fields = { person: survivor.id, platform, workspace, userId };
    this.#logger.warn(fields, 'account added to a known person by e-mail address');
  }

  /** The platform says that they no longer have the address. Always false: read again. */
  async #removeEmail({ survivor, aliases }: PersonGroup): Promise<false> {
    await this.#removeEmails([survivor, ...aliases]);
    return false;
  }

  async #create(account: KnownAccount | null, profile: Profile): Promise<Person | false> {
    const facts = { ...profile, accounts: account ? [account] : [] };
    const record = { ...facts, id: createPersonId(), version: 1, mergedInto: null };
    const survivor = { ...record, keys: toRecordKeys(record) };
    const outcome = await this.#records.insert(survivor);
    return outcome === 'written' && toPerson({ survivor, aliases: [] });
  }

  /** True when account and profile say nothing new. Else writes it and returns false: read again. */
  async #update(
    group: PersonGroup,
    account: KnownAccount | null,
    profile: Profile,
  ): Promise<boolean> {
    const { survivor, aliases } = group;
    const before = toPerson(group);
    const email = isSameEmail(profile.email, before.email) ? before.email : profile.email;
    if (email !== before.email && !(await this.#removeEmails(aliases))) return false;
    const updated = {
      ...survivor,
      name: profile.name || survivor.name,
      email: email === before.email ? survivor.email : email,
      zone: profile.zone ?? survivor.zone,
      accounts: account ? [...survivor.accounts, account] : survivor.accounts,
    };
    if (JSON.stringify(updated) === JSON.stringify(survivor)) return true;
    const isWritten = await this.#write({ ...updated, keys: toRecordKeys(updated) }, survivor);
    // An account that is new to them was matched by the address alone.
    if (isWritten) this.#logNewAccount(group, account);
    return false;
  }

  /** True when the account is marked like this. Else writes it and returns false: read again. */
  async #markReplaced(
    { survivor, aliases }: PersonGroup,
    account: Account,
    isReplaced: boolean,
  ): Promise<boolean> {
    for (const record of [survivor, ...aliases]) {
      const marked = markReplaced(record, account, isReplaced);
      if (marked === record) continue;
      await this.#write(marked, record);
      return false;
    }
    return true;
  }

  async #addAccount({ survivor }: PersonGroup, account: Account): Promise<false> {
    const updated = { ...survivor, accounts: [...survivor.accounts, toKnownAccount(account)] };
    await this.#write({ ...updated, keys: toRecordKeys(updated) }, survivor);
    return false;
  }

  /** Always false: read again. */
  async #makeAlias({ survivor }: PersonGroup, into: PersonGroup): Promise<false> {
    await this.#write({ ...survivor, mergedInto: into.survivor.id }, survivor);
    return false;
  }

  /** Somebody else may get an address that was given up, so no record may keep it. */
  async #removeEmails(records: readonly PersonRecord[]): Promise<boolean> {
    for (const record of records.filter(({ email }) => email !== null)) {
      const without = { ...record, email: null };
      if (!(await this.#write({ ...without, keys: toRecordKeys(without) }, record))) return false;
    }
    return true;
  }

  /** Writes a record unless nothing changed. False when another process changed it meanwhile. */
  async #write(after: PersonRecord, before: PersonRecord): Promise<boolean> {
    if (JSON.stringify(after) === JSON.stringify(before)) return true;
    return (await this.#records.update(after)) === 'written';
  }

  async #findGroupByKey(key: string): Promise<PersonGroup | undefined> {
    const [record] = await this.#records.findByKeys([key]);
    return record && (await this.#findGroups([record.id])).get(record.id);
  }

  /** Follows the merges upwards to the survivors, then downwards to everything merged into them. */
  async #findGroups(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, PersonGroup>> {
    const found = new Map<PersonId, PersonRecord>();
    const add = (records: readonly PersonRecord[]): readonly PersonRecord[] => {
      const fresh = records.filter((record) => !found.has(record.id));
      for (const record of fresh) found.set(record.id, record);
      return fresh;
    };
    let up: readonly PersonId[] = [...new Set(ids)];
    while (up.length > 0) {
      const fresh = add(await this.#records.findByIds(up));
      up = fresh.flatMap(({ mergedInto }) =>
        mergedInto === null || found.has(mergedInto) ? [] : [mergedInto],
      );
    }
    let down = [...found.keys()];
    while (down.length > 0) {
      down = add(await this.#records.findMergedInto(down)).map((record) => record.id);
    }
    return groupMergedRecords(ids, found);
  }
}

function createPersonId(): PersonId {
  return `p_${randomBytes(12).toString('hex')}`;
}
