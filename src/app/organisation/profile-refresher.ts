import { accountKey } from '../../domain/organisation/person.js';
import type { InboundEvent } from '../../ports/intake.js';
import type { Dependencies } from '../dependencies.js';
import type { BackgroundTasks } from '../scheduling/background-tasks.js';
import { refreshPerson } from './refresh-person.js';

/** The shortest time between two look-ups of one account in this process, ms of real time. */
export const PROFILE_INTERVAL_MS = 24 * 3_600_000;
/** The wait before a look-up, ms of real time: until then the person has the answer to their event. */
const DELAY_MS = 3000;
/** Most look-ups that wait or run at once: 100 a minute, as Slack allows for `users.info` (tier 4). */
export const MAX_PENDING = 5;
/** Most accounts to remember; the oldest go first, and are looked up again sooner. */
const MAX_REMEMBERED = 20_000;

/** Keeps the names and zones of people up to date on platforms whose events do not bring them. */
export interface ProfileRefresher {
  /** Looks up the author of an event behind the answer, at most once a day. Never throws. */
  afterEvent(event: InboundEvent): void;
}

/**
 * Creates the refresher. What a look-up finds is saved by {@link refreshPerson}; one that fails is only
 * logged, and the name stays until the next.
 * @param delayMs the wait before a look-up, ms of real time.
 */
export function createProfileRefresher(
  deps: Pick<Dependencies, 'people' | 'channels' | 'organisation' | 'monotonicNow'>,
  background: Pick<BackgroundTasks, 'runLater'>,
  delayMs = DELAY_MS,
): ProfileRefresher {
  const lookedUpAt = new Map<string, number>();
  let pending = 0;
  const remember = (key: string, now: number) => {
    lookedUpAt.delete(key);
    lookedUpAt.set(key, now);
    const [oldest] = lookedUpAt.size > MAX_REMEMBERED ? lookedUpAt.keys() : [];
    if (oldest !== undefined) lookedUpAt.delete(oldest);
  };
  return {
    afterEvent({ account, displayName, payload }) {
      if (displayName !== null || payload.kind === 'uninstalled' || payload.kind === 'joined')
        return;
      const [key, now] = [accountKey(account), deps.monotonicNow()];
      const last = lookedUpAt.get(key);
      if (last !== undefined && now - last < PROFILE_INTERVAL_MS) return;
      if (pending >= MAX_PENDING) return;
      remember(key, now);
      pending += 1;
      background.runLater(`profile of ${key}`, delayMs, 'look up a profile', () =>
        lookUp(deps, account).finally(() => {
          pending -= 1;
        }),
      );
    },
  };
}

async function lookUp(
  deps: Pick<Dependencies, 'people' | 'channels' | 'organisation'>,
  account: InboundEvent['account'],
): Promise<void> {
  const person = await deps.people.findByAccount(account);
  if (person === undefined) return;
  const profile = await deps.channels.get(account.platform)?.fetchProfile(account);
  if (profile !== undefined) await refreshPerson(deps, person, { account, ...profile });
}
