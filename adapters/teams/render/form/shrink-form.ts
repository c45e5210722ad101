import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Field, Form, FormFault } from '../../../../src/views/elements.js';
import { shorten } from '../../../shared/text.js';
import { LIMITS } from '../limits.js';
import { readInput, toInputIds } from './fields.js';

/** How far the fields of a form are shrunk to fit into a dialog. */
export interface ShrinkLevel {
  /** Longest label of an option, characters. */
  readonly label: number;
  /** Whether a long list keeps only the chosen option. */
  readonly onlyChosen: boolean;
  /** Whether hints are left out. */
  readonly noHints?: true;
}

/** Shrinks nothing. */
export const FULL_SIZE: ShrinkLevel = { label: LIMITS.label, onlyChosen: false };

/** Levels tried in turn. None of them drops a field or entered text. */
export const SHRINK_LEVELS: readonly ShrinkLevel[] = [
  { label: 40, onlyChosen: false },
  { label: 24, onlyChosen: false },
  { label: LIMITS.label, onlyChosen: false, noHints: true },
  { label: 24, onlyChosen: false, noHints: true },
  { label: LIMITS.label, onlyChosen: true },
  { label: 12, onlyChosen: true, noHints: true },
];

/** A list of at most this length is never shrunk, because that saves little. */
const SHORT_LIST = 5;

/** The entered values by input id (undefined in a new form), and their faults. */
export interface FilledForm {
  readonly values?: unknown;
  readonly faults?: readonly FormFault[];
}

/** Shrinks a form: shorter labels, or fewer options. A choice with a fault keeps its options. */
export function shrinkForm(
  form: Form,
  { label, onlyChosen, noHints }: ShrinkLevel,
  filled: FilledForm,
): Form {
  const faulted = new Set(filled.faults?.map(({ field }) => field));
  const fields = form.fields.map((given): Field => {
    const field = noHints === true ? withoutHint(given) : given;
    if (field.kind !== 'choice' || field.options.length <= SHORT_LIST) return field;
    const value = readInput(filled.values, toInputIds(field.name).value);
    const chosen = field.options.filter((option) => option.value === value);
    if (onlyChosen && chosen.length > 0 && !faulted.has(field.name)) {
      return { ...field, options: chosen, hint: TEAMS_TEXT.onlyChosen };
    }
    return { ...field, options: shortLabels(field.options, label) };
  });
  return { ...form, fields };
}

function withoutHint({ hint: _, ...field }: Field): Field {
  return field;
}

type Options = Extract<Field, { readonly kind: 'choice' }>['options'];

/** Shortens labels, unless two of them would become equal. */
function shortLabels(options: Options, label: number): Options {
  const short = options.map((option) => ({ ...option, label: shorten(option.label, label) }));
  const isClear = new Set(short.map((one) => one.label)).size === options.length;
  return isClear ? short : options;
}
