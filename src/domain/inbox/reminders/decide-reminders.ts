import { answer } from '../../complaint/answer.js';
import type { DocumentDecision } from '../../document/decision.js';
import { type Refusal, refusal } from '../../document/refusal.js';
import { acceptInbox } from '../accept-inbox.js';
import { findListTime, isForList } from '../decide-lines.js';
import type { InboxContext } from '../decision-context.js';
import type { Inbox, InboxEntry } from '../inbox.js';
import type { InboxCommand } from '../inbox-command.js';
import type { InboxLine } from '../line.js';
import {
  findUnreachedDay,
  nextLastCall,
  nextListTime,
  nextQuarter,
  nextReach,
  type ReachHours,
  toLocalDate,
} from '../reach.js';
import { readQuietHours } from './quiet-words.js';
import { isPatient, type ReminderSettings, toMostADay } from './reminder-settings.js';

/** However quiet somebody wants it, they can be reached for so long each working day, minutes. */
const LEAST_REACH = 60;

const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;

/** Decides how a person wants their reminders. What waits is arranged anew. */
export function decideReminders(
  inbox: Inbox,
  command: Extract<InboxCommand, { kind: 'reminders' }>,
  context: InboxContext,
): DocumentDecision<Inbox> {
  const { now, actor } = context;
  const quiet = readQuietHours(command.quiet);
  const { listAt, mostADay } = command;
  const inList = command.inList.filter(isPatient);
  const settings: ReminderSettings = { listAt, mostADay, quiet: quiet ?? null, inList };
  const [first, ...more] = findFaults(settings, quiet === undefined, context);
  if (first !== undefined) return { kind: 'refused', refusals: [first, ...more] };
  const entry: InboxEntry = { at: now, by: actor.person, what: 'reminders', args: settings };
  const arranged = arrange({ ...inbox, settings }, inbox.settings, context);
  const most = toMostADay(settings, context.mostADay);
  return acceptInbox(inbox, context, {
    changed: { settings, ...arranged },
    history: [entry],
    said: answer({ code: 'reminders', ...settings, most, next: arranged.listAt }),
  });
}

function findFaults(
  { listAt, mostADay, quiet }: ReminderSettings,
  isUnread: boolean,
  { calendar, zone, now, mostADay: most }: InboxContext,
): readonly Refusal[] {
  const isNoTime =
    listAt !== null && !(Number.isInteger(listAt) && listAt >= 0 && listAt < DAY_MINUTES);
  const isNoCount = mostADay !== null && !(Number.isInteger(mostADay) && mostADay >= 0);
  const hours = { calendar, zone, quiet };
  return [
    ...(isNoTime ? [refusal('unknown-choice', 'listAt')] : []),
    ...(isNoCount ? [refusal('unknown-choice', 'mostADay')] : []),
    ...(mostADay !== null && mostADay > most
      ? [refusal('too-many-messages', 'mostADay', { most })]
      : []),
    ...(isUnread ? [refusal('quiet-unread', 'quiet')] : []),
    ...(findUnreachedDay(hours, now, LEAST_REACH) === undefined
      ? []
      : [refusal('too-quiet', 'quiet', { minutes: LEAST_REACH })]),
  ];
}

/** The list and the lines that wait, at the times that the settings give them. */
function arrange(
  inbox: Inbox,
  before: ReminderSettings,
  context: InboxContext,
): Pick<Inbox, 'listAt' | 'callAt' | 'lines'> {
  const { now, calendar, zone } = context;
  const hours: ReachHours = { calendar, zone, quiet: inbox.settings.quiet };
  const listAt = inbox.listAt === null ? null : moveList(inbox.listAt, inbox, { now, hours });
  const soon = nextQuarter(now);
  const move = (line: InboxLine): number => {
    const { sendAt, urgency } = line;
    if (urgency === 'firm') return nextReach(hours, soon);
    if (listAt !== null && isForList(inbox, line, { now, hours })) return listAt;
    const wasForList = isForList({ settings: before, list: null }, line, { now, hours });
    if (wasForList) return nextReach(hours, soon);
    if (sendAt === inbox.listAt && listAt !== null) return listAt;
    return nextReach(hours, Math.max(sendAt, soon));
  };
  const lines = inbox.lines.map((line) => {
    if (line.sent !== null) return line;
    const sendAt = move(line);
    const isTooLate = line.before !== null && sendAt >= line.before;
    return isTooLate ? line : { ...line, sendAt };
  });
  return { listAt, callAt: nextLastCall(hours, now), lines };
}

/** A list that is to come today still does: at its new time or, if that has passed, soon. */
function moveList(
  listAt: number,
  inbox: Inbox,
  { now, hours }: { readonly now: number; readonly hours: ReachHours },
): number {
  const isToday = (at: number): boolean => toLocalDate(hours, at) === toLocalDate(hours, now);
  const chosen = nextListTime(hours, inbox.settings.listAt, listAt - DAY_MS);
  const today = chosen > now ? chosen : nextReach(hours, nextQuarter(now));
  return isToday(listAt) && isToday(today) ? today : findListTime(inbox, { now, hours });
}
