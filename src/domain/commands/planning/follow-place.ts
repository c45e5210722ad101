import type { Complaint } from '../../complaint/complaint.js';
import type { DecisionContext } from '../../complaint/decision.js';
import type { DeliveryDraft } from '../../complaint/delivery.js';
import { draftTeamCard } from '../../complaint/delivery-drafts.js';
import { isOngoing } from '../../complaint/facts.js';
import {
  getOwner,
  MAX_PLACEMENTS,
  openPlacement,
  type Placement,
  toCardSlot,
} from '../../complaint/slot.js';
import { isElsewhere, type Place } from '../../organisation/place.js';

/** The placements of a complaint after its team's channel was changed, and what that makes to be sent. */
export interface FollowedPlace {
  readonly placements: readonly Placement[];
  /** The new placement, whose card is to be posted; undefined when none is opened. */
  readonly opened: Placement | undefined;
  /** The last update of each card that the team has in another channel by now. */
  readonly lastUpdates: readonly DeliveryDraft[];
}

type Moving = Pick<Complaint, 'state' | 'placements' | 'refs' | 'generation'>;

/**
 * Follows a team to another channel in `redress.yml`. First the complaint gets a second placement there,
 * while the first one stays open: its card is kept up to date, and messages hang under it. Once the new
 * card is posted, the first one is closed. If the channel is changed back before that, the new placement
 * is closed instead. A card that is not posted yet needs nothing: it goes to the channel of today.
 */
export function followPlace(
  complaint: Moving,
  { organisation, now }: Pick<DecisionContext, 'organisation' | 'now'>,
): FollowedPlace {
  const { placements, generation = 0 } = complaint;
  const place = organisation.teams.get(getOwner(placements).team)?.place;
  const isOlder = generation > (organisation.generation ?? 0);
  if (place === undefined || isOlder || !isOngoing(complaint)) return stay(placements);
  const { opened, placements: chosen } = chooseOwner(complaint, place, now);
  const passed = findPassed({ ...complaint, placements: chosen });
  const close = (one: Placement) => (passed.includes(one) ? { ...one, closedAt: now } : one);
  return {
    opened,
    placements: passed.length === 0 ? chosen : chosen.map(close),
    lastUpdates: passed.map((one) => draftTeamCard('update', one)),
  };
}

/** Is there anything to do for the complaint because its team's channel was changed? */
export function isToFollow(
  complaint: Moving,
  context: Pick<DecisionContext, 'organisation' | 'now'>,
): boolean {
  return followPlace(complaint, context).placements !== complaint.placements;
}

function stay(placements: readonly Placement[]): FollowedPlace {
  return { placements, opened: undefined, lastUpdates: [] };
}

/** Which placement the team's card is in, if its channel is `place`. */
function chooseOwner(
  { placements, refs }: Moving,
  place: Place,
  now: number,
): Pick<FollowedPlace, 'placements' | 'opened'> {
  const owner = getOwner(placements);
  const posted = refs[toCardSlot(owner)];
  if (posted === undefined) {
    const back = placements.find((one) => {
      const ref = refs[toCardSlot(one)];
      return isBefore(one, owner) && ref !== undefined && !isElsewhere(ref, place);
    });
    return { opened: undefined, placements: back ? goBack(placements, back, now) : placements };
  }
  if (!isElsewhere(posted, place) || placements.length >= MAX_PLACEMENTS) {
    return { opened: undefined, placements };
  }
  const opened = openPlacement(placements, owner.team, now);
  const former = placements.map((one) => (one === owner ? { ...one, as: 'former' as const } : one));
  return { opened, placements: [...former, opened] };
}

function goBack(
  placements: readonly Placement[],
  back: Placement,
  now: number,
): readonly Placement[] {
  return placements.map((one) => {
    if (one === back) return { ...one, as: 'owner' };
    return one.as === 'owner' ? { ...one, as: 'former', closedAt: now } : one;
  });
}

/** The open placements that the team had before its newest one, once the newest one's card is posted. */
function findPassed({ placements, refs }: Moving): readonly Placement[] {
  const owner = getOwner(placements);
  if (refs[toCardSlot(owner)] === undefined) return [];
  return placements.filter((one) => isBefore(one, owner));
}

/** Is it an open placement of the owner's team in the channel that the team had before? */
function isBefore({ as, team, closedAt }: Placement, owner: Placement): boolean {
  return as === 'former' && closedAt === null && team === owner.team;
}
