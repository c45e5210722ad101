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
import type { PeopleStore } from '../ports/people-store.js';
import type { Family, PeopleRecords, PersonRecord } from './person-record.js';
import { emailKey, familiesOf, keysOf, personOf } from './person-record.js';

/** How often a write is tried again after another process got in between. */
const ATTEMPTS = 20;

/**
 * The people store over any {@link PeopleRecords}. A merge only writes down who is whose alias;
 * records keep their accounts and keys, and every read puts the family together. So a merge is one
 * atomic write, and a crash in the middle of one cannot lose an account.
 */
export class RecordPeopleStore implements PeopleStore {
  readonly #records: PeopleRecords;
  readonly #logger: Logger;

  /** @param logger told whenever an e-mail address gave somebody known another account: rights follow it. */
  constructor(records: PeopleRecords, logger: Logger = silentLogger) {
    this.#records = records;
    this.#logger = logger;
  }

  async get(id: PersonId): Promise<Person | undefined> {
    return (await this.getMany([id])).get(id);
  }

  async getMany(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>> {
    const families = await this.#families(ids);
    return new Map([...families].map(([id, family]) => [id, personOf(family)]));
  }

  async findByAccount(account: Account): Promise<Person | undefined> {
    const family = await this.#familyOfKey(accountKey(account));
    return family && personOf(family);
  }

  async ensure(account: Account, profile: Profile): Promise<Person> {
    return this.#ensure(known(account), clean(profile));
  }

  async ensureByEmail(profile: Profile & { readonly email: string }): Promise<Person> {
    const cleaned = clean(profile);
    if (cleaned.email === null) throw new Error('A person needs an e-mail address or an account.');
    return this.#ensure(null, cleaned);
  }

  async saveReference(account: Account, reference: KnownAccount['reference']): Promise<void> {
    const key = accountKey(account);
    await retried(async () => {
      const [record] = await this.#records.byKeys([key]);
      if (!record) throw new RedressError('PERSON_UNKNOWN', 'Nobody has this account.');
      const accounts = record.accounts.map((own) =>
        accountKey(own) === key ? { ...own, reference } : own,
      );
      return this.#write({ ...record, accounts }, record);
    });
  }

  async merge(from: PersonId, into: PersonId): Promise<void> {
    await retried(async () => {
      const families = await this.#families([from, into]);
      const [alias, survivor] = [families.get(from)?.head, families.get(into)?.head];
      if (!alias || !survivor) throw new RedressError('PERSON_UNKNOWN', 'Nobody has this id.');
      if (alias.id === survivor.id) return true;
      return this.#write({ ...alias, mergedInto: survivor.id }, alias);
    });
  }

  /**
   * Finds by account, else by e-mail, else creates; starts over when another process got in between.
   * A person has one account in a workspace. So whoever comes with a second one is somebody else who
   * was given the address (a new colleague, a forged profile): they get a record without it. Whoever
   * is found by an address keeps their name, which `redress.yml` may have given them.
   */
  async #ensure(account: KnownAccount | null, profile: Profile): Promise<Person> {
    const { otherEmails = [], ...facts } = profile;
    let { name } = facts;
    return retried(async () => {
      const byAccount = account ? await this.#familyOfKey(accountKey(account)) : undefined;
      const own = accountsOf(byAccount, account);
      const { email, family } = await this.#byAddress([facts.email, ...otherEmails], own);
      const isFound = family && family.head.id !== byAccount?.head.id && !isOthers(family, own);
      if (account && isFound) name = family.head.name || name;
      return this.#settle(account, { ...facts, name, email }, byAccount, family);
    });
  }

