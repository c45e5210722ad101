import type { Dependencies } from '../app/dependencies.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import { COMPLAINT_STATES, type ComplaintState, isOngoing } from '../domain/complaint/facts.js';
import { findResolution, isAcknowledged } from '../domain/complaint/handling.js';
import type { Viewer } from '../domain/complaint/permissions.js';
import { getOwner, type Placement, toCardSlot } from '../domain/complaint/slot.js';
import { findReader } from '../domain/nudges/nudge-message.js';
import type { Person, PersonId, Platform } from '../domain/organisation/person.js';
import type { MessageRef } from '../domain/organisation/place.js';

/** A person in the register. */
export interface RegisterPerson {
  readonly name: string;
  /** Their user id on each platform where they have an account. */
  readonly accounts: Readonly<Partial<Record<Platform, string>>>;
}

/** The progress of a complaint, without its content and without the complainant. */
export interface RegisterEntry {
  readonly reference: string;
  /** The category's name. */
  readonly category: string;
  readonly state: ComplaintState;
  readonly confidential: boolean;
  readonly reporter: RegisterPerson;
  readonly owner: RegisterPerson | null;
  /** The team's name. */
  readonly team: string;
  /** Its card in the team's channel, once posted; opaque, made by the platform's adapter. */
  readonly post: MessageRef | null;
  /** Its cards in the channels that it has left, in order; null for one not posted yet. */
  readonly formerPosts: readonly (MessageRef | null)[];
  readonly acknowledged: boolean;
  /** How many promises were made. */
  readonly promises: number;
  /** How many nudges were sent. */
  readonly nudges: number;
  readonly resolved: boolean;
  /** Closed or withdrawn. */
  readonly closed: boolean;
  /** How many deliveries are not sent yet. */
  readonly waiting: number;
}

/** A viewer who may see every complaint: the register is for simulators only. */
const LAB_VIEWER: Viewer = {
  person: 'lab',
  ids: ['lab'],
  memberOf: [],
  leadOf: [],
  isOfficer: true,
};

/** The highest limit MongoDB takes, 32 bits. */
const NO_LIMIT = 2 ** 31 - 1;

/**
 * Returns every complaint, newest last.
 * @throws RedressError `STORE_UNAVAILABLE` when the store does not answer.
 */
export async function readComplaintRegister(
  deps: Pick<Dependencies, 'complaints' | 'inboxes' | 'people' | 'organisation'>,
): Promise<readonly RegisterEntry[]> {
  const found = await deps.complaints.list({
    viewer: LAB_VIEWER,
    states: COMPLAINT_STATES,
    limit: NO_LIMIT,
  });
  const named = found.flatMap(({ reporter, assignee }) => [reporter, assignee]);
  const ids = [...new Set(named)].filter((id) => id !== null);
  const people = await deps.people.getMany(ids);
  const entries = found.map(async (complaint) =>
    toRegisterEntry(complaint, deps, people, await countSentLines(deps, complaint)),
  );
  return (await Promise.all(entries)).reverse();
}

/** How many nudges of a complaint its readers' inboxes have sent. */
async function countSentLines(
  { inboxes }: Pick<Dependencies, 'inboxes'>,
  { nudges }: Complaint,
): Promise<number> {
  const relayed = nudges.filter(({ inInbox }) => inInbox);
  const readers = new Set(relayed.map(findReader).filter((person) => person !== null));
  const found = await Promise.all([...readers].map((person) => inboxes.load(person)));
  const ids = new Set(relayed.map(({ delivery }) => delivery));
  const lines = found.flatMap((inbox) => inbox?.lines ?? []);
  return lines.filter(({ id, sent }) => ids.has(id) && sent !== null).length;
}

function toRegisterEntry(
  complaint: Complaint,
  { organisation }: Pick<Dependencies, 'organisation'>,
  people: ReadonlyMap<PersonId, Person>,
  sentLines: number,
): RegisterEntry {
  const { id, state, assignee, refs, placements } = complaint;
  const findCard = (one: Placement) => refs[toCardSlot(one)] ?? null;
  return {
    reference: id,
    category: organisation.categories.get(complaint.category)?.name ?? complaint.category,
    state,
    confidential: complaint.confidential,
    reporter: toRegisterPerson(people.get(complaint.reporter)),
    owner: assignee === null ? null : toRegisterPerson(people.get(assignee)),
    team: organisation.teams.get(complaint.team)?.name ?? complaint.team,
    post: findCard(getOwner(placements)),
    formerPosts: placements.filter(({ as }) => as === 'former').map(findCard),
    acknowledged: isAcknowledged(complaint),
    promises: complaint.promises.length,
    // Only a nudge that was sent has a reference, and the reference stays.
    nudges: sentLines + Object.keys(refs).filter((slot) => slot.startsWith('nudge:')).length,
    resolved: findResolution(complaint) !== null,
    closed: !isOngoing(complaint),
    waiting: complaint.outbox.length,
  };
}

function toRegisterPerson(person: Person | undefined): RegisterPerson {
  const accounts = (person?.accounts ?? []).map(({ platform, userId }) => [platform, userId]);
  return { name: person?.name ?? 'a colleague', accounts: Object.fromEntries(accounts) };
}
