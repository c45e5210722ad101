import { text } from '../text/index.js';
import type { Button } from './elements.js';

const words = text.card.buttons;

/** What a button is about: a complaint, and maybe one of its promises. Travels as the button's value. */
export interface Target {
  readonly id: string;
  readonly promise: string | null;
}

/** The value of a button or the context of a form. */
export function targetValue(target: Target): string {
  return target.promise === null ? target.id : `${target.id}/${target.promise}`;
}

/** The reverse of {@link targetValue}; undefined for anything we never wrote. */
export function parseTarget(value: string): Target | undefined {
  const match = /^(C-\d{1,12})(?:\/(p\d{1,6}))?$/.exec(value);
  return match?.[1] === undefined ? undefined : { id: match[1], promise: match[2] ?? null };
}

/** Every button there is. `action` is what a `press` gesture carries. */
const BUTTONS = {
  take: { label: words.take, style: 'primary' },
  release: { label: words.release, style: 'plain', confirm: words.confirmRelease },
  keep: { label: words.keep, style: 'primary' },
  tell: { label: words.tell, style: 'plain' },
  snooze: { label: words.snooze, style: 'plain' },
  acknowledge: { label: words.acknowledge, style: 'plain' },
  assign: { label: words.assign, style: 'plain' },
  promise: { label: words.promise, style: 'plain' },
  renegotiate: { label: words.renegotiate, style: 'plain' },
  update: { label: words.update, style: 'plain' },
  note: { label: words.note, style: 'plain' },
  resolve: { label: words.resolve, style: 'primary' },
  'follow-up': { label: words.followUp, style: 'primary' },
  reopen: { label: words.reopen, style: 'plain' },
  withdraw: { label: words.withdraw, style: 'danger' },
  correct: { label: words.correct, style: 'plain' },
  details: { label: words.details, style: 'plain' },
} as const satisfies Record<string, Omit<Button, 'action' | 'value'>>;

export type Action = keyof typeof BUTTONS;

/** True for an action of ours. */
export function isAction(action: string): action is Action {
  return Object.hasOwn(BUTTONS, action);
}

/** One button for a complaint, or for one of its promises. */
export function button(action: Action, id: string, promise: string | null = null): Button {
  return { action, value: targetValue({ id, promise }), ...BUTTONS[action] };
}
