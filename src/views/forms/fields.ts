import { NAME_LIMIT, TEXT_LIMIT } from '../../domain/complaint/command.js';
import { MEANS } from '../../domain/complaint/handling.js';
import type { Account } from '../../domain/organisation/person.js';
import { text } from '../../text/index.js';
import type { Block, Option, Text } from '../elements.js';
import type { FieldOf } from './form-fields.js';

/** The ways in which a complaint comes in and the complainant is informed. */
export const MEANS_OPTIONS = toOptions(MEANS, text.means);

/** Makes the options of a choice, one for each key. */
export function toOptions<K extends string>(
  keys: readonly K[],
  labels: Readonly<Record<K, string>>,
): readonly Option[] {
  return keys.map((value) => ({ value, label: labels[value] }));
}

/** What a field may have besides its label. Required by default. */
interface FieldOptions<Initial> {
  readonly hint?: string;
  readonly required?: boolean;
  readonly initial?: Initial;
}

/** A text of several lines. */
export function longTextField(label: string, options: FieldOptions<string> = {}): FieldOf<'text'> {
  return { kind: 'text', lines: 'many', max: TEXT_LIMIT, label, required: true, ...options };
}

/** A text of one line: a name or a number. */
export function shortTextField(label: string, options: FieldOptions<string> = {}): FieldOf<'text'> {
  return { kind: 'text', lines: 'one', max: NAME_LIMIT, label, required: true, ...options };
}

/** One answer of several. More than five are a menu, unless `look` says otherwise. */
export function choiceField(
  label: string,
  options: readonly Option[],
  rest: FieldOptions<string> & { readonly look?: 'menu' | 'radio' } = {},
): FieldOf<'choice'> {
  const look = options.length > 5 ? 'menu' : 'radio';
  return { kind: 'choice', label, required: true, options, look, ...rest };
}

/** A date with a time. `initial`: ms UTC. */
export function momentField(label: string, options: FieldOptions<number> = {}): FieldOf<'moment'> {
  return { kind: 'moment', label, required: true, ...options };
}

/** A box to tick. */
export function tickField(label: string, line: string, initial?: boolean): FieldOf<'tick'> {
  const start = initial === undefined ? {} : { initial };
  return { kind: 'tick', label, required: false, text: line, ...start };
}

/** One sentence above the fields. */
export function introBlocks(...text: Text): readonly Block[] {
  return [{ kind: 'text', text }];
}

/** A colleague on the same platform. */
export function personField(label: string, options: FieldOptions<Account> = {}): FieldOf<'person'> {
  return { kind: 'person', label, required: true, ...options };
}
