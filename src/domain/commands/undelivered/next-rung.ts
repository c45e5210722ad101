import type { Complaint } from '../../complaint/complaint.js';
import type { DecisionContext } from '../../complaint/decision.js';
import type { Delivery, OutboxDraft } from '../../complaint/delivery.js';
import type { NudgeRecipient, NudgeRecord, NudgeStandIn } from '../../complaint/facts.js';
import type { NudgeReason } from '../../complaint/view-ref.js';
import { findLadderOf } from '../../concerned/concerned.js';
import { findStandIn } from '../../inbox/stand-in.js';
import {
  isOutstanding,
  isSameLadder,
  isSameNudge,
  isSameRung,
  toRecipientKey,
} from '../../nudges/nudge.js';
import {
  createNudgeRecord,
  draftNudge,
  findReader,
  toNudgeStandIn,
} from '../../nudges/nudge-message.js';
import { isPastLastRung } from '../../nudges/past-last-rung.js';
import { nextRepeat } from '../../nudges/rounds.js';
import { findPolicy, toClimbedLadder } from '../../organisation/organisation.js';
import type { PersonId } from '../../organisation/person.js';
import type { LadderPolicy } from '../../organisation/rungs.js';

/** A message that its recipient did not get. */
export type LostMessage = Pick<Delivery, 'id' | 'kind' | 'slot' | 'view' | 'person'>;

/** Whom a delivery is for. Of a nudge that a stand-in gets: the person who is away. */
export function toRecipient({ person, view }: LostMessage): NudgeRecipient {
  const absent = view.name === 'nudge' && view.args.standIn !== undefined ? view.args.to : null;
  const recipient = absent ?? person;
  return recipient === null ? 'team' : { person: recipient };
}

/** The nudges that go to the next rung instead, and their records. */
export function nudgeNextRung(
  complaint: Complaint,
  item: LostMessage,
  context: DecisionContext,
): { readonly drafts: readonly OutboxDraft[]; readonly records: readonly NudgeRecord[] } {
  const unreachable = item.person ?? 'team';
  const next = findReplacements(complaint, item, context).map(({ to, standIn, reasons }) => {
    const id = `${item.id}/${to.person}`;
    const draft = draftNudge(id, { to, reasons, unreachable, standIn }, complaint);
    const records = reasons.map((reason) =>
      createNudgeRecord(reason, { to, standIn }, { delivery: id, complaint, now: context.now }),
    );
    return { draft, records };
  });
  return {
    drafts: next.map((sent) => sent.draft),
    records: next.flatMap((sent) => sent.records),
  };
}

/** What one person gets because somebody else could not be reached. */
interface Replacement {
  readonly to: { readonly person: PersonId };
  readonly standIn: NudgeStandIn | undefined;
  readonly reasons: readonly [NudgeReason, ...NudgeReason[]];
}

/** A nudge that did not arrive: its records and those it replaces, who was to read them, and what is still to do. */
interface TriedNudge {
  readonly chain: readonly NudgeRecord[];
  readonly readers: ReadonlySet<PersonId>;
  readonly open: readonly NudgeReason[];
}

/**
 * One for each person on the next rung, but not what somebody would read twice because they stand in. When
 * nobody is left to try, another stand-in gets it, or else whoever is away themselves.
 */
function findReplacements(
  complaint: Complaint,
  item: LostMessage,
  context: DecisionContext,
): readonly Replacement[] {
  const from = toRecipient(item);
  const open = findOpenReasons(complaint, item);
  const chain = findChain(complaint, item);
  const readers = new Set(chain.map(findReader).filter((one) => one !== null));
  const tried = new Set([
    ...readers,
    ...chain.flatMap(({ to }) => (to === 'team' ? [] : to.person)),
  ]);
  const after = [toRecipientKey(from), item.person ?? 'team'];
  const people = findUntried(complaint, after, tried, context);
  if (people.length === 0) return findAbsentees(complaint, { chain, readers, open }, context);
  const all = people.flatMap((person): readonly Replacement[] => {
    const to = { person };
    const found = findStandIn(person, complaint, context, readers);
    const standIn = found === null ? undefined : toNudgeStandIn(found);
    const knows = (reason: NudgeReason): boolean =>
      [to, standIn ?? to].some(
        (one) => wasPassedOn(complaint, reason, from, one) || hasItself(complaint, reason, one),
      );
    const [first, ...more] = open
      .filter((reason) => !knows(reason))
      .map((reason) => toNextRung(complaint, reason, to));
    return first === undefined ? [] : [{ to, standIn, reasons: [first, ...more] }];
  });
  const own = all.filter(({ standIn }) => standIn === undefined);
  const others = all.filter(({ standIn }) => standIn !== undefined);
  return [...new Map([...others, ...own].map((one) => [findReader(one), one])).values()];
}

/**
 * The people for whom a stand-in was to get this nudge and who did not get it themselves, with the stand-in who
 * is left; nobody if somebody else on the last rung got it.
 */
