import { asList, asObjects, asString, isObject, type JsonObject } from '../../json.js';
import type { Faults } from './check.js';
import { checkMentions, type Mentionable } from './mentions.js';
import type { Surface } from './rules.js';
import { allParts, isInput, mentionTexts } from './walk.js';

/** Buttons Teams shows beside each other; more go under "…", which is `mode: secondary`. */
const PRIMARY_ACTIONS = 6;

/** What cannot be said of one field alone: ids unique, few buttons, choices that add up, mentions. */
export function checkRelations(
  card: JsonObject,
  around: { surface: Surface; mentionable: Mentionable },
  faults: Faults,
): void {
  if (card.version === undefined) faults.add('lacks "version"', '');
  const parts = [...allParts(card)];
  const inputs = parts.filter(isInput);
  checkIds(inputs, faults);
  for (const input of inputs) checkInput(input, faults);
  for (const part of parts) {
    checkCount(part, faults);
    checkTask(part, faults);
    if (around.surface === 'dialog' && part.type === 'Action.Execute') {
      faults.add('Action.Execute does nothing in a dialog, Action.Submit does', title(part));
    }
  }
  const entities = isObject(card.msteams) ? asList(card.msteams.entities) : [];
  checkMentions({ texts: mentionTexts(card), entities }, around.mentionable, faults);
}

function title(part: JsonObject): string {
  return `"${asString(part.title) ?? asString(part.id) ?? String(part.type)}"`;
}

function checkIds(inputs: readonly JsonObject[], faults: Faults): void {
  const seen = new Set<unknown>();
  for (const { id } of inputs) {
    if (seen.has(id)) faults.add(`the input id "${String(id)}" is there twice`, '');
    seen.add(id);
  }
}

/** The checks of Microsoft's renderer (`validateProperties` of its inputs), and choices that add up. */
function checkInput(input: JsonObject, faults: Faults): void {
  const at = `input "${String(input.id)}"`;
  if (input.isRequired === true && !input.label && input.type !== 'Input.Toggle') {
    faults.add('a required input should have a label', at);
  }
  if ((input.isRequired === true || input.regex !== undefined) && !input.errorMessage) {
    faults.add('an input that is validated should have an errorMessage', at);
  }
  const value = asString(input.value) ?? '';
  if (typeof input.maxLength === 'number' && value.length > input.maxLength) {
    faults.add('the value is longer than maxLength', at);
  }
  if (input.type !== 'Input.ChoiceSet') return;
  const known = asObjects(input.choices).map((choice) => choice.value);
  if (known.length === 0 && !input['choices.data']) faults.add('there are no choices', at);
  if (new Set(known).size < known.length) faults.add('two choices have the same value', at);
  const chosen = input.isMultiSelect === true ? value.split(',') : [value];
  if (!input['choices.data'] && value !== '' && !chosen.every((one) => known.includes(one))) {
    faults.add('the value is not one of the choices', at);
  }
}

function checkCount(part: JsonObject, faults: Faults): void {
  const primary = asObjects(part.actions).filter((action) => action.mode !== 'secondary');
  if (primary.length > PRIMARY_ACTIONS) {
    faults.add(`more than ${PRIMARY_ACTIONS} primary actions beside each other`, title(part));
  }
}

function checkTask(part: JsonObject, faults: Faults): void {
  const data = isObject(part.data) ? part.data : undefined;
  if (!data || !isObject(data.msteams)) return;
  const { type } = data.msteams;
  if (part.type !== 'Action.Submit')
    faults.add('only Action.Submit heeds data.msteams', title(part));
  else if (type !== 'task/fetch') {
    faults.add(
      `data.msteams.type is "${String(type)}", only task/fetch is known here`,
      title(part),
    );
  }
}
