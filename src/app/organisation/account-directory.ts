import type { Person, PersonId } from '../../domain/organisation/person.js';
import type { Dependencies } from '../dependencies.js';
import type { Background } from '../scheduling/background.js';
import { type AccountSource, type LookUpSources, lookUpAccounts, missingOn } from './look-up.js';

/** How often everybody without an account on some platform is looked up again, ms of real time. */
export const LOOK_AGAIN_MS = 600_000;
/**
 * How many of them one run looks up; the next goes on with the rest. Slack takes 50 such questions a
 * minute (`users.lookupByEmail`, tier 3), and people who act are looked up as well.
 */
export const MOST_AT_ONCE = 20;
/** How often somebody is looked up because there is something to tell them, ms of real time. */
export const ONCE_IN_MS = 60_000;
/** How long a message waits for it: well within the deliverer's lease. Ms of real time. */
const PATIENCE_MS = 10_000;

/** Looks up people who have no account on a platform, for it may be away at start, or the app come there later. */
export interface AccountDirectory {
  /** Looks everybody of the organisation up now and then, until the background is closed. */
  startSync(): void;
  /** One run of that. Throws `STORE_UNAVAILABLE`. */
  syncAll(): Promise<void>;
  /** Looks one person up, at most once a minute; true when an account was found. Throws `STORE_UNAVAILABLE`. */
  find(id: PersonId): Promise<boolean>;
}

type FinderParts = Pick<
  Dependencies,
  'people' | 'channels' | 'organisation' | 'workspaces' | 'realNow' | 'logger'
>;

/** @param patienceMs how long `find` waits for the platforms, ms of real time. */
export function createAccountDirectory(
  parts: FinderParts,
  background: Background,
  patienceMs = PATIENCE_MS,
): AccountDirectory {
  const { people, realNow, logger } = parts;
  const sources: LookUpSources = { ...parts, channels: [...parts.channels.values()] };
  const triedAt = new Map<PersonId, number>();
  let seen = 0;
  const finder: AccountDirectory = {
    startSync() {
      background.later('look up', LOOK_AGAIN_MS, 'look up', () =>
        finder.syncAll().finally(() => finder.startSync()),
      );
    },
    async syncAll() {
      const lacking = await lackingIn(parts, sources);
      const turn = fromOn(lacking, seen).slice(0, MOST_AT_ONCE);
      seen = lacking.length === 0 ? 0 : (seen + turn.length) % lacking.length;
      let found = 0;
      for (const { on, person, email } of turn) {
        if (background.isClosed) return;
        found += await lookUpAccounts(on, people, person, email);
      }
      if (found > 0) logger.info({ found }, 'accounts of colleagues were found');
    },
    async find(id) {
      const now = realNow();
      const last = triedAt.get(id);
      if (last !== undefined && now - last < ONCE_IN_MS) return false;
      triedAt.set(id, now);
      const person = await people.get(id);
      const one = person === undefined ? undefined : lackingOf(person, sources);
      if (one === undefined) return false;
      const found = lookUpAccounts(one.on, people, one.person, one.email);
      return (await inTime(found, patienceMs)) > 0;
    },
  };
  return finder;
}

/** Somebody, and where they have no account. */
interface Lacking {
  readonly person: Person;
  readonly email: string;
  readonly on: readonly AccountSource[];
}

function lackingOf(person: Person, sources: LookUpSources): Lacking | undefined {
  const { email, accounts } = person;
  const on = missingOn(accounts, sources);
  return email === null || on.length === 0 ? undefined : { person, email, on };
}

async function lackingIn(
  { people, organisation }: FinderParts,
  sources: LookUpSources,
): Promise<readonly Lacking[]> {
  const inTeams = [...organisation.teams.values()].flatMap(({ members, lead }) =>
    lead === null ? members : [...members, lead],
  );
  const found = await people.getMany([...new Set([...inTeams, ...organisation.officers])]);
  const each = new Map([...found.values()].map((person) => [person.id, person]));
  return [...each.values()].flatMap((person) => lackingOf(person, sources) ?? []);
}

/** The same in turn, from the n-th on. */
function fromOn<T>(items: readonly T[], n: number): readonly T[] {
  return [...items.slice(n), ...items.slice(0, n)];
}

/** None when it takes longer; what is found after that is kept all the same. */
async function inTime(found: Promise<number>, ms: number): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(resolve, ms, 0);
  });
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}
