import type { PersonCommandKind } from '../domain/complaint/command.js';
import type { InboxCommand } from '../domain/inbox/inbox-command.js';
import { text } from '../text/index.js';
import type { Button } from './elements.js';

const words = text.card.buttons;

/** What a button is about: a complaint, or one of its promises. Sent as the button's value. */
export interface ButtonRef {
  readonly id: string;
  readonly promise: string | null;
}

/** The value of a button or the context of a form. */
export function toButtonValue(ref: ButtonRef): string {
  return ref.promise === null ? ref.id : `${ref.id}/${ref.promise}`;
}

/** The reverse of {@link toButtonValue}. Undefined for a value that Redress did not write. */
export function parseButtonValue(value: string): ButtonRef | undefined {
  const match = /^(C-\d{1,12})(?:\/(p\d{1,6}))?$/.exec(value);
  return match?.[1] === undefined ? undefined : { id: match[1], promise: match[2] ?? null };
}

/** All buttons, by the `action` that an action event carries. */
const BUTTONS = {
  take: { label: words.take, opens: false, style: 'primary' },
  release: { label: words.release, opens: false, style: 'plain', confirm: words.confirmRelease },
  keep: { label: words.keep, opens: false, style: 'primary' },
  snooze: { label: words.snooze, opens: false, style: 'plain' },
  'snooze-hour': { label: words.snoozeHour, opens: false, style: 'plain' },
  'snooze-afternoon': { label: words.snoozeAfternoon, opens: false, style: 'plain' },
  'snooze-until': { label: words.snoozeUntil, opens: true, style: 'plain' },
  acknowledge: { label: words.acknowledge, opens: true, style: 'plain' },
  assign: { label: words.assign, opens: true, style: 'plain' },
  promise: { label: words.promise, opens: true, style: 'plain' },
  renegotiate: { label: words.renegotiate, opens: true, style: 'plain' },
  waive: { label: words.waive, opens: true, style: 'plain' },
  update: { label: words.update, opens: true, style: 'plain' },
  note: { label: words.note, opens: true, style: 'plain' },
  resolve: { label: words.resolve, opens: true, style: 'primary' },
  tell: { label: words.tell, opens: true, style: 'plain' },
  'follow-up': { label: words.followUp, opens: true, style: 'primary' },
  reopen: { label: words.reopen, opens: true, style: 'plain' },
  withdraw: { label: words.withdraw, opens: true, style: 'danger' },
  correct: { label: words.correct, opens: true, style: 'plain' },
  complete: { label: words.complete, opens: true, style: 'primary' },
  recategorise: { label: words.recategorise, opens: true, style: 'plain' },
  'correct-received': { label: words.correctReceived, opens: true, style: 'plain' },
  'correct-promise': { label: words.correctPromise, opens: true, style: 'plain' },
  'add-report': { label: words.addReport, opens: true, style: 'plain' },
  'name-colleague': { label: words.nameColleague, opens: true, style: 'plain' },
  details: { label: words.details, opens: true, style: 'plain' },
} as const satisfies Readonly<Record<Action, Omit<Button, 'action' | 'value'>>>;

/**
 * The name of a button: a command, another way to give one (a note is an update; the other snoozes end at
 * another time), or the details.
 */
export type Action = PersonCommandKind | 'note' | SnoozeAction | 'details';

/** The buttons that snooze, besides the one to the next working day, which is `snooze`. */
type SnoozeAction = 'snooze-hour' | 'snooze-afternoon' | 'snooze-until';

/** The buttons that open a form or something to read. */
export type OpeningAction = {
  readonly [A in Action]: (typeof BUTTONS)[A]['opens'] extends true ? A : never;
}[Action];

/** The buttons that run a command at once. */
export type DirectAction = Exclude<Action, OpeningAction>;

/** True for a button that runs a command at once, rather than open something. */
export function isDirectAction(action: Action): action is DirectAction {
  return !BUTTONS[action].opens;
}

/** True when `action` is one of our buttons. */
export function isAction(action: string): action is Action {
  return Object.hasOwn(BUTTONS, action);
}

/** A button for a complaint, or for one of its promises. */
export function createButton(action: Action, id: string, promise: string | null = null): Button {
  return { action, value: toButtonValue({ id, promise }), ...BUTTONS[action] };
}

/** The buttons about a person's own inbox, by the `action` that an action event carries. */
const INBOX_BUTTONS = {
  away: { label: text.inbox.buttons.away, opens: true, style: 'plain' },
  back: { label: text.inbox.buttons.back, opens: false, style: 'plain' },
  reminders: { label: text.inbox.buttons.reminders, opens: true, style: 'plain' },
} as const satisfies Readonly<Record<InboxCommand['kind'], Omit<Button, 'action' | 'value'>>>;

/** The name of a button about a person's own inbox. */
export type InboxAction = keyof typeof INBOX_BUTTONS;

/** True when `action` is one of the buttons about a person's own inbox. */
export function isInboxAction(action: string): action is InboxAction {
  return Object.hasOwn(INBOX_BUTTONS, action);
}

/** A button about the inbox of whoever presses it. */
export function createInboxButton(action: InboxAction): Button {
  return { action, value: 'inbox', ...INBOX_BUTTONS[action] };
}
