import type { types } from '@slack/bolt';
import type { Button } from '../../../src/views/elements.js';
import { LIMITS } from './limits.js';
import { plainText } from './text.js';

/** The action of a menu. What is chosen in it has the action of its button, see {@link parseMenuValue}. */
export const MENU_ACTION = 'more';

/**
 * Which buttons go into menus and which stand beside the others, in their order. An overflow menu takes up
 * to five options, and one option alone is a button (docs.slack.dev/reference/block-kit/block-elements/
 * overflow-menu-element). A question before an action would be asked for every option of its menu, and
 * an option's value is short.
 */
export function splitMenus(more: readonly Button[]): {
  readonly beside: readonly Button[];
  readonly menus: readonly (readonly Button[])[];
} {
  const fitting = more.filter(fitsInMenu);
  const size = LIMITS.overflowOptions;
  const inMenus = fitting.length % size === 1 ? fitting.slice(0, -1) : fitting;
  const count = Math.ceil(inMenus.length / size);
  return {
    beside: more.filter((button) => !inMenus.includes(button)),
    menus: Array.from({ length: count }, (_, n) => inMenus.slice(n * size, (n + 1) * size)),
  };
}

function fitsInMenu(button: Button): boolean {
  return button.confirm === undefined && toMenuValue(button).length <= LIMITS.optionValue;
}

/** Renders a menu. Slack shows it as an ellipsis, and takes no other label. */
export function renderMenu(buttons: readonly Button[], actionId: string): types.Overflow {
  return {
    type: 'overflow',
    action_id: actionId,
    options: buttons.map((button) => ({
      text: plainText(button.label, LIMITS.optionText),
      value: toMenuValue(button),
    })),
  };
}

/** The value of an option: a menu has one `action_id`, so the action stands before the button's value. */
function toMenuValue({ action, value }: Button): string {
  return value === '' ? action : `${action} ${value}`;
}

/** The action and the value of the button that was chosen in a menu, the reverse of {@link renderMenu}. */
export function parseMenuValue(chosen: string): {
  readonly action: string;
  readonly value: string;
} {
  const end = chosen.indexOf(' ');
  if (end < 0) return { action: chosen, value: '' };
  return { action: chosen.slice(0, end), value: chosen.slice(end + 1) };
}
