import pTimeout from 'p-timeout';
import { accountKey, type Person, type PersonId } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import {
  type AccountInspector,
  type AccountSource,
  type LookupDependencies,
  lookUpAccounts,
  missingOn,
} from './account-lookup.js';
import { logClash, renewAccount } from './renew-account.js';

/** How often people without an account on some platform are looked up again, ms of real time. */
export const SYNC_INTERVAL_MS = 600_000;
/**
 * How many people one run looks up; the next run goes on with the rest. Slack allows 50 calls of
 * `users.lookupByEmail` a minute (tier 3), and people who use Redress are looked up as well.
 */
export const SYNC_BATCH_SIZE = 20;
/** The shortest time between two look-ups of one person for a message, ms of real time. */
export const MIN_LOOKUP_INTERVAL_MS = 60_000;
/** How long a message waits for a look-up, ms of real time: well within the deliverer's lease. */
const LOOKUP_TIMEOUT_MS = 10_000;

/**
 * Looks up people who have no account on a platform: the platform may not have answered at start, or
 * the app was installed later.
 */
export interface AccountDirectory {
  /** Starts to run `syncAll` every ten minutes, until the background tasks are closed. */
  startSync(): void;
  /**
   * Looks up the next people of the organisation who lack an account, and asks about the accounts of
   * the next who have some, see {@link renewNext}. Throws `STORE_UNAVAILABLE`.
   */
  syncAll(): Promise<void>;
  /**
   * Asks the platforms whether the accounts of the next people are deactivated, and if so looks for
   * their new ones by e-mail address. Throws `STORE_UNAVAILABLE`.
   */
  renewNext(): Promise<void>;
  /** Looks up one person, at most once a minute; true when an account was found. Throws `STORE_UNAVAILABLE`. */
  findAccounts(id: PersonId): Promise<boolean>;
}

type DirectoryDependencies = Pick<
  Dependencies,
  'people' | 'channels' | 'organisation' | 'workspaces' | 'monotonicNow' | 'logger'
>;

/**
 * Creates the directory; it looks up nobody until it is called.
 * @param timeoutMs how long `findAccounts` waits for the platforms, ms of real time.
 */
export function createAccountDirectory(
  deps: DirectoryDependencies,
  background: BackgroundTasks,
  timeoutMs = LOOKUP_TIMEOUT_MS,
): AccountDirectory {
  const { people, monotonicNow, logger } = deps;
  const sources: LookupDependencies = { ...deps, channels: [...deps.channels.values()] };
  const triedAt = new Map<PersonId, number>();
  const renewer = createRenewer(deps, background);
  let offset = 0;
  const directory: AccountDirectory = {
    startSync() {
      background.runLater('look up', SYNC_INTERVAL_MS, 'look up', () =>
        directory.syncAll().finally(() => directory.startSync()),
      );
    },
    async syncAll() {
      const missing = await findAllMissingAccounts(deps, sources);
      const batch = rotate(missing, offset).slice(0, SYNC_BATCH_SIZE);
      offset = missing.length === 0 ? 0 : (offset + batch.length) % missing.length;
      let found = 0;
      for (const { on, person, email } of batch) {
        if (background.isClosed) return;
        found += await lookUpAccounts(on, people, person, email);
      }
      if (found > 0) logger.info({ found }, 'accounts found by e-mail address');
      await renewer.renewNext();
    },
    renewNext: renewer.renewNext,
    async findAccounts(id) {
      const now = monotonicNow();
      const last = triedAt.get(id);
      if (last !== undefined && now - last < MIN_LOOKUP_INTERVAL_MS) return false;
      triedAt.set(id, now);
      const person = await people.get(id);
      const missing = person === undefined ? undefined : findMissingAccounts(person, sources);
      if (missing === undefined) return false;
      const found = lookUpAccounts(missing.on, people, missing.person, missing.email);
      return (await pTimeout(found, { milliseconds: timeoutMs, fallback: () => 0 })) > 0;
    },
  };
  return directory;
}

/** A person, and the platforms on which they have no account. */
interface MissingAccounts {
  readonly person: Person;
  readonly email: string;
  readonly on: readonly AccountSource[];
}

function findMissingAccounts(
  person: Person,
  sources: LookupDependencies,
): MissingAccounts | undefined {
  const { email, accounts } = person;
  const on = missingOn(accounts, sources);
  return email === null || on.length === 0 ? undefined : { person, email, on };
}

async function findAllMissingAccounts(
  deps: DirectoryDependencies,
  sources: LookupDependencies,
): Promise<readonly MissingAccounts[]> {
  const everybody = await fetchEverybody(deps);
  return everybody.flatMap((person) => findMissingAccounts(person, sources) ?? []);
}

/** The people in `redress.yml`, each once. */
async function fetchEverybody({
  people,
  organisation,
}: DirectoryDependencies): Promise<readonly Person[]> {
  const inTeams = [...organisation.teams.values()].flatMap(({ members, lead }) =>
    lead === null ? members : [...members, lead],
  );
  const found = await people.getMany([...new Set([...inTeams, ...organisation.officers])]);
  return [...new Map([...found.values()].map((person) => [person.id, person])).values()];
}

const DEACTIVATED =
  'account of a person in redress.yml is deactivated, they get no messages on this platform';

/** Asks about one batch of accounts after the other, and names once what stands in the way. */
function createRenewer(
  deps: DirectoryDependencies,
  background: Pick<BackgroundTasks, 'isClosed'>,
): Pick<AccountDirectory, 'renewNext'> {
  const { people, channels, workspaces, logger } = deps;
  const named = new Set<string>();
  /** Names what stands in the way once in this process. */
  const nameOnce = (key: string, name: () => void): void => {
    if (!named.has(key)) name();
    named.add(key);
  };
  let offset = 0;
  const renew = async (person: Person, channel: AccountInspector): Promise<void> => {
    const { platform } = channel;
    const { email } = person;
    const own = person.accounts.find(
      (one) => one.platform === platform && one.workspace === workspaces[platform],
    );
    if (own === undefined || email === null) return;
    if ((await channel.checkAccount(own)) !== 'deactivated') return;
    const account = await channel.findAccountByEmail(email);
    if (account === undefined) {
      const { workspace, userId } = own;
      const fields = { person: person.id, platform, workspace, userId };
      return nameOnce(accountKey(own), () => logger.warn(fields, DEACTIVATED));
    }
    const renewal = { people, logger, channels: [channel] };
    const claim = { name: null, email, accounts: [] };
    const outcome = await renewAccount(renewal, person, account, claim);
    if (outcome.kind !== 'clash') return;
    nameOnce(`${accountKey(own)} ${accountKey(account)}`, () => logClash(logger, outcome, account));
  };
  return {
    async renewNext() {
      const everybody = await fetchEverybody(deps);
      const known = everybody.filter(
        ({ accounts, email }) => accounts.length > 0 && email !== null,
      );
      const batch = rotate(known, offset).slice(0, SYNC_BATCH_SIZE);
      offset = known.length === 0 ? 0 : (offset + batch.length) % known.length;
      for (const person of batch) {
        for (const channel of channels.values()) {
          if (background.isClosed) return;
          await skipUnreadable(() => renew(person, channel));
        }
      }
    },
  };
}

/** The same items, starting with the n-th. */
function rotate<T>(items: readonly T[], n: number): readonly T[] {
  return [...items.slice(n), ...items.slice(0, n)];
}
