import type { Complaint } from '../domain/complaint.js';
import { type Delivery, goesToThread } from '../domain/delivery.js';
import type { Person, PersonId, Platform } from '../domain/person.js';
import type { Channel, Target } from '../ports/channel.js';
import type { Parts } from './parts.js';

/** Where a new message of this delivery goes, and by which channel; undefined when there is nowhere. */
export function targetOf(
  parts: Pick<Parts, 'channels' | 'organisation'>,
  complaint: Complaint,
  item: Delivery,
  people: ReadonlyMap<PersonId, Person>,
): { target: Target; channel: Channel } | undefined {
  const found = located(parts, complaint, item, people);
  const channel = found === undefined ? undefined : parts.channels.get(found.platform);
  return found === undefined || channel === undefined
    ? undefined
    : { target: found.target, channel };
}

interface Located {
  readonly target: Target;
  readonly platform: Platform;
}

function located(
  parts: Pick<Parts, 'channels' | 'organisation'>,
  complaint: Complaint,
  item: Delivery,
  people: ReadonlyMap<PersonId, Person>,
): Located | undefined {
  const { organisation, channels } = parts;
  if (goesToThread(item)) {
    const thread = complaint.refs['team-card'];
    return thread === undefined ? undefined : { target: { thread }, platform: thread.platform };
  }
  if (item.person !== null) {
    const known = people.get(item.person)?.accounts ?? [];
    const platform = known.find((account) => channels.has(account.platform))?.platform;
    const accounts = known.filter((account) => account.platform === platform);
    return platform === undefined ? undefined : { target: { accounts }, platform };
  }
  const place =
    item.slot === 'ops' ? organisation.ops : organisation.teams.get(complaint.team)?.place;
  return place === null || place === undefined
    ? undefined
    : { target: { place }, platform: place.platform };
}
