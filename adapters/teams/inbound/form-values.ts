import type { FieldValue } from '../../../src/ports/intake.js';
import type { Field } from '../../../src/views/elements.js';
import { zoneOrUtc } from '../../shared/dates.js';
import type { SubmitData } from '../render/action-data.js';
import { parseDateInputs } from '../render/dates.js';
import { readInput, toInputIds } from '../render/form/fields.js';
import { fromFormState } from '../render/form/form-state.js';
import { isObjectId } from '../render/mentions.js';

/**
 * Parses the values of a submission, one for each field of the form: moments in ms UTC, entered in
 * the form's zone (UTC without one); people as accounts of this tenant. An empty, missing or
 * malformed value is null, for a tick false.
 *
 * @param inputs - the data of the submit action, which has the inputs by id
 */
export function parseFormValues(
  data: SubmitData,
  inputs: unknown,
  tenant: string,
): Readonly<Record<string, FieldValue>> {
  const zone = zoneOrUtc(data.zone);
  const entries = fromFormState(data.carried).fields.map((field): [string, FieldValue] => [
    field.name,
    parseValue(field, inputs, zone, tenant),
  ]);
  return Object.fromEntries(entries);
}

function parseValue(field: Field, inputs: unknown, zone: string, tenant: string): FieldValue {
  const ids = toInputIds(field.name);
  const value = readInput(inputs, ids.value);
  switch (field.kind) {
    case 'text':
    case 'choice':
      return value === '' ? null : value;
    case 'moment':
      return parseDateInputs(readInput(inputs, ids.date), readInput(inputs, ids.time), zone);
    case 'tick':
      return value === 'true';
    case 'person':
      return isObjectId(value) ? { platform: 'teams', workspace: tenant, userId: value } : null;
  }
}
