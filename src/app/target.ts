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
  const found = rawTarget(parts, complaint, item, people);
  const channel = found === undefined ? undefined : parts.channels.get(platformOf(found));
  return found === undefined || channel === undefined ? undefined : { target: found, channel };
}

function platformOf(target: Target): Platform {
  if ('place' in target) return target.place.platform;
  return 'account' in target ? target.account.platform : target.thread.platform;
}

function rawTarget(
  parts: Pick<Parts, 'channels' | 'organisation'>,
  complaint: Complaint,
  item: Delivery,
  people: ReadonlyMap<PersonId, Person>,
): Target | undefined {
  const { organisation, channels } = parts;
  if (goesToThread(item)) {
    const thread = complaint.refs['team-card'];
    return thread === undefined ? undefined : { thread };
  }
  if (item.person !== null) {
    const accounts = people.get(item.person)?.accounts ?? [];
    const account = accounts.find((known) => channels.has(known.platform));
    return account === undefined ? undefined : { account, reference: account.reference };
  }
  const place =
    item.slot === 'ops' ? organisation.ops : organisation.teams.get(complaint.team)?.place;
  return place === null || place === undefined ? undefined : { place };
}
