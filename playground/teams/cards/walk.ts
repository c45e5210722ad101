import { asObjects, asString, isObject, type JsonObject } from '../../json.js';

/** Where objects stand inside a card; a `fallback` is shown only instead of what it belongs to. */
const LISTS = ['body', 'items', 'columns', 'rows', 'cells', 'images', 'actions', 'inlines'];
const SINGLE = ['selectAction', 'inlineAction'];

/** Every element and action of a card, in the order they are shown; cards inside it left out. */
export function* parts(node: JsonObject): Generator<JsonObject> {
  yield node;
  for (const key of LISTS) {
    for (const child of asObjects(node[key])) yield* parts(child);
  }
  for (const key of SINGLE) {
    const child = node[key];
    if (isObject(child)) yield* parts(child);
  }
}

/** A card and those that open inside it (`Action.ShowCard`). */
export function* cardsIn(card: JsonObject): Generator<JsonObject> {
  yield card;
  for (const part of parts(card)) {
    if (part.type === 'Action.ShowCard' && isObject(part.card)) yield* cardsIn(part.card);
  }
}

/** Every element and action of a card and of those inside it. */
export function* allParts(card: JsonObject): Generator<JsonObject> {
  for (const one of cardsIn(card)) yield* parts(one);
}

export function isInput(part: JsonObject): boolean {
  return typeof part.type === 'string' && part.type.startsWith('Input.');
}

export function isAction(part: JsonObject): boolean {
  return typeof part.type === 'string' && part.type.startsWith('Action.');
}

/** An action with the inputs that are sent with it: those of its own card and of the cards around it. */
export interface PlacedAction {
  action: JsonObject;
  inputs: readonly JsonObject[];
}

/** All actions of a card, those of cards inside it included. */
export function placedActions(
  card: JsonObject,
  around: readonly JsonObject[] = [],
): PlacedAction[] {
  const own = [...parts(card)];
  const inputs = [...around, ...own.filter(isInput)];
  return own.filter(isAction).flatMap((action) => {
    const inner = isObject(action.card) ? placedActions(action.card, inputs) : [];
    return [{ action, inputs }, ...inner];
  });
}

/** The texts in which Teams shows a mention. */
export function mentionTexts(card: JsonObject): string[] {
  return [...allParts(card)].flatMap((part) => {
    if (part.type === 'TextBlock') return [asString(part.text) ?? ''];
    if (part.type !== 'FactSet') return [];
    return asObjects(part.facts).flatMap((fact) => [
      asString(fact.title) ?? '',
      asString(fact.value) ?? '',
    ]);
  });
}
