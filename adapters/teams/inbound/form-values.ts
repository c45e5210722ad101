import type { FieldValue } from '../../../src/ports/intake.js';
import type { Field } from '../../../src/views/elements.js';
import { zoneOrUtc } from '../../shared/dates.js';
import type { SubmitData } from '../render/action-data.js';
import { parseDateInputs } from '../render/dates.js';
import { inputIds, readInput } from '../render/form/fields.js';
import { fromFormState } from '../render/form/form-state.js';
import { isObjectId } from '../render/mentions.js';

/**
 * A submission's values, one for each field the form had, in its kind: moments in ms UTC, entered in
 * the zone the form carried (UTC when none), people as accounts of this tenant. What is empty,
 * missing or of another shape is null; a tick is false.
 *
 * @param inputs - the data of the submit action, in which each input has its id
 */
export function parseFormValues(
  data: SubmitData,
  inputs: unknown,
  tenant: string,
): Readonly<Record<string, FieldValue>> {
  const zone = zoneOrUtc(data.zone);
  const entries = fromFormState(data.carried).fields.map((field): [string, FieldValue] => [
    field.name,
    read(field, inputs, zone, tenant),
  ]);
  return Object.fromEntries(entries);
}

function read(field: Field, inputs: unknown, zone: string, tenant: string): FieldValue {
  const ids = inputIds(field.name);
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
