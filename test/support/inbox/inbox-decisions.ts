import type { DocumentDecision } from '../../../src/domain/document/decision.js';
import { decideLine } from '../../../src/domain/inbox/decide-lines.js';
import { createInbox, type Inbox } from '../../../src/domain/inbox/inbox.js';
import type { Line } from '../../../src/domain/inbox/line.js';
import {
  DEFAULT_SETTINGS,
  type ReminderSettings,
} from '../../../src/domain/inbox/reminders/reminder-settings.js';
import { type SendContext, sendDue } from '../../../src/domain/inbox/send-due.js';
import { toMessages } from '../complaint/outbox.js';
import { createOrganisation, formatLocal, OFFICE, WHO } from '../domain.js';

/** The inbox after the decision, as a store leaves it; throws when it was refused. */
export function accept(inbox: Inbox, decision: DocumentDecision<Inbox>): Inbox {
  if (decision.kind === 'refused') throw new Error(JSON.stringify(decision));
  if (decision.kind === 'unchanged') return inbox;
  const { facts, history, deliveries } = decision;
  return {
    ...{ ...inbox, ...facts, version: inbox.version + 1 },
    history: [...inbox.history, ...history],
    outbox: [...inbox.outbox, ...deliveries],
  };
}

/** What sending from an inbox of somebody of team `repairs` depends on; by default six messages a day and no complaint. */
export function toSendContext(now: number, parts: Partial<SendContext> = {}): SendContext {
  return {
    now,
    realNow: now,
    hours: { calendar: OFFICE, zone: 'Europe/London' },
    organisation: createOrganisation(),
    mostADay: 6,
    owned: [],
    ids: [WHO.assignee],
    ...parts,
  };
}

/** A line about a complaint where nothing happens: it can wait for the list. */
export function createLine(id: string, dueAt: number, parts: Partial<Line> = {}): Line {
  const reason = { rule: 'quiet', about: null, rung: 0, round: 1, repeat: 0, dueAt } as const;
  return {
    id,
    complaint: `C-${id}`,
    args: { reasons: [reason], to: WHO.assignee },
    before: null,
    urgency: 'gentle',
    ...parts,
  };
}

/** An empty inbox with these settings. */
export function inboxWith(settings: Partial<ReminderSettings> = {}): Inbox {
  return { ...createInbox(WHO.assignee), settings: { ...DEFAULT_SETTINGS, ...settings } };
}

/** The inbox after a complaint told it of a line. */
export function addLine(inbox: Inbox, line: Line, context: SendContext): Inbox {
  return accept(inbox, decideLine(inbox, { kind: 'add-line', line }, context));
}

/** The inbox after it was woken. */
export function send(inbox: Inbox, context: SendContext): Inbox {
  return accept(inbox, sendDue(inbox, context));
}

/** The messages in the outbox, as `kind view number`. */
export function listMessages({ outbox }: Inbox): readonly string[] {
  return toMessages(outbox).map(
    ({ kind, view }) => `${kind} ${view.name} ${'n' in view.args ? view.args.n : ''}`,
  );
}

/** The lines that went out in a message, by their ids. */
export function listSent({ lines }: Inbox, digest: number): readonly string[] {
  return lines.filter(({ sent }) => sent?.digest === digest).map(({ id }) => id);
}

/** The ids of the lines that wait, with when they go. */
export function listWaiting({ lines }: Inbox): readonly (readonly [string, number])[] {
  return lines.filter(({ sent }) => sent === null).map(({ id, sendAt }) => [id, sendAt]);
}

/** The inbox after complaints told it of lines with these ids. */
export function withLines(
  inbox: Inbox,
  ids: readonly string[],
  now: number,
  parts: Partial<Line> = {},
): Inbox {
  return ids.reduce(
    (one, id) => addLine(one, createLine(id, now, parts), toSendContext(now)),
    inbox,
  );
}

/** The lines that wait, as `id time`. */
export function listTimes(inbox: Inbox): readonly string[] {
  return listWaiting(inbox).map(([id, sendAt]) => `${id} ${formatLocal(sendAt)}`);
}
