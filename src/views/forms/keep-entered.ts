import type { FieldValue } from '../../ports/intake.js';
import type { Field } from '../elements.js';

/** What was entered into a form so far, by the names of its fields. */
type Entered = Readonly<Record<string, FieldValue>>;

/** Makes a form that is drawn anew start with what was entered. A field that was not in the form stays as it is. */
export function keepEntered<F extends { readonly fields: readonly Field[] }>(
  form: F,
  values: Entered,
): F {
  const fields = form.fields.map((field) =>
    Object.hasOwn(values, field.name) ? keep(field, values[field.name] ?? null) : field,
  );
  return { ...form, fields };
}

function keep(field: Field, value: FieldValue): Field {
  switch (field.kind) {
    case 'text':
    case 'choice': {
      const { initial: _before, ...rest } = field;
      return typeof value === 'string' && value !== '' ? { ...rest, initial: value } : rest;
    }
    case 'moment': {
      const { initial: _before, ...rest } = field;
      return typeof value === 'number' && Number.isFinite(value)
        ? { ...rest, initial: value }
        : rest;
    }
    case 'tick':
      return { ...field, initial: value === true };
    case 'person': {
      const { initial: _before, ...rest } = field;
      return typeof value === 'object' && value !== null ? { ...rest, initial: value } : rest;
    }
  }
}

/**
 * Were the fields behind “More details” shown when these values were sent? While they are not, only what such a field
 * starts with is sent of it.
 */
export function wasUnfolded(fields: readonly Field[], values: Entered): boolean {
  return fields.some(
    ({ kind, isMore, name }) => kind === 'text' && isMore === true && Object.hasOwn(values, name),
  );
}
