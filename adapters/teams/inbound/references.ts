import type { Place } from '../../../src/domain/organisation/place.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { Meter } from '../../../src/ports/meter.js';
import type { Reference, ReferenceStore } from '../../../src/ports/stores/reference-store.js';
import { parseTeamsPlace } from '../addresses.js';
import { isExtensionInvoke } from './parse.js';
import type { Activity } from './payloads.js';

/**
 * The conversation references of the tenant and its teams, stored as `tenant` and `team:<thread id>`
 * and refreshed by every activity. `since` is the time its service URL was first seen, real time,
 * ms UTC.
 */
export interface References {
  /** Loads all stored references, for {@link References.findRemovedTeams}. */
  load(): Promise<void>;
  /** Stores the service URL of an activity for its team and the tenant. Writes only changes. */
  record(activity: Activity): Promise<void>;
  /** Loads again what other processes may have changed, at most once a minute. */
  refresh(): Promise<void>;
  /**
   * The ids of the teams with a configured place that the bot was removed from and not added to
   * again, as far as loaded.
   */
  findRemovedTeams(): readonly string[];
}

export interface ReferencesOptions extends ReferenceCacheOptions {
  readonly meter: Meter;
  /** The configured places: the removal from one of their teams raises an alarm. */
  readonly places?: readonly Place[] | undefined;
}

const TEAM = 'team:';

/** Creates the references. Their store is read through a cache of a minute. */
export function createReferences(options: ReferencesOptions): References {
  const cache = createReferenceCache(options);
  const record = async (activity: Activity) => {
    const { serviceUrl, channelData } = activity;
    await cache.put('tenant', { serviceUrl }, await cache.get('tenant'));
    // The message extension also works in teams without the bot.
    const team = isExtensionInvoke(activity) ? undefined : channelData?.team?.id;
    if (team === undefined) return;
    const key = `${TEAM}${team}`;
    // Teams reports a change once, to one process, so the cache may be older than the store.
    const before = await (isMembershipChange(activity) ? cache.readAgain(key) : cache.get(key));
    const group = channelData?.team?.aadGroupId ?? before?.group;
    const removed = isRemoval(activity);
    const reference = { serviceUrl, removed, ...(group === undefined ? {} : { group }) };
    await cache.put(key, reference, before);
    if (removed && before?.removed !== true) {
      reportRemoval(options, team, isConfigured(options, team, reference));
    }
  };
  const enqueue = createQueue();
  let refreshing: Promise<void> | undefined;
  return {
    load: () => enqueue(cache.load),
    async refresh() {
      if (cache.isFresh()) return;
      refreshing ??= enqueue(cache.load).finally(() => {
        refreshing = undefined;
      });
      await refreshing;
    },
    record: (activity) => enqueue(() => record(activity)),
    findRemovedTeams() {
      return cache.all().flatMap(([key, reference]) => {
        if (!key.startsWith(TEAM) || reference.removed !== true) return [];
        const team = key.slice(TEAM.length);
        return isConfigured(options, team, reference) ? [team] : [];
      });
    },
  };
}

function isConfigured(
  { places = [] }: ReferencesOptions,
  team: string,
  { group }: Reference,
): boolean {
  return places.some((one) => {
    const place = parseTeamsPlace(one);
    if (place === undefined) return false;
    // A place may name its team by the group id; the General channel has the team's id.
    return place.team === team || place.channel === team || place.team === group;
  });
}

function reportRemoval(
  { meter, logger }: ReferencesOptions,
  team: string,
  isConfiguredTeam: boolean,
): void {
  if (!isConfiguredTeam) {
    logger.info({ team }, 'app removed from a team without a configured place');
    return;
  }
  meter.count('alarms', { reason: 'removed-from-team' });
  logger.warn({ team }, 'app removed from a team, cannot post there');
}

/** Runs one task after the other, even after a failure: Teams reports one change in several activities at once. */
function createQueue(): (task: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (task) => {
    last = last.then(task, task);
    return last;
  };
}

/** Whether the activity reports that a member or the app was added or removed. */
function isMembershipChange({ type }: Activity): boolean {
  return type === 'installationUpdate' || type === 'conversationUpdate';
}

/** Whether the activity reports that the bot was removed from the team, or that the team was deleted. */
function isRemoval(activity: Activity): boolean {
  const { type, action, membersRemoved, recipient, channelData } = activity;
  if (type === 'installationUpdate') return action === 'remove';
  if (type !== 'conversationUpdate') return false;
  if (membersRemoved?.some(({ id }) => id === recipient.id)) return true;
  return channelData?.eventType === 'teamDeleted' || channelData?.eventType === 'teamHardDeleted';
}

/** Lifetime of a cached reference, ms. Other processes write to the store as well. */
const CACHE_TTL_MS = 60_000;

/** Caches the references of Teams. All members throw what the store throws. */
interface ReferenceCache {
  /** The reference, read again after a minute. While the store fails, the last one read. */
  get(key: string): Promise<Reference | undefined>;
  /** Reads the reference from the store now. */
  readAgain(key: string): Promise<Reference | undefined>;
  /** Stores a reference with the `since` of its service URL. Writes only when it differs from `before`. */
  put(key: string, reference: Reference, before: Reference | undefined): Promise<void>;
  /** Reads all references. */
  load(): Promise<void>;
  /** Whether all references were read within the last minute. */
  isFresh(): boolean;
  /** All cached references. */
  all(): readonly (readonly [string, Reference])[];
}

interface ReferenceCacheOptions {
  readonly store: ReferenceStore;
  readonly logger: Logger;
  /** A time that only runs forward, ms. */
  readonly now: () => number;
  /** Real time, ms UTC. */
  readonly wallNow: () => number;
}

function createReferenceCache({
  store,
  now,
  wallNow,
  logger,
}: ReferenceCacheOptions): ReferenceCache {
  let loadedAt = Number.NEGATIVE_INFINITY;
  let cached = new Map<string, { readonly reference: Reference; readonly readAt: number }>();
  const remember = (key: string, reference: Reference) => {
    cached.set(key, { reference, readAt: now() });
  };
  const readAgain = async (key: string): Promise<Reference | undefined> => {
    const reference = await store.get('teams', key);
    if (reference === undefined) cached.delete(key);
    else remember(key, reference);
    return reference;
  };
  return {
    readAgain,
    async get(key) {
      const last = cached.get(key);
      if (last === undefined) return readAgain(key);
      if (now() - last.readAt < CACHE_TTL_MS) return last.reference;
      try {
        return await readAgain(key);
      } catch (error) {
        logger.warn({ error }, 'conversation reference not read again, using the cached one');
        return last.reference;
      }
    },
    async put(key, next, before) {
      const isMoved = before?.since === undefined || before.serviceUrl !== next.serviceUrl;
      const reference = { ...next, since: isMoved ? wallNow() : before.since };
      if (before !== undefined && isSame(before, reference)) return;
      await store.put('teams', key, reference);
      remember(key, reference);
    },
    async load() {
      const readAt = now();
      const read = [...(await store.all('teams'))];
      cached = new Map(read.map(([key, reference]) => [key, { reference, readAt }]));
      loadedAt = readAt;
    },
    isFresh: () => now() - loadedAt < CACHE_TTL_MS,
    all: () => [...cached].map(([key, { reference }]) => [key, reference]),
  };
}

function isSame(one: Reference, other: Reference): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
