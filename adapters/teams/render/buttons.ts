import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Button } from '../../../src/views/elements.js';
import { isBlank, shorten } from '../../shared/text.js';
import type { PressData } from './action-data.js';
import type {
  ActionSet,
  CardAction,
  CarriedData,
  ExecuteAction,
  SubmitAction,
} from './card-elements.js';
import { escapeLiteral } from './escape.js';
import type { Seal } from './form/seal.js';
import { LIMITS } from './limits.js';
import { MENTION_NOBODY } from './mentions.js';

import { renderParagraphs } from './text.js';

/** Where buttons stand: in a message, or in a dialog drawn for one person, there maybe in a form. */
export type ButtonContext =
  | { readonly kind: 'message' }
  | { readonly kind: 'dialog'; readonly form: string | null; readonly seal: Seal };

/** Buttons in a row; Teams shows six, the others stand in its overflow menu. */
export function renderActionSet(buttons: readonly Button[], stand: ButtonContext): ActionSet {
  const actions = buttons.map((button, index): CardAction => {
    const action = actionOf(button, stand);
    return index < LIMITS.primaryActions ? action : { ...action, mode: 'secondary' };
  });
  return { type: 'ActionSet', actions };
}

/**
 * Teams asks nothing before it sends: a button that is to be confirmed unfolds the question and the
 * button itself.
 */
function actionOf(button: Button, stand: ButtonContext): CardAction {
  if (button.confirm === undefined) return pressOf(button, stand);
  const question = renderParagraphs([button.confirm], LIMITS.question, MENTION_NOBODY);
  return {
    type: 'Action.ShowCard',
    title: TEAMS_TEXT.asks(buttonTitle(button.label)),
    ...styleOf(button),
    card: { type: 'AdaptiveCard', body: question.elements, actions: [pressOf(button, stand)] },
  };
}

function pressOf(button: Button, stand: ButtonContext): ExecuteAction | SubmitAction {
  const press: PressData = { kind: 'press', action: button.action, value: button.value };
  if (stand.kind === 'dialog') {
    const drawn: PressData = stand.form === null ? press : { ...press, form: stand.form };
    const data = { redress: { ...drawn, seal: stand.seal(drawn) } };
    return { ...submitAction(button, data), associatedInputs: 'none' };
  }
  if (button.opens) {
    return submitAction(button, { msteams: { type: 'task/fetch' }, redress: press });
  }
  const data = { redress: press };
  const { title, ...rest } = submitAction(button, data);
  const fallback = { title, ...rest };
  return { type: 'Action.Execute', verb: 'press', title, data, ...styleOf(button), fallback };
}

function submitAction(button: Button, data: CarriedData): SubmitAction {
  return { type: 'Action.Submit', title: buttonTitle(button.label), ...styleOf(button), data };
}

/** The button that opens the form, with the words it is to start with. */
export function openerAction(text: string): SubmitAction {
  return {
    type: 'Action.Submit',
    title: TEAMS_TEXT.openerButton,
    style: 'positive',
    data: { msteams: { type: 'task/fetch' }, redress: { kind: 'open', text } },
  };
}

/** A button's label; a dash where there is nothing, for a button without a title is none. */
export function buttonTitle(label: string): string {
  const short = escapeLiteral(shorten(label, LIMITS.buttonTitle)).replace(/\s+/g, ' ');
  return isBlank(short) ? TEAMS_TEXT.nothing : short;
}

function styleOf({ style }: Pick<Button, 'style'>): {
  readonly style?: 'positive' | 'destructive';
} {
  if (style === 'plain') return {};
  return { style: style === 'primary' ? 'positive' : 'destructive' };
}
