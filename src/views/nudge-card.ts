import type { Complaint } from '../domain/complaint/complaint.js';
import type { NudgeRecord } from '../domain/complaint/facts.js';
import { findResolution } from '../domain/complaint/handling.js';
import { toViewer } from '../domain/complaint/permissions.js';
import type { NudgeArgs, NudgeReason } from '../domain/complaint/view-ref.js';
import { standInFor } from '../domain/inbox/stand-in.js';
import {
  isAnswered,
  isObsolete,
  isSameLadder,
  isSameNudge,
  toRecipientKey,
} from '../domain/nudges/nudge.js';
import { isPastLastRung } from '../domain/nudges/past-last-rung.js';
import { acknowledgementDue } from '../domain/nudges/plan-steps.js';
import { countWorkingDays } from '../domain/organisation/calendar.js';
import { findCalendar, findPolicy } from '../domain/organisation/organisation.js';
import type { PersonId } from '../domain/organisation/person.js';
import { countToRung } from '../domain/organisation/rungs.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import {
  callPerson,
  findTeamTag,
  renderDate,
  renderPerson,
  toMention,
  type ViewContext,
} from './context.js';
import type { Block, Card, Text } from './elements.js';
import { findMissingNames } from './facts.js';
import { lastHappenedText } from './history/last-happened.js';
import { toldBeforeText } from './history/told-before.js';
import { findShownName, toFirstWords } from './intake/intake-facts.js';
import { type Reader, withButtons } from './nudge-buttons.js';

const words = text.nudge;

/**
 * A reminder: what it is about, who has the complaint, what is due and the next step, what happened
 * last, and the buttons to do it. Says that nothing is left to do when all reasons are settled.
 */
export function nudgeCard(context: ViewContext, args: NudgeArgs): Card {
  const { complaint } = context;
  const openReasons = args.reasons.filter((reason) => !isReasonSettled(reason, args.to, context));
  if (openReasons.length === 0) return doneCard(complaint);
  if (args.to === null && complaint.confidential) return confidentialCard(complaint);
  const reader = findCardReader(context, args);
  const rung = Math.max(...openReasons.map((reason) => reason.rung));
  const summary = rung > 0 ? words.escalatedSummary(complaint.id) : words.summary(complaint.id);
  return {
    summary,
    title: summary,
    blocks: [
      { kind: 'text', text: subjectText(complaint) },
      ...introBlocks(context, args, openReasons),
      ...withButtons(
        context,
        openReasons.map((reason, n) => ({
          reason,
          texts: reasonBlocks(context, reason, args.to, openReasons.slice(0, n)),
        })),
        reader,
        [
          { kind: 'note', text: lastHappenedText(context, reader.viewer) },
          ...snoozeNote(context, args.to),
        ],
      ),
    ],
  };
}

/** Who complained, if that is known, and the first words of what happened. */
export function subjectText(complaint: Complaint): Text {
  return words.about(findShownName(complaint.details.complainant), toFirstWords(complaint));
}

/** Who reads a reminder, with the rights of whom they stand in for. */
export function findCardReader(context: ViewContext, { to, standIn }: NudgeArgs): Reader {
  if (to === null) return { viewer: null, isSnoozed: false };
  const { people, organisation, now } = context;
  const isSnoozed = findSnoozeEnd(context, to) > now;
  const person = standIn?.person ?? to;
  const own = toViewer(people.get(person) ?? person, organisation);
  const viewer = standIn === undefined ? own : standInFor(own, to, organisation);
  return { viewer, isSnoozed };
}

/** When the snooze of this person ends or ended, ms UTC; 0 without one. */
function findSnoozeEnd({ complaint }: ViewContext, to: PersonId | null): number {
  return to === null ? 0 : (complaint.snoozes[to]?.until ?? 0);
}

function doneCard(complaint: Complaint): Card {
  const block: Block = { kind: 'note', text: [words.done(complaint.id)] };
  return { summary: words.doneSummary(complaint.id), title: null, blocks: [block] };
}

/** The reminder in the team's channel for a confidential complaint, of which the channel may see nothing. */
function confidentialCard({ id }: Complaint): Card {
  const summary = words.summary(id);
  const line: Block = { kind: 'text', text: [words.confidential] };
  const blocks: readonly Block[] = [
    line,
    { kind: 'buttons', buttons: [createButton('details', id)] },
  ];
  return { summary, title: summary, blocks };
}

/**
 * True when nothing is left to do for this reason. Any later activity settles `quiet`; the domain
 * drops its record some time after that, see `decideNudge` there. `to`: who got it, null for the team.
 */
export function isReasonSettled(
  reason: NudgeReason,
  to: NudgeArgs['to'],
  context: ViewContext,
): boolean {
  const { complaint } = context;
  const recipient = toRecipientKey(to === null ? 'team' : { person: to });
  const sent = complaint.nudges.find(
    (record) => isSameNudge(record, reason) && toRecipientKey(record.to) === recipient,
  );
  if (sent !== undefined) return isAnswered(sent, complaint);
  return reason.rule === 'quiet' || isObsolete(reason, complaint);
}

/** One sentence each: the tag, why the recipient gets it, who was told before, and who has the complaint. */
function introBlocks(
  context: ViewContext,
  args: NudgeArgs,
  reasons: readonly NudgeReason[],
): readonly Block[] {
  const highest = reasons.reduce((one, other) => (other.rung > one.rung ? other : one));
  const isEscalation = highest.rung > 0 && !isPastLastRung(highest);
  const tag = args.to === null ? findTeamTag(context) : undefined;
  const tagText: Text = tag === undefined ? [] : words.isFor({ team: tag });
  const sentences = [
    tagText,
    absentText(context, args),
    recipientText(context, args, highest.rung),
    isEscalation ? toldBeforeText(context, highest, args) : [],
    ownerText(context, args.to),
  ];
  const text = sentences
    .filter((one) => one.length > 0)
    .flatMap((one, n): Text => (n === 0 ? one : [' ', ...one]));
  return text.length === 0 ? [] : [{ kind: 'text', text }];
}

