import { asObjects, asString, type JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';

/** What a people picker finds: somebody's object id, by name, address or id. */
export type FindPerson = (said: string) => string | undefined;

/** An input's value as long as nobody touched it; `undefined` for those that send nothing when empty. */
export function initialValue(input: JsonObject): string | undefined {
  const value = typeof input.value === 'number' ? String(input.value) : asString(input.value);
  switch (input.type) {
    case 'Input.Toggle':
      return value ?? asString(input.valueOff) ?? 'false';
    case 'Input.ChoiceSet':
    case 'Input.Number':
      return value === '' ? undefined : value;
    default:
      return value ?? '';
  }
}

function toggle(input: JsonObject, said: string): string {
  const on = asString(input.valueOn) ?? 'true';
  const off = asString(input.valueOff) ?? 'false';
  if (said === on || said === 'true') return on;
  if (said === off || said === 'false' || said === '') return off;
  throw new NotPossible(`"${String(input.title)}" is on (${on}) or off (${off}).`);
}

function choose(input: JsonObject, said: string, findPerson: FindPerson): string {
  const choices = asObjects(input.choices);
  const choice = choices.find((one) => one.value === said || one.title === said);
  if (choice) return String(choice.value);
  const person = input['choices.data'] ? findPerson(said) : undefined;
  if (person) return person;
  const known = choices.map((one) => String(one.title)).join(', ');
  throw new NotPossible(`There is no choice "${said}" here; the choices: ${known || '-'}.`);
}

/**
 * An input's value after a person entered `said`: a text, `YYYY-MM-DD`, `HH:MM`, the value or title of a
 * choice (several with commas), `true` or `false`.
 *
 * @throws NotPossible when the input cannot hold that.
 */
export function enter(input: JsonObject, said: string, findPerson: FindPerson): string | undefined {
  switch (input.type) {
    case 'Input.Toggle':
      return toggle(input, said);
    case 'Input.ChoiceSet': {
      if (said === '') return undefined;
      const wanted = input.isMultiSelect === true ? said.split(',') : [said];
      return wanted.map((one) => choose(input, one.trim(), findPerson)).join(',');
    }
    case 'Input.Number':
      return said === '' ? undefined : said;
    default:
      return said;
  }
}

const FORMS: Readonly<Record<string, RegExp>> = {
  'Input.Date': /^\d{4}-\d{2}-\d{2}$/,
  'Input.Time': /^([01]\d|2[0-3]):[0-5]\d$/,
  'Input.Number': /^-?\d+(\.\d+)?$/,
};

function isInOrder(input: JsonObject, value: string): boolean {
  const { min, max } = input;
  const numeric = input.type === 'Input.Number';
  const compare = (limit: unknown) =>
    numeric ? Number(value) - Number(limit) : value.localeCompare(String(limit), 'en');
  return !(min !== undefined && compare(min) < 0) && !(max !== undefined && compare(max) > 0);
}

function fits(input: JsonObject, value: string): boolean {
  const form = FORMS[String(input.type)];
  if (form && (!form.test(value) || !isInOrder(input, value))) return false;
  if (typeof input.maxLength === 'number' && value.length > input.maxLength) return false;
  return typeof input.regex !== 'string' || new RegExp(input.regex).test(value);
}

/** What Teams' client shows under an input instead of sending it; `undefined` when it is fine. */
export function clientRefusal(input: JsonObject, value: string | undefined): string | undefined {
  const words = asString(input.errorMessage) ?? 'Please check this field.';
  const isEmpty =
    input.type === 'Input.Toggle'
      ? value !== (asString(input.valueOn) ?? 'true')
      : (value ?? '') === '';
  if (isEmpty) return input.isRequired === true ? words : undefined;
  return fits(input, value ?? '') ? undefined : words;
}
