import { answer } from '../complaint/answer.js';
import { isViewer } from '../complaint/permissions.js';
import type { DocumentDecision } from '../document/decision.js';
import { type Refusal, refusal } from '../document/refusal.js';
import type { PersonId } from '../organisation/person.js';
import { type Absence, isAway, isOver } from './absence.js';
import { readAbsence } from './absence-words.js';
import { acceptInbox, type InboxDraft, UNCHANGED } from './accept-inbox.js';
import { findListTime } from './decide-lines.js';
import type { InboxContext } from './decision-context.js';
import type { Inbox, InboxEntry, InboxSlot } from './inbox.js';
import type { InboxCommand } from './inbox-command.js';
import { decideReminders } from './reminders/decide-reminders.js';

/** How long somebody can be away at most, days. */
export const LONGEST_ABSENCE_DAYS = 366;

const DAY_MS = 86_400_000;

/** Decides what a person's command does to their inbox. Pure: the caller commits it under the version. */
export function decideInbox(
  inbox: Inbox,
  command: InboxCommand,
  context: InboxContext,
): DocumentDecision<Inbox> {
  switch (command.kind) {
    case 'away':
      return goAway(inbox, command, context);
    case 'back':
      return comeBack(inbox, context);
    case 'reminders':
      return decideReminders(inbox, command, context);
  }
}

/** A new absence takes the place of the one that runs or was to come. */
function goAway(
  inbox: Inbox,
  { words, standIn: named }: Extract<InboxCommand, { kind: 'away' }>,
  context: InboxContext,
): DocumentDecision<Inbox> {
  const { now, zone, calendar } = context;
  const { absence: before } = inbox;
  const kept = before === null || isOver(before, now) ? null : before.standIn;
  const standIn = named === undefined ? kept : named;
  const read = readAbsence(words, zone, calendar, now);
  const fault = findFault(read, standIn, context);
  if (read === null || fault !== null) {
    return { kind: 'refused', refusals: [fault ?? refusal('absence-unread', 'words')] };
  }
  const from = Math.max(read.from, now);
  const absence: Absence = { n: inbox.absences + 1, from, until: read.until, standIn };
  const { until } = absence;
  const told = standIn === null ? [] : [draftStandIn('post', absence)];
  const args = { from, until, standIn };
  const entry: InboxEntry = { at: now, by: context.actor.person, what: 'away', args };
  return acceptInbox(inbox, context, {
    changed: { absence, absences: absence.n },
    history: [entry],
    drafts: [...draftEnded(inbox), ...told],
    said: answer({ code: 'away', ...args }),
  });
}

function comeBack(inbox: Inbox, context: InboxContext): DocumentDecision<Inbox> {
  const { absence } = inbox;
  const { now, actor } = context;
  if (absence === null || isOver(absence, now)) {
    return { kind: 'unchanged', answer: answer({ code: 'not-away' }) };
  }
  const entry: InboxEntry = { at: now, by: actor.person, what: 'back', args: {} };
  const said = answer({ code: 'back' });
  return acceptInbox(inbox, context, {
    changed: { absence: null, ...skipList(inbox, context) },
    history: [entry],
    drafts: draftEnded(inbox),
    said,
  });
}

/**
 * Ends an absence whose time is over, when the inbox is woken: its person learns what is with them, and the
 * message to the stand-in says that it is over. Whoever said before that they are back has read that in the
 * answer.
 */
export function endAbsence(
  inbox: Inbox,
  context: Pick<InboxContext, 'now' | 'realNow' | 'calendar' | 'zone'>,
): DocumentDecision<Inbox> {
  const { absence, id } = inbox;
  const { now } = context;
  if (absence === null || !isOver(absence, now)) {
    return UNCHANGED;
  }
  const { n } = absence;
  const entry: InboxEntry = { at: now, by: 'redress', what: 'ended', args: {} };
  const view = { name: 'welcome-back', args: { n } } as const;
  const draft: InboxDraft = { kind: 'post', slot: `back:${n}`, view, person: id };
  return acceptInbox(inbox, context, {
    changed: { absence: null, ...skipList(inbox, context) },
    history: [entry],
    drafts: [...draftEnded(inbox), draft],
  });
}

/** Whoever comes back reads what is with them: the list of that day would say it again. */
function skipList(
  inbox: Inbox,
  { now, calendar, zone }: Pick<InboxContext, 'now' | 'calendar' | 'zone'>,
): Pick<Inbox, 'listAt'> {
  const { listAt } = inbox;
  const next = findListTime(inbox, { now, hours: { calendar, zone } });
  return { listAt: listAt === null ? null : Math.max(listAt, next) };
}

/**
 * Tells a person whose stand-in did not get the message about it: their reminders go to the stand-in all the
 * same, and from there to the next on the ladder.
 */
export function reportUnreached(
  inbox: Inbox,
  failed: Pick<Inbox['outbox'][number], 'slot' | 'kind'>,
  context: Pick<InboxContext, 'now' | 'realNow'>,
): DocumentDecision<Inbox> {
  const { absence, id } = inbox;
  const isNews =
    absence !== null && failed.kind === 'post' && failed.slot === toStandInSlot(absence);
  if (!isNews || absence.standIn === null) return UNCHANGED;
  const { n, standIn } = absence;
  const entry: InboxEntry = { at: context.now, by: 'redress', what: 'unreached', args: {} };
  const view = { name: 'stand-in-unreached', args: { standIn } } as const;
  const draft: InboxDraft = { kind: 'post', slot: `unreached:${n}`, view, person: id };
  return acceptInbox(inbox, context, { history: [entry], drafts: [draft] });
}

function findFault(
  read: ReturnType<typeof readAbsence>,
  standIn: PersonId | null,
  { actor, now, absences }: InboxContext,
): Refusal | null {
  if (read === null) return refusal('absence-unread', 'words');
  const { from, until } = read;
  if (until !== null && until <= Math.max(from, now)) return refusal('date-past', 'words');
  if ((until ?? from) - now > LONGEST_ABSENCE_DAYS * DAY_MS) {
    return refusal('absence-far', 'words', { days: LONGEST_ABSENCE_DAYS });
  }
  if (standIn === null) return null;
  if (isViewer(actor, standIn)) return refusal('stand-in-self', 'standIn');
  return isAway(absences.get(standIn), Math.max(from, now))
    ? refusal('stand-in-away', 'standIn')
    : null;
}

/** The message to the stand-in of the absence before, if there was one: it says that it is over. */
function draftEnded({ absence, outbox, refs }: Inbox): readonly InboxDraft[] {
  if (absence === null || absence.standIn === null) return [];
  const slot = toStandInSlot(absence);
  const isThere = refs[slot] !== undefined || outbox.some((item) => item.slot === slot);
  return isThere ? [draftStandIn('update', absence)] : [];
}

function draftStandIn(kind: 'post' | 'update', { n, standIn }: Absence): InboxDraft {
  const view = { name: 'stand-in', args: { n } } as const;
  return { kind, slot: toStandInSlot({ n }), view, person: standIn };
}

/** The slot of the message to the stand-in of an absence. */
function toStandInSlot({ n }: Pick<Absence, 'n'>): InboxSlot {
  return `stand-in:${n}`;
}
