import pTimeout from 'p-timeout';
import type { Person, PersonId } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import {
  type AccountSource,
  type LookupDependencies,
  lookUpAccounts,
  missingOn,
} from './account-lookup.js';

/** How often everybody without an account on some platform is looked up again, ms of real time. */
export const SYNC_INTERVAL_MS = 600_000;
/**
 * How many of them one run looks up; the next goes on with the rest. Slack takes 50 such questions a
 * minute (`users.lookupByEmail`, tier 3), and people who act are looked up as well.
 */
export const SYNC_BATCH_SIZE = 20;
/** How often somebody is looked up because there is something to tell them, ms of real time. */
export const MIN_LOOKUP_INTERVAL_MS = 60_000;
/** How long a message waits for it: well within the deliverer's lease. Ms of real time. */
const LOOKUP_TIMEOUT_MS = 10_000;

/** Looks up people who have no account on a platform, for it may be away at start, or the app come there later. */
export interface AccountDirectory {
  /** Looks everybody of the organisation up now and then, until the background is closed. */
  startSync(): void;
  /** One run of that. Throws `STORE_UNAVAILABLE`. */
  syncAll(): Promise<void>;
  /** Looks one person up, at most once a minute; true when an account was found. Throws `STORE_UNAVAILABLE`. */
  findAccounts(id: PersonId): Promise<boolean>;
}

type DirectoryDependencies = Pick<
  Dependencies,
  'people' | 'channels' | 'organisation' | 'workspaces' | 'realNow' | 'logger'
>;

/** @param patienceMs how long `find` waits for the platforms, ms of real time. */
export function createAccountDirectory(
  deps: DirectoryDependencies,
  background: BackgroundTasks,
  patienceMs = LOOKUP_TIMEOUT_MS,
): AccountDirectory {
  const { people, realNow, logger } = deps;
  const sources: LookupDependencies = { ...deps, channels: [...deps.channels.values()] };
  const triedAt = new Map<PersonId, number>();
  let seen = 0;
  const directory: AccountDirectory = {
    startSync() {
      background.runLater('look up', SYNC_INTERVAL_MS, 'look up', () =>
        directory.syncAll().finally(() => directory.startSync()),
      );
    },
    async syncAll() {
      const lacking = await findAllMissingAccounts(deps, sources);
      const turn = rotate(lacking, seen).slice(0, SYNC_BATCH_SIZE);
      seen = lacking.length === 0 ? 0 : (seen + turn.length) % lacking.length;
      let found = 0;
      for (const { on, person, email } of turn) {
        if (background.isClosed) return;
        found += await lookUpAccounts(on, people, person, email);
      }
      if (found > 0) logger.info({ found }, 'accounts of colleagues were found');
    },
    async findAccounts(id) {
      const now = realNow();
      const last = triedAt.get(id);
      if (last !== undefined && now - last < MIN_LOOKUP_INTERVAL_MS) return false;
      triedAt.set(id, now);
      const person = await people.get(id);
      const one = person === undefined ? undefined : findMissingAccounts(person, sources);
      if (one === undefined) return false;
      const found = lookUpAccounts(one.on, people, one.person, one.email);
      return (await pTimeout(found, { milliseconds: patienceMs, fallback: () => 0 })) > 0;
    },
  };
  return directory;
}

/** Somebody, and where they have no account. */
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
  { people, organisation }: DirectoryDependencies,
  sources: LookupDependencies,
): Promise<readonly MissingAccounts[]> {
  const inTeams = [...organisation.teams.values()].flatMap(({ members, lead }) =>
    lead === null ? members : [...members, lead],
  );
  const found = await people.getMany([...new Set([...inTeams, ...organisation.officers])]);
  const each = new Map([...found.values()].map((person) => [person.id, person]));
  return [...each.values()].flatMap((person) => findMissingAccounts(person, sources) ?? []);
}

/** The same in turn, from the n-th on. */
function rotate<T>(items: readonly T[], n: number): readonly T[] {
  return [...items.slice(n), ...items.slice(0, n)];
}
