import { asString, type JsonObject } from '../../json.js';
import { NotPossible } from '../../not-possible.js';
import { clientRefusal, enter, type FindPerson, initialValue } from '../cards/entry.js';
import { findPerson } from '../directory.js';
import type { Core } from '../state.js';
import type { Inputs } from '../tenant.js';

/** What is entered, by input id. */
export type Entered = Record<string, string>;

function finder(core: Core): FindPerson {
  return (said) => {
    const person = findPerson(core, said) ?? core.state.people.find(({ name }) => name === said);
    return person?.deleted ? undefined : person?.id;
  };
}

/** The inputs a name means: by id, by field name (the id without `f.`), or by label. */
function named(inputs: readonly JsonObject[], name: string): JsonObject {
  const matches: ((input: JsonObject) => boolean)[] = [
    (input) => input.id === name,
    (input) => input.id === `f.${name}`,
    (input) => input.label === name || input.title === name,
  ];
  for (const fits of matches) {
    const found = inputs.find(fits);
    if (found) return found;
  }
  const known = inputs.map((input) => String(input.id)).join(', ');
  throw new NotPossible(`There is no field "${name}" here; the fields: ${known || '-'}.`);
}

/** A moment's two inputs take one text, `YYYY-MM-DD HH:MM`. */
function split(inputs: readonly JsonObject[], name: string, said: string): [string, string][] {
  const base = [name, `f.${name}`].find((one) => inputs.some(({ id }) => id === `${one}.date`));
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})$/.exec(said);
  if (base === undefined || !parts) return [[name, said]];
  return [
    [`${base}.date`, parts[1] ?? ''],
    [`${base}.time`, parts[2] ?? ''],
  ];
}

/**
 * What the inputs hold after a person entered `values` on top of what was there.
 *
 * @throws NotPossible for an unknown field, or a choice that is not there.
 */
export function entered(
  core: Core,
  inputs: readonly JsonObject[],
  before: Readonly<Entered>,
  values: Inputs,
): Entered {
  const held: Entered = {};
  const put = (input: JsonObject, value: string | undefined) => {
    const id = String(input.id);
    if (value === undefined) delete held[id];
    else held[id] = value;
  };
  for (const input of inputs) put(input, before[String(input.id)] ?? initialValue(input));
  for (const [name, said] of Object.entries(values)) {
    for (const [part, value] of split(inputs, name, said)) {
      const input = named(inputs, part);
      put(input, enter(input, value, finder(core)));
    }
  }
  return held;
}

/** What Teams' client refuses before anything is sent: input id to words. */
export function refusals(
  action: JsonObject,
  inputs: readonly JsonObject[],
  held: Readonly<Entered>,
): Record<string, string> {
  if (asString(action.associatedInputs)?.toLowerCase() === 'none') return {};
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const id = String(input.id);
      const words = clientRefusal(input, held[id]);
      return words === undefined ? [] : [[id, words]];
    }),
  );
}

/** An action's data with what is in the inputs, as it is sent. */
export function sentData(
  action: JsonObject,
  inputs: readonly JsonObject[],
  held: Readonly<Entered>,
): JsonObject {
  const data = (action.data ?? {}) as JsonObject;
  if (asString(action.associatedInputs)?.toLowerCase() === 'none') return { ...data };
  const ids = inputs.map((input) => String(input.id));
  const values = ids.flatMap((id) => (held[id] === undefined ? [] : [[id, held[id]]]));
  return { ...data, ...Object.fromEntries(values) };
}
