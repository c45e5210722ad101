import type { Account } from '../../../src/domain/organisation/person.js';
import type { FieldValue } from '../../../src/ports/intake.js';
import { FIELD_ACTION } from '../render/fields.js';
import type { FormState } from '../render/form-state.js';
import { elementState } from './payloads.js';

type FieldKind = FormState['fields'][number][1];
type ElementState = ReturnType<(typeof elementState)['parse']>;

/** The latest accepted time, Unix seconds: Slack's `selected_date_time` has ten digits. */
const MAX_UNIX_SECONDS = 9_999_999_999;

/**
 * The values of a form's fields, each in its field's kind: times in ms UTC, people as accounts of
 * `workspace`. An empty, missing or malformed value is null, or false for a tick.
 */
export function parseFormValues(
  { fields, folded = {} }: FormState,
  state: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  workspace: string,
): Readonly<Record<string, FieldValue>> {
  const entries = fields.map(([name, kind]): [string, FieldValue] => {
    const block = Object.hasOwn(state, name) ? state[name] : undefined;
    const element = elementState.safeParse(block?.[FIELD_ACTION]).data;
    return [name, parseFieldValue(kind, element, workspace)];
  });
  return { ...folded, ...Object.fromEntries(entries) };
}

function parseFieldValue(
  kind: FieldKind,
  state: ElementState | undefined,
  workspace: string,
): FieldValue {
  switch (kind) {
    case 'text':
      return state?.value ?? null;
    case 'choice':
      return state?.selected_option?.value ?? null;
    case 'moment':
      return parseDateTime(state?.selected_date_time);
    case 'tick':
      return (state?.selected_options?.length ?? 0) > 0;
    case 'person':
      return parseUser(state?.selected_user, workspace);
  }
}

function parseDateTime(seconds: number | null | undefined): number | null {
  if (typeof seconds !== 'number') return null;
  return seconds >= 0 && seconds <= MAX_UNIX_SECONDS ? seconds * 1000 : null;
}

function parseUser(userId: string | null | undefined, workspace: string): Account | null {
  return typeof userId === 'string' ? toAccount(workspace, userId) : null;
}

/** A person's account; `workspace` is its `T…` id. */
export function toAccount(workspace: string, userId: string): Account {
  return { platform: 'slack', workspace, userId };
}
