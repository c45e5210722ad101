import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Field, Form, FormFault } from '../../../../src/views/elements.js';
import { shorten } from '../../../shared/text.js';
import { LIMITS } from '../limits.js';
import { readInput, toInputIds } from './fields.js';

/** What the questions of a form do without, where they are too much for a dialog. */
export interface ShrinkLevel {
  /** Characters of an option's label. */
  readonly label: number;
  /** Of long lists only what was chosen stays. */
  readonly onlyChosen: boolean;
}

/** Nothing is given up. */
export const FULL_SIZE: ShrinkLevel = { label: LIMITS.label, onlyChosen: false };

/** What is given up in turn: never a question, nor a word somebody typed. */
export const SHRINK_LEVELS: readonly ShrinkLevel[] = [
  { label: 40, onlyChosen: false },
  { label: 24, onlyChosen: false },
  { label: LIMITS.label, onlyChosen: true },
  { label: 12, onlyChosen: true },
];

/** Lists up to this stay whole: they take no room worth it. */
const SHORT_LIST = 5;

/** What was filled in, by input id (undefined when the form is new), and what was wrong with it. */
export interface FilledForm {
  readonly values?: unknown;
  readonly faults?: readonly FormFault[];
}

/** The form with less to choose from, or in fewer words. A choice that was faulted stays open. */
export function shrinkForm(
  form: Form,
  { label, onlyChosen }: ShrinkLevel,
  filled: FilledForm,
): Form {
  const faulted = new Set(filled.faults?.map(({ field }) => field));
  const fields = form.fields.map((field): Field => {
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

type Options = Extract<Field, { readonly kind: 'choice' }>['options'];

/** Labels that could not be told apart any more stay as they are. */
function shortLabels(options: Options, label: number): Options {
  const short = options.map((option) => ({ ...option, label: shorten(option.label, label) }));
  const isClear = new Set(short.map((one) => one.label)).size === options.length;
  return isClear ? short : options;
}
