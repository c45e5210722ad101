import { type Answer, answer } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import {
  changed,
  type Outcome,
  type PersonContext,
  rejectOutcome,
  unchanged,
} from '../complaint/decision.js';
import type {
  ComplaintFacts,
  NudgeIdentity,
  NudgeKey,
  NudgeRecord,
  Snooze,
} from '../complaint/facts.js';
import { isViewer } from '../complaint/permissions.js';
import { findStandIn } from '../inbox/stand-in.js';
import { isOutstanding } from '../nudges/nudge.js';
import { isPastLastRung } from '../nudges/past-last-rung.js';
import { nextRepeat } from '../nudges/rounds.js';
import { findSnoozeEnd } from '../nudges/snooze-end.js';
import { findCalendar } from '../organisation/organisation.js';
import type { PersonId } from '../organisation/person.js';

/**
 * Stops this person's nudges about this complaint until the time they chose, see {@link findSnoozeEnd}.
 * Then they are nudged again for what is still to be done. Other people's nudges, and the ladder, go on.
 * A person can snooze only a nudge they got, and only once until they get it again: otherwise they could
 * hold off nudges, and the rungs that follow, for ever. A snooze is stored under the id its nudges went
 * to, which may belong to a record merged since.
 */
export function snooze(
  complaint: ComplaintFacts,
  command: CommandOf<'snooze'>,
  context: PersonContext,
): Outcome {
  const nothing = findNothingToSnooze(complaint, context);
  if (nothing !== null) return unchanged(nothing);
  const calendar = findCalendar(complaint.team, context.organisation);
  const end = findSnoozeEnd(command.choice, complaint, calendar, context.now);
  if (!end.ok) return rejectOutcome(end.why);
  const { until } = end;
  const snoozed = findSnoozable(complaint, context).map(({ id, again }) => [id, { until, again }]);
  const snoozes = { ...complaint.snoozes, ...Object.fromEntries(snoozed) };
  const said = answer({ code: 'snoozed', until });
  return changed({ what: 'snooze', args: { until } }, { snoozes }, { answer: said });
}

type Snoozing = Pick<PersonContext, 'actor' | 'now' | 'organisation' | 'absences'>;

/** What this person is told who has nothing to snooze now, or has snoozed it; null if they can snooze. */
export function findNothingToSnooze(complaint: ComplaintFacts, context: Snoozing): Answer | null {
  if (findSnoozable(complaint, context).length > 0) return null;
  const { actor, now } = context;
  const ids = [...actor.ids, ...findAbsentees(complaint, context)];
  const latest = Math.max(...ids.map((id) => complaint.snoozes[id]?.until ?? 0));
  return latest > now
    ? answer({ code: 'snoozed', until: latest })
    : answer({ code: 'nothing-to-snooze' });
}

/**
 * Under which ids this person can snooze, and what comes again then: their own, and those of people for whom
 * they stand in and got a nudge.
 */
function findSnoozable(
  complaint: ComplaintFacts,
  context: Snoozing,
): readonly { readonly id: PersonId; readonly again: readonly NudgeIdentity[] }[] {
  const { actor, now } = context;
  return [...actor.ids, ...findAbsentees(complaint, context)]
    .filter((id) => (complaint.snoozes[id]?.until ?? 0) <= now)
    .flatMap((id) => {
      const again = findRepetitions(complaint, id);
      return again === undefined ? [] : [{ id, again }];
    });
}

/**
 * The people whose nudges this person got and for whom they still stand in: because they are named, or because
 * what comes for them now would come to this person.
 */
function findAbsentees(complaint: ComplaintFacts, context: Snoozing): readonly PersonId[] {
  const { actor } = context;
  const got = complaint.nudges.flatMap(({ to, standIn }) =>
    to !== 'team' && standIn !== undefined && isViewer(actor, standIn.person) ? [to.person] : [],
  );
  return [...new Set(got)].filter(
    (id) =>
      actor.standsIn?.assigned.includes(id) ||
      isViewer(actor, findStandIn(id, complaint, context)?.person ?? null),
  );
}

/** Returns what repeats the outstanding nudges to this id, if any came since its last snooze. */
function findRepetitions(
  complaint: ComplaintFacts,
  id: PersonId,
): readonly NudgeIdentity[] | undefined {
  const asking = complaint.nudges.filter(
    (sent) => sent.to !== 'team' && sent.to.person === id && isOutstanding(sent, complaint),
  );
  const before = complaint.snoozes[id];
  if (!asking.some((sent) => isNewSince(sent, before))) return undefined;
  return selectLatest(asking).map(({ rule, about, rung, round, to }) => ({
    ...{ rule, about, rung, round },
    repeat: nextRepeat({ rule, about, rung, round }, to, complaint),
  }));
}

/**
 * Did this nudge come after the snooze began? A nudge that the snooze holds back does not count: it
 * comes again with the first wake-up after the end of the snooze.
 */
function isNewSince(sent: NudgeRecord, snooze: Snooze | undefined): boolean {
  if (snooze === undefined || sent.sentAt >= snooze.until) return true;
  return !snooze.again.some((key) => toSeriesText(key) === toSeriesText(sent));
}

/** Selects one of the nudges with the same key: of several warnings, and past the last rung, the last. */
function selectLatest(nudges: readonly NudgeRecord[]): readonly NudgeRecord[] {
  const latest = new Map<string, NudgeRecord>();
  for (const sent of nudges) {
    const key = toSeriesText(sent);
    const known = latest.get(key);
    const isLater = known === undefined || known.round < sent.round || known.rung < sent.rung;
    if (isLater) latest.set(key, sent);
  }
  return [...latest.values()];
}

/** The same for nudges that say the same: of one rung, or past the last rung. */
function toSeriesText(key: NudgeKey): string {
  return `${key.rule}/${key.about}/${isPastLastRung(key) ? 'past' : key.rung}`;
}
