import type { Place } from '../../../src/domain/organisation/place.js';
import type { Logger } from '../../../src/ports/logger.js';
import type { Meter } from '../../../src/ports/meter.js';
import type { Reference, ReferenceStore } from '../../../src/ports/reference-store.js';
import { parseTeamsPlace } from '../addresses.js';
import { isOfExtension } from './parse.js';
import type { Activity } from './payloads.js';

/**
 * Where Teams is to be written to: kept as `team:<thread id>` and `tenant`, refreshed by every
 * activity. `since` is when its service address was heard of first, real time, ms UTC.
 */
export interface References {
  /** Reads what is kept, for {@link References.removedTeams}. */
  load(): Promise<void>;
  /** Keeps what an activity says of its team and of the tenant; writes only what changed. */
  note(activity: Activity): Promise<void>;
  /** Reads again what another process may have changed, unless that was done lately. */
  refresh(): Promise<void>;
  /**
   * The ids of the teams with a configured place the bot was removed from and not added to again, as
   * far as was read.
   */
  removedTeams(): readonly string[];
}

export interface ReferencesOptions extends ReferenceCacheOptions {
  readonly logger: Logger;
  readonly meter: Meter;
  /** The configured places: their teams are missed when the bot is removed from them. */
  readonly places?: readonly Place[] | undefined;
}

const TEAM = 'team:';

export function createReferences(options: ReferencesOptions): References {
  const kept = createReferenceCache(options);
  const note = async (activity: Activity) => {
    const { serviceUrl, channelData } = activity;
    await kept.put('tenant', { serviceUrl }, await kept.get('tenant'));
    // A message extension is used in teams as well that the bot is not in.
    const team = isOfExtension(activity) ? undefined : channelData?.team?.id;
    if (team === undefined) return;
    const key = `${TEAM}${team}`;
    // What changed is told once, to one process: another's doing may be newer than what we remember.
    const before = await (isOfMembership(activity) ? kept.readAgain(key) : kept.get(key));
    const group = channelData?.team?.aadGroupId ?? before?.group;
    const removed = isRemoval(activity);
    const reference = { serviceUrl, removed, ...(group === undefined ? {} : { group }) };
    await kept.put(key, reference, before);
    if (removed && before?.removed !== true) {
      tellOfRemoval(options, team, isMissed(options, team, reference));
    }
  };
  const inTurn = createTurns();
  let refreshing: Promise<void> | undefined;
  return {
    load: () => inTurn(kept.load),
    async refresh() {
      if (kept.isFresh()) return;
      refreshing ??= inTurn(kept.load).finally(() => {
        refreshing = undefined;
      });
      await refreshing;
    },
    note: (activity) => inTurn(() => note(activity)),
    removedTeams() {
      return kept.all().flatMap(([key, reference]) => {
        if (!key.startsWith(TEAM) || reference.removed !== true) return [];
        const team = key.slice(TEAM.length);
        return isMissed(options, team, reference) ? [team] : [];
      });
    },
  };
}

function isMissed({ places = [] }: ReferencesOptions, team: string, { group }: Reference): boolean {
  return places.some((one) => {
    const place = parseTeamsPlace(one);
    if (place === undefined) return false;
    // A place may name its team by the group's id; the General channel bears the team's id.
    return place.team === team || place.channel === team || place.team === group;
  });
}

function tellOfRemoval({ meter, logger }: ReferencesOptions, team: string, isOurs: boolean) {
  if (!isOurs) {
    logger.info({ team }, 'the app was removed from a team no configured place lies in');
    return;
  }
  meter.count('alarms', { reason: 'removed-from-team' });
  logger.warn({ team }, 'the app was removed from a team: nothing can be posted there');
}

/** One after the other, whether or not the one before failed: Teams tells of one change in several ways at once. */
function createTurns(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work, work);
    return last;
  };
}

/** Whether this tells who or what came or went. */
function isOfMembership({ type }: Activity): boolean {
  return type === 'installationUpdate' || type === 'conversationUpdate';
}

/** Whether this tells that the bot is no longer in the team, for it was taken out or the team is gone. */
function isRemoval(activity: Activity): boolean {
  const { type, action, membersRemoved, recipient, channelData } = activity;
  if (type === 'installationUpdate') return action === 'remove';
  if (type !== 'conversationUpdate') return false;
  if (membersRemoved?.some(({ id }) => id === recipient.id)) return true;
  return channelData?.eventType === 'teamDeleted' || channelData?.eventType === 'teamHardDeleted';
}

/** How long what was read is believed, ms: other processes write as well. */
const FRESH_MS = 60_000;

/** What the store has of Teams, remembered for a minute. All throw what the store throws. */
export interface ReferenceCache {
  /** As remembered, or read again after a while; while the store is away, what was read last. */
  get(key: string): Promise<Reference | undefined>;
  /** As it is in the store now. */
  readAgain(key: string): Promise<Reference | undefined>;
  /** Keeps what was heard, and `since` when (real time, ms UTC) of its service address; writes only what changed from `before`. */
  put(key: string, heard: Reference, before: Reference | undefined): Promise<void>;
  /** Reads everything. */
  load(): Promise<void>;
  /** Whether everything was read within the last minute. */
  isFresh(): boolean;
  /** All that is remembered. */
  all(): readonly (readonly [string, Reference])[];
}

export interface ReferenceCacheOptions {
  readonly store: ReferenceStore;
  readonly logger: Logger;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

export function createReferenceCache({
  store,
  now,
  logger,
}: ReferenceCacheOptions): ReferenceCache {
  let loadedAt = Number.NEGATIVE_INFINITY;
  let known = new Map<string, { readonly reference: Reference; readonly readAt: number }>();
  const remember = (key: string, reference: Reference) => {
    known.set(key, { reference, readAt: now() });
  };
  const readAgain = async (key: string): Promise<Reference | undefined> => {
    const reference = await store.get('teams', key);
    if (reference === undefined) known.delete(key);
    else remember(key, reference);
    return reference;
  };
  return {
    readAgain,
    async get(key) {
      const last = known.get(key);
      if (last === undefined) return readAgain(key);
      if (now() - last.readAt < FRESH_MS) return last.reference;
      try {
        return await readAgain(key);
      } catch (error) {
        logger.warn({ error }, 'where to write to in Teams could not be read again');
        return last.reference;
      }
    },
    async put(key, heard, before) {
      const isMoved = before?.since === undefined || before.serviceUrl !== heard.serviceUrl;
      const reference = { ...heard, since: isMoved ? now() : before.since };
      if (before !== undefined && isSame(before, reference)) return;
      await store.put('teams', key, reference);
      remember(key, reference);
    },
    async load() {
      const readAt = now();
      const read = [...(await store.all('teams'))];
      known = new Map(read.map(([key, reference]) => [key, { reference, readAt }]));
      loadedAt = readAt;
    },
    isFresh: () => now() - loadedAt < FRESH_MS,
    all: () => [...known].map(([key, { reference }]) => [key, reference]),
  };
}

function isSame(one: Reference, other: Reference): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