  /** The first address that leads to somebody to whom it may lead; when none does, the first of all. */
  async #byAddress(
    emails: readonly (string | null)[],
    own: readonly Account[],
  ): Promise<{ readonly email: string | null; readonly family: Family | undefined }> {
    const found: { email: string | null; family: Family | undefined }[] = [];
    for (const email of emails) {
      const family = email === null ? undefined : await this.#familyOfKey(emailKey(email));
      if (family !== undefined && !isOthers(family, own)) return { email, family };
      found.push({ email, family });
    }
    return found[0] ?? { email: null, family: undefined };
  }

  async #settle(
    account: KnownAccount | null,
    profile: Profile,
    byAccount: Family | undefined,
    byEmail: Family | undefined,
  ): Promise<Person | false> {
    const unjoined = byAccount ? null : account;
    if (byEmail && isOthers(byEmail, accountsOf(byAccount, account))) {
      if (byAccount && personOf(byAccount).email !== null) return this.#forget(byAccount);
      return this.#keep(byAccount, unjoined, { ...profile, email: null });
    }
    if (byAccount && byEmail && byAccount.head.id !== byEmail.head.id) {
      return this.#join(byAccount, byEmail, account);
    }
    return this.#keep(byAccount ?? byEmail, unjoined, profile);
  }

  /** Keeps what is new in the family, or in a new record when there is none. */
  async #keep(
    family: Family | undefined,
    account: KnownAccount | null,
    profile: Profile,
  ): Promise<Person | false> {
    if (!family) return this.#create(account, profile);
    return (await this.#learn(family, account, profile)) && personOf(family);
  }

  /**
   * Both are one person: the address is theirs by the platform's word. The record of the address
   * stays, as `redress.yml` means that one. The account's becomes its alias and gives up any other
   * address. Always false: read again.
   */
  async #join(byAccount: Family, byEmail: Family, account: KnownAccount | null): Promise<false> {
    if (!(await this.#forgetEmails(byAccount.aliases))) return false;
    const alias = { ...byAccount.head, email: null, mergedInto: byEmail.head.id };
    const isWritten = await this.#write({ ...alias, keys: keysOf(alias) }, byAccount.head);
    if (isWritten) this.#tell(byEmail, account);
    return false;
  }

  #tell({ head }: Family, account: KnownAccount | null): void {
    if (account === null) return;
    const { platform, workspace, userId } = account;
    const fields = { person: head.id, platform, workspace, userId };
    this.#logger.warn(fields, 'an e-mail address gave somebody known another account');
  }

  /** The address they had is theirs no more by the platform's word. Always false: read again. */
  async #forget({ head, aliases }: Family): Promise<false> {
    await this.#forgetEmails([head, ...aliases]);
    return false;
  }

  async #create(account: KnownAccount | null, profile: Profile): Promise<Person | false> {
    const facts = { ...profile, accounts: account ? [account] : [] };
    const record = { ...facts, id: randomPersonId(), version: 1, mergedInto: null };
    const head = { ...record, keys: keysOf(record) };
    const outcome = await this.#records.insert(head);
    return outcome === 'written' && personOf({ head, aliases: [] });
  }

  /** True when the family knows already what account and profile say; else writes it and is false: read again. */
  async #learn(
    { head, aliases }: Family,
    account: KnownAccount | null,
    profile: Profile,
  ): Promise<boolean> {
    const before = personOf({ head, aliases });
    const email = sameEmail(profile.email, before.email) ? before.email : profile.email;
    if (email !== before.email && !(await this.#forgetEmails(aliases))) return false;
    const learnt = {
      ...head,
      name: profile.name || head.name,
      email: email === before.email ? head.email : email,
      zone: profile.zone ?? head.zone,
      accounts: account ? [...head.accounts, account] : head.accounts,
    };
    if (JSON.stringify(learnt) === JSON.stringify(head)) return true;
    const isWritten = await this.#write({ ...learnt, keys: keysOf(learnt) }, head);
    // An account that is not theirs yet comes here by the address alone.
    if (isWritten) this.#tell({ head, aliases }, account);
    return false;
  }

  /** An address that was given up may become somebody else's: no record may go on claiming it. */
  async #forgetEmails(records: readonly PersonRecord[]): Promise<boolean> {
    for (const record of records.filter(({ email }) => email !== null)) {
      const without = { ...record, email: null };
      if (!(await this.#write({ ...without, keys: keysOf(without) }, record))) return false;
    }
    return true;
  }

  /** Writes a record unless nothing changed. False when another process got in between. */
  async #write(after: PersonRecord, before: PersonRecord): Promise<boolean> {
    if (JSON.stringify(after) === JSON.stringify(before)) return true;
    return (await this.#records.update(after)) === 'written';
  }

  async #familyOfKey(key: string): Promise<Family | undefined> {
    const [record] = await this.#records.byKeys([key]);
    return record && (await this.#families([record.id])).get(record.id);
  }

  /** Follows the merges upwards to the survivors, then downwards to all that were merged into them. */
  async #families(ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Family>> {
    const found = new Map<PersonId, PersonRecord>();
    const add = (records: readonly PersonRecord[]): readonly PersonRecord[] => {
      const fresh = records.filter((record) => !found.has(record.id));
      for (const record of fresh) found.set(record.id, record);
      return fresh;
    };
    let up: readonly PersonId[] = [...new Set(ids)];
    while (up.length > 0) {
      const fresh = add(await this.#records.byIds(up));
      up = fresh.flatMap(({ mergedInto }) =>
        mergedInto === null || found.has(mergedInto) ? [] : [mergedInto],
      );
    }
    let down = [...found.keys()];
    while (down.length > 0) {
      down = add(await this.#records.mergedInto(down)).map((record) => record.id);
    }
    return familiesOf(ids, found);
  }
}

/** Repeats until an attempt does not come back with false. Throws `STORE_CONFLICT` after {@link ATTEMPTS}. */
async function retried<T>(attempt: () => Promise<T | false>): Promise<T> {
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    const result = await attempt();
    if (result !== false) return result;
  }
  throw new RedressError('STORE_CONFLICT', 'A person changed too often at once.');
}

function known(account: Account): KnownAccount {
  const { platform, workspace, userId } = account;
  return { platform, workspace, userId, reference: null };
}

function accountsOf(family: Family | undefined, account: Account | null): readonly Account[] {
  if (family) return personOf(family).accounts;
  return account ? [account] : [];
}

/** Has this family another account in a workspace of these accounts? Then their owner is somebody else. */
function isOthers(family: Family, accounts: readonly Account[]): boolean {
  const own = personOf(family).accounts;
  return accounts.some(({ platform, workspace, userId }) => {
    const near = own.filter((one) => one.platform === platform && one.workspace === workspace);
    return near.length > 0 && near.every((one) => one.userId !== userId);
  });
}

/** A profile without blanks; an empty e-mail address or zone is none. */
function clean(profile: Profile): Profile {
  return {
    name: profile.name.trim(),
    email: profile.email?.trim() || null,
    otherEmails: (profile.otherEmails ?? []).map((email) => email.trim()).filter(Boolean),
    zone: profile.zone?.trim() || null,
  };
}

function sameEmail(said: string | null, kept: string | null): boolean {
  return said === null || (kept !== null && emailKey(said) === emailKey(kept));
}

function randomPersonId(): PersonId {
  return `p_${randomBytes(12).toString('hex')}`;
}