function findAbsentees(
  complaint: Complaint,
  { chain, readers, open }: TriedNudge,
  context: DecisionContext,
): readonly Replacement[] {
  const { unreached } = complaint.undelivered;
  const isElsewhere = (reason: NudgeReason): boolean =>
    complaint.nudges.some(
      (sent) =>
        !chain.includes(sent) &&
        isSameRung(sent, reason) &&
        sent.round === reason.round &&
        !unreached.includes(findReader(sent) ?? 'team'),
    );
  const asked = open.filter((reason) => !isElsewhere(reason));
  const absent = chain.filter((sent) => sent.standIn !== undefined);
  const people = new Set(absent.flatMap(({ to }) => (to === 'team' ? [] : to.person)));
  return [...people].flatMap((person): readonly Replacement[] => {
    const to = { person };
    if (readers.has(person)) return [];
    const found = findStandIn(person, complaint, context, readers);
    const standIn = found === null ? undefined : toNudgeStandIn(found);
    const [first, ...more] = asked.flatMap((reason) => {
      const lost = absent.find(
        (sent) => isSameLadder(sent, reason) && sent.to !== 'team' && sent.to.person === person,
      );
      if (lost === undefined) return [];
      const again = { ...reason, rung: lost.rung };
      return [{ ...again, repeat: nextRepeat(again, to, complaint) }];
    });
    return first === undefined ? [] : [{ to, standIn, reasons: [first, ...more] }];
  });
}

/**
 * Returns who is next after the first of these people and was not tried yet: of a nudge that a stand-in was to
 * get, after the person who is away, and after the stand-in if all of those were tried.
 */
function findUntried(
  complaint: Complaint,
  after: readonly string[],
  tried: ReadonlySet<PersonId>,
  context: DecisionContext,
): readonly PersonId[] {
  const policy = findPolicy(complaint, context.organisation);
  const rungs = after.map((who) =>
    findNextRung(complaint, who, context, policy).filter((person) => !tried.has(person)),
  );
  return rungs.find((people) => people.length > 0) ?? [];
}

/** Returns what the message asked for and is still to be done. */
function findOpenReasons(complaint: Complaint, item: LostMessage): readonly NudgeReason[] {
  if (item.view.name !== 'nudge') return [];
  return item.view.args.reasons.filter((reason) =>
    complaint.nudges.some(
      (sent) =>
        sent.delivery === item.id && isSameNudge(sent, reason) && isOutstanding(sent, complaint),
    ),
  );
}

/** It repeats: the next rung gets its own nudge too, when that is due. */
function toNextRung(complaint: Complaint, reason: NudgeReason, to: NudgeRecipient): NudgeReason {
  const next = { ...reason, rung: reason.rung + 1 };
  return { ...next, repeat: nextRepeat(next, to, complaint) };
}

/**
 * Did `to` get this nudge before in place of somebody out of reach? A rung went to `from` and to others
 * as the same nudge; its repetition is for `from` alone.
 */
function wasPassedOn(
  complaint: Complaint,
  reason: NudgeReason,
  from: NudgeRecipient,
  to: { readonly person: PersonId },
): boolean {
  const isLost = (lost: NudgeRecord): boolean =>
    isSameNudge(lost, reason) &&
    (reason.repeat === 0 || toRecipientKey(lost.to) === toRecipientKey(from));
  const lost = complaint.nudges.filter(isLost);
  return complaint.nudges.some(
    (sent) =>
      isSameRung(sent, { ...reason, rung: reason.rung + 1 }) &&
      lost.some(({ delivery }) => sent.delivery === `${delivery}/${to.person}`),
  );
}

/** Past the last rung everybody is reminded at once: did `to` get this nudge as well? */
function hasItself(
  complaint: Complaint,
  reason: NudgeReason,
  to: { readonly person: PersonId },
): boolean {
  if (!isPastLastRung(reason)) return false;
  return complaint.nudges.some(
    (sent) => isSameNudge(sent, reason) && toRecipientKey(sent.to) === toRecipientKey(to),
  );
}

/** The records of this message and of those that it replaces. A replacement's id starts with theirs. */
function findChain(complaint: Complaint, item: LostMessage): readonly NudgeRecord[] {
  return complaint.nudges.filter(
    (sent) => item.id === sent.delivery || item.id.startsWith(`${sent.delivery}/`),
  );
}

/** Returns who is next on the ladder after `who`; nobody after an officer. `policy`: for a reminder. */
export function findNextRung(
  complaint: Complaint,
  who: string,
  context: DecisionContext,
  policy: LadderPolicy = {},
): readonly PersonId[] {
  const ladder = findLadderOf(complaint, context.organisation);
  const { lead, officers } = toClimbedLadder(ladder, policy);
  const isOfficerOnly = officers.includes(who) && who !== lead && who !== complaint.assignee;
  if (isOfficerOnly) return [];
  return who === lead || lead === null ? officers.filter((officer) => officer !== who) : [lead];
}
