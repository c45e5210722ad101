import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { type PlacedAction, placedActions } from '../cards/walk.js';
import type { WhichAction } from '../tenant.js';

/** What our data says in an action. */
function redressIn(action: JsonObject): JsonObject {
  const data = isObject(action.data) ? action.data : {};
  return isObject(data.redress) ? data.redress : {};
}

function fits(action: JsonObject, which: WhichAction): boolean {
  const data = redressIn(action);
  return (
    (which.title === undefined || action.title === which.title) &&
    (which.action === undefined || data.action === which.action) &&
    (which.value === undefined || isDeepStrictEqual(data.value, which.value))
  );
}

function names(actions: readonly PlacedAction[]): string {
  const all = actions.map(({ action }) => {
    const name = redressIn(action).action;
    return name === undefined ? String(action.title) : `${String(action.title)} (${String(name)})`;
  });
  return all.join(', ') || '-';
}

/**
 * The button that is meant; one that only opens a card inside is taken when it is named by its words.
 *
 * @throws NotPossible when there is none, or it cannot be pressed.
 */
export function chooseAction(card: JsonObject, which: WhichAction): PlacedAction {
  const actions = placedActions(card);
  const placed = actions.find(({ action }) => fits(action, which));
  if (!placed) {
    throw new NotPossible(`There is no such button here; there are: ${names(actions)}.`);
  }
  if (placed.action.isEnabled === false) throw new NotPossible('That button is not enabled.');
  if (!which.fallback) return placed;
  const { fallback } = placed.action;
  if (!isObject(fallback)) throw new NotPossible('That button has no fallback.');
  return { ...placed, action: fallback };
}

/** The button that sends a dialog: whose data says `submit`, else the only one there is. */
export function chooseSubmit(card: JsonObject): PlacedAction {
  const actions = placedActions(card).filter(({ action }) => action.type === 'Action.Submit');
  const submit = actions.find(({ action }) => redressIn(action).kind === 'submit');
  const only = actions.length === 1 ? actions[0] : undefined;
  const placed = submit ?? only;
  if (!placed)
    throw new NotPossible(`Nothing here sends the dialog; there are: ${names(actions)}.`);
  return placed;
}
