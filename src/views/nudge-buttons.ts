import type { PersonCommandKind, QuickSnooze } from '../domain/complaint/command.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import { checkPermission, type Viewer } from '../domain/complaint/permissions.js';
import type { NudgeReason } from '../domain/complaint/view-ref.js';
import { listQuickSnoozes } from '../domain/nudges/snooze-end.js';
import { findCalendar } from '../domain/organisation/organisation.js';
import { text } from '../text/index.js';
import { type Action, createButton } from './buttons.js';
import type { ViewContext } from './context.js';
import type { Block, Button } from './elements.js';

const words = text.card.buttons;

/** How many buttons of a reminder stand side by side; the others are in the menu behind them. */
const SIDE_BY_SIDE = 2;
const LONGEST_MENU = 5;

/** Who reads a reminder and may press its buttons: a person, or the team. */
export interface Reader {
  /** The person with their roles; null for the team, whose members may do different things. */
  readonly viewer: Viewer | null;
  /** Whether this person has snoozed. */
  readonly isSnoozed: boolean;
}

/** What a reminder asks for, and the texts that say it. */
export interface ReasonSection {
  readonly reason: NudgeReason;
  readonly texts: readonly Block[];
}

/**
 * The reasons of a reminder with the buttons for each, then `end`, and a menu with what else its reader can
 * do. Of one reason all buttons stand at the end. Of several, each has its own below its texts, so that
 * nobody takes the one for the other.
 */
export function withButtons(
  context: ViewContext,
  sections: readonly ReasonSection[],
  reader: Reader,
  end: readonly Block[],
): readonly Block[] {
  const details = createButton('details', context.complaint.id);
  const rows = toRows(context.complaint, sections, reader);
  const taken = rows.flat().map(({ action }) => action);
  const menu = toMenu(context, reader).filter(({ action }) => !taken.includes(action));
  const texts = sections.map((section) => section.texts);
  if (rows.length > 1) {
    const own = texts.flatMap((blocks, n) => [...blocks, ...toOwnRow(rows[n] ?? [])]);
    return [...own, ...end, toRow([details], menu)];
  }
  const own = rows.flat();
  const all = own.length < SIDE_BY_SIDE ? [...own, details, ...menu] : [...own, ...menu, details];
  const row = toRow(all.slice(0, SIDE_BY_SIDE), toShortMenu(all.slice(SIDE_BY_SIDE)));
  return [...texts.flat(), ...end, row];
}

function toOwnRow(buttons: readonly Button[]): readonly Block[] {
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
}

/** A menu with one entry would hide it for nothing. */
function toRow(buttons: readonly Button[], more: readonly Button[]): Block {
  return more.length < 2
    ? { kind: 'buttons', buttons: [...buttons, ...more] }
    : { kind: 'buttons', buttons, more };
}

/** The buttons of each reason that its reader may use, each button once. */
function toRows(
  complaint: Complaint,
  sections: readonly ReasonSection[],
  reader: Reader,
): readonly (readonly Button[])[] {
  const seen = new Set<string>();
  return sections.map(({ reason }) =>
    toReasonActions(complaint, reason)
      .filter((action) => mayPress(complaint, reader, action))
      .map((action) => createButton(action, complaint.id, findPromise(action, reason)))
      .filter(({ action, value }) => {
        const isNew = !seen.has(`${action} ${value}`);
        seen.add(`${action} ${value}`);
        return isNew;
      }),
  );
}

/** The most useful button of a reason that its reader may use, if there is one. */
export function findFirstButton(
  { complaint }: Pick<ViewContext, 'complaint'>,
  reason: NudgeReason,
  reader: Reader,
): Button | undefined {
  return toRows(complaint, [{ reason, texts: [] }], reader)[0]?.[0];
}

/** What else a person can do about a reminder. The team has its card for that. */
function toMenu(context: ViewContext, reader: Reader): readonly Button[] {
  const { complaint } = context;
  if (reader.viewer === null) return [];
  const snoozes = toSnoozes(context, reader).map((action) => createButton(action, complaint.id));
  const handOver = { ...createButton('assign', complaint.id), label: words.handOver };
  return mayPress(complaint, reader, 'assign') ? [...snoozes, handOver] : snoozes;
}

/** The button of each snooze that takes one press. */
const QUICK_ACTIONS = {
  hour: 'snooze-hour',
  afternoon: 'snooze-afternoon',
  'next-day': 'snooze',
} as const satisfies Readonly<Record<QuickSnooze, Action>>;

/** The snoozes that end in working time and before the next promise, and one to say until when. */
function toSnoozes(context: ViewContext, reader: Reader): readonly Action[] {
  const { complaint, organisation, now } = context;
  if (reader.isSnoozed || !mayPress(complaint, reader, 'snooze')) return [];
  const calendar = findCalendar(complaint.team, organisation);
  const quick = listQuickSnoozes(complaint, calendar, now);
  return [...quick.map((choice) => QUICK_ACTIONS[choice]), 'snooze-until'];
}

/**
 * Nobody reads a longer menu, and Slack's takes no more. An hour can be said in words too, so that button
 * is the first one that is left out.
 */
function toShortMenu(buttons: readonly Button[]): readonly Button[] {
  if (buttons.length <= LONGEST_MENU) return buttons;
  return buttons.filter(({ action }) => action !== QUICK_ACTIONS.hour);
}

function mayPress(complaint: Complaint, { viewer }: Reader, action: PersonCommandKind): boolean {
  return viewer === null || checkPermission(viewer, complaint, action) === 'yes';
}

function findPromise(action: PersonCommandKind, { about }: NudgeReason): string | null {
  return action === 'keep' || action === 'renegotiate' ? about : null;
}

/** What the reason asks for, the most useful first. */
function toReasonActions(
  { state }: Complaint,
  { rule, rung }: NudgeReason,
): readonly PersonCommandKind[] {
  switch (rule) {
    case 'untaken':
      return rung === 0 ? ['take'] : ['take', 'assign'];
    case 'acknowledgement':
      return ['acknowledge'];
    case 'promise-near':
    case 'promise-passed':
      // Nobody has the complaint, so its promises wait until somebody takes it.
      return state === 'open' ? ['take'] : ['keep', 'renegotiate'];
    case 'incomplete':
      return ['complete'];
    case 'quiet':
      return ['update'];
    case 'tell':
      return ['tell'];
    case 'follow-up':
      return ['follow-up', 'reopen'];
  }
}
