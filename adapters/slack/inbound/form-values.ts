import type { Account } from '../../../src/domain/organisation/person.js';
import type { FieldValue } from '../../../src/ports/intake.js';
import { FIELD_ACTION } from '../render/fields.js';
import type { FormState } from '../render/form-state.js';
import { elementState } from './payloads.js';

type Kind = FormState['fields'][number][1];
type State = ReturnType<(typeof elementState)['parse']>;

/** Longest moment taken, in Unix seconds: Slack's `selected_date_time` has ten digits. */
const LAST_SECOND = 9_999_999_999;

/**
 * A submission's values, one for each field the form had, in its kind: moments in ms UTC, people
 * as accounts of `workspace`. What is empty, missing or of another shape is null; a tick is false.
 */
export function parseFormValues(
  memory: FormState,
  state: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  workspace: string,
): Readonly<Record<string, FieldValue>> {
  const entries = memory.fields.map(([name, kind]): [string, FieldValue] => {
    const block = Object.hasOwn(state, name) ? state[name] : undefined;
    const element = elementState.safeParse(block?.[FIELD_ACTION]).data;
    return [name, read(kind, element, workspace)];
  });
  return Object.fromEntries(entries);
}

function read(kind: Kind, state: State | undefined, workspace: string): FieldValue {
  switch (kind) {
    case 'text':
      return state?.value ?? null;
    case 'choice':
      return state?.selected_option?.value ?? null;
    case 'moment':
      return momentOf(state?.selected_date_time);
    case 'tick':
      return (state?.selected_options?.length ?? 0) > 0;
    case 'person':
      return personOf(state?.selected_user, workspace);
  }
}

function momentOf(seconds: number | null | undefined): number | null {
  if (typeof seconds !== 'number') return null;
  return seconds >= 0 && seconds <= LAST_SECOND ? seconds * 1000 : null;
}

function personOf(userId: string | null | undefined, workspace: string): Account | null {
  return typeof userId === 'string' ? { platform: 'slack', workspace, userId } : null;
}