/** In whose place a stand-in gets it, and until when. */
export function absentText(context: ViewContext, { to, standIn }: NudgeArgs): Text {
  if (to === null || standIn === undefined) return [];
  const until = standIn.until === null ? null : renderDate(context, standIn.until);
  const absent = { written: toMention(context.people, to).name };
  return standIn.isHeld === undefined
    ? words.inPlaceOf(absent, until)
    : words.inTimeFor(absent, until);
}

function ownerText(context: ViewContext, to: string | null): Text {
  const { assignee } = context.complaint;
  if (assignee === null) return [words.nobodyHasIt];
  return assignee === to ? [] : words.isWith(callPerson(context, assignee));
}

function recipientText(context: ViewContext, args: NudgeArgs, rung: number): Text {
  if (args.unreachable === 'team') return [words.teamUnreachable];
  if (args.unreachable !== undefined)
    return words.unreachable(renderPerson(context, args.unreachable));
  if (isPastLastRung({ rung })) return [words.everybody];
  return rung > 0 ? [words.escalated] : [];
}

/** What one reason asks for. The next step is said once for several promises. `above`: the reasons before. */
function reasonBlocks(
  context: ViewContext,
  reason: NudgeReason,
  to: NudgeArgs['to'],
  above: readonly NudgeReason[],
): readonly Block[] {
  const date = findReasonDate(context, reason);
  const asked = reasonText(context, reason);
  const next = findNextStep(context.complaint, reason);
  const isSaid = above.some((other) => findNextStep(context.complaint, other) === next);
  return [
    asked,
    ...(next === null || isSaid ? [] : [[next]]),
    ...againTexts(context, reason, date, to),
  ].map((one) => ({ kind: 'text', text: one }));
}

/** What one reason asks for, in a sentence. */
export function reasonText(context: ViewContext, reason: NudgeReason): Text {
  const promise = context.complaint.promises.find(({ id }) => id === reason.about);
  return words.rules[reason.rule](renderDate(context, findReasonDate(context, reason)), {
    promise: { written: promise?.what ?? '', isStrong: true },
    missing: findMissingNames(context.complaint.details),
  });
}

/** The next step in words; null where the sentence of the rule says it. */
function findNextStep({ state }: Complaint, { rule }: NudgeReason): string | null {
  const isPromise = rule === 'promise-near' || rule === 'promise-passed';
  return isPromise && state === 'open' ? words.takeFirst : words.next[rule];
}

/**
 * From the second reminder of a rule on: for how long it had waited when this one was decided, and which
 * reminder it is. So nobody reads the same words twice in a row. A warning before a promise waits for nothing.
 */
function againTexts(
  { complaint, organisation, now }: ViewContext,
  reason: NudgeReason,
  since: number,
  to: NudgeArgs['to'],
): readonly Text[] {
  const isWarning = reason.rule === 'promise-near';
  const recipient = toRecipientKey(to === null ? 'team' : { person: to });
  const all = complaint.nudges.filter(
    (sent) => isSameLadder(sent, reason) && (isWarning || sent.round === reason.round),
  );
  const sentAt =
    all.find((sent) => isSameNudge(sent, reason) && toRecipientKey(sent.to) === recipient)
      ?.sentAt ?? now;
  const reminder = Math.max(
    countToRung(reason.rung, findPolicy(complaint, organisation)),
    countReminders(all, sentAt),
  );
  if (reminder === 1) return [];
  const calendar = findCalendar(complaint.team, organisation);
  return [[words.again(isWarning ? 0 : countWorkingDays(calendar, since, sentAt), reminder)]];
}

/**
 * So many reminders were decided until then. What several people get at one time is one, and so is what one
 * of them gets later because somebody else could not be reached; so are the rungs that the end of a
 * snooze repeats at one time.
 */
function countReminders(nudges: readonly NudgeRecord[], until: number): number {
  const first = new Map<string, number>();
  for (const { rung, round, repeat, sentAt } of nudges.filter((sent) => sent.sentAt <= until)) {
    const key = `${rung}/${round}/${repeat}`;
    first.set(key, Math.min(first.get(key) ?? sentAt, sentAt));
  }
  return new Set(first.values()).size;
}

function findReasonDate(context: ViewContext, reason: NudgeReason): number {
  const { complaint } = context;
  switch (reason.rule) {
    case 'untaken':
      return complaint.untakenSince ?? complaint.filedAt;
    case 'acknowledgement':
      return findAcknowledgementDue(context);
    case 'incomplete':
      return complaint.filedAt;
    case 'promise-near':
    case 'promise-passed':
      return complaint.promises.find(({ id }) => id === reason.about)?.dueAt ?? reason.dueAt;
    case 'quiet':
      return complaint.lastLifeAt;
    case 'tell':
    case 'follow-up':
      return findResolution(complaint)?.at ?? reason.dueAt;
  }
}

function findAcknowledgementDue({ complaint, organisation }: ViewContext): number {
  const calendar = findCalendar(complaint.team, organisation);
  return acknowledgementDue(complaint.receivedAt, findPolicy(complaint, organisation), calendar);
}

function snoozeNote(context: ViewContext, to: string | null): readonly Block[] {
  const until = findSnoozeEnd(context, to);
  if (until <= context.now) return [];
  return [{ kind: 'note', text: words.snoozed(renderDate(context, until)) }];
}
