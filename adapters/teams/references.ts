import type { Place } from '../../src/domain/place.js';
import type { Logger } from '../../src/ports/logger.js';
import type { Meter } from '../../src/ports/meter.js';
import type { Reference, ReferenceStore } from '../../src/ports/reference-store.js';
import { teamsPlaceOf } from './addresses.js';
import { isOfExtension } from './parse.js';
import type { Activity } from './payloads.js';

/** Where Teams is to be written to: kept as `team:<thread id>` and `tenant`, refreshed by every activity. */
export interface References {
  /** Reads what is kept, for {@link References.removedTeams}. */
  load(): Promise<void>;
  /** Keeps what an activity says of its team and of the tenant; writes only what changed. */
  note(activity: Activity): Promise<void>;
  /** The ids of the teams with a configured place the bot was removed from and not added to again. */
  removedTeams(): readonly string[];
}

export interface ReferencesOptions {
  readonly store: ReferenceStore;
  readonly logger: Logger;
  readonly meter: Meter;
  /** The configured places: their teams are missed when the bot is removed from them. */
  readonly places?: readonly Place[] | undefined;
}

const TEAM = 'team:';

export function createReferences(options: ReferencesOptions): References {
  const { store } = options;
  const known = new Map<string, Reference>();
  const keptAt = async (key: string) => known.get(key) ?? (await store.get('teams', key));
  const keep = async (key: string, reference: Reference) => {
    const kept = await keptAt(key);
    if (kept === undefined || !isSame(kept, reference)) await store.put('teams', key, reference);
    known.set(key, reference);
  };
  const note = async (activity: Activity) => {
    const { serviceUrl, channelData } = activity;
    await keep('tenant', { serviceUrl });
    // A message extension is used in teams as well that the bot is not in.
    const team = isOfExtension(activity) ? undefined : channelData?.team?.id;
    if (team === undefined) return;
    const key = `${TEAM}${team}`;
    const kept = await keptAt(key);
    const group = channelData?.team?.aadGroupId ?? kept?.group;
    const removed = isRemoval(activity);
    const reference = { serviceUrl, removed, ...(group === undefined ? {} : { group }) };
    await keep(key, reference);
    if (removed && kept?.removed !== true) tellOfRemoval(options, team, isMissed(team, reference));
  };
  const isMissed = (team: string, { group }: Reference) =>
    (options.places ?? []).some((one) => {
      const place = teamsPlaceOf(one);
      if (place === undefined) return false;
      // A place may name its team by the group's id; the General channel bears the team's id.
      return place.team === team || place.channel === team || place.team === group;
    });
  const inTurn = createTurns();
  return {
    async load() {
      for (const [key, reference] of await store.all('teams')) known.set(key, reference);
    },
    note: (activity) => inTurn(() => note(activity)),
    removedTeams() {
      return [...known].flatMap(([key, reference]) => {
        if (!key.startsWith(TEAM) || reference.removed !== true) return [];
        const team = key.slice(TEAM.length);
        return isMissed(team, reference) ? [team] : [];
      });
    },
  };
}

function tellOfRemoval({ meter, logger }: ReferencesOptions, team: string, isMissed: boolean) {
  if (!isMissed) {
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

/** Whether this tells that the bot is no longer in the team, for it was taken out or the team is gone. */
function isRemoval(activity: Activity): boolean {
  const { type, action, membersRemoved, recipient, channelData } = activity;
  if (type === 'installationUpdate') return action === 'remove';
  if (type !== 'conversationUpdate') return false;
  if (membersRemoved?.some(({ id }) => id === recipient.id)) return true;
  return channelData?.eventType === 'teamDeleted' || channelData?.eventType === 'teamHardDeleted';
}

function isSame(one: Reference, other: Reference): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
