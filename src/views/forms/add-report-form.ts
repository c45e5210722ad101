import { TEXT_LIMIT } from '../../domain/complaint/command.js';
import type { Means } from '../../domain/complaint/handling.js';
import type { EnteredContact } from '../../domain/intake/added-report.js';
import type { Details } from '../../domain/intake/details.js';
import { isBlank } from '../../domain/text/blank.js';
import { text } from '../../text/index.js';
import { type ButtonRef, parseButtonValue, toButtonValue } from '../buttons.js';
import type { Text } from '../elements.js';
import { choiceField, introBlocks, longTextField, MEANS_OPTIONS, momentField } from './fields.js';
import { createForm, type FormDraft } from './form-fields.js';

/** What the form to add to a complaint starts with. */
export interface AddReportStart {
  /** Ms UTC. */
  readonly receivedAt: number;
  readonly means?: Means;
  /** What was written so far. */
  readonly words?: string;
  /** All that they are told of it, for somebody who does not see it yet. Absent: they see it. */
  readonly toldOf?: Text;
}

/** The form to add what the complainant said when they complained again. */
export function addReportForm(start: AddReportStart): FormDraft<'add-report'> {
  const f = text.addReport;
  const { receivedAt, means = 'phone', words = '', toldOf } = start;
  const told = toldOf === undefined ? [] : introBlocks(...toldOf);
  const joins = toldOf === undefined ? [] : introBlocks(f.joins);
  const initial = words.slice(0, TEXT_LIMIT).replace(/\p{Surrogate}$/u, '');
  return createForm('add-report', f, [...told, ...introBlocks(f.intro), ...joins], {
    receivedAt: momentField(f.receivedAt, { initial: receivedAt }),
    means: choiceField(f.means, MEANS_OPTIONS, { initial: means }),
    words: longTextField(f.words, initial === '' ? {} : { initial }),
  });
}

/** What the form for a new complaint has, as words to add: also what they want now, and who speaks for them. */
export function toReportedWords({
  description,
  desiredOutcome,
  representative,
}: Pick<Details, 'description' | 'desiredOutcome' | 'representative'>): string {
  const { wanted, spokenFor } = text.addReport.entered;
  return [
    description,
    isBlank(desiredOutcome) ? '' : wanted(desiredOutcome),
    representative === undefined ? '' : spokenFor(representative.name),
  ]
    .filter((part) => !isBlank(part))
    .join('\n');
}

/** What a form is about: a complaint or a promise, and by what somebody found the complaint to add to. */
export interface FormTarget extends ButtonRef {
  readonly entered?: EnteredContact;
}

/** What was entered, in the order of the lines in a form's context. */
const ENTERED = ['account', 'email', 'phone'] as const satisfies readonly (keyof EnteredContact)[];

/** The context of a form: the reference, and in the lines below it what was entered, if anything was. */
export function toFormContext({ entered = {}, ...ref }: FormTarget): string {
  const lines = ENTERED.map((name) => (entered[name] ?? '').replace(/\s+/g, ' '));
  return lines.every(isBlank) ? toButtonValue(ref) : [toButtonValue(ref), ...lines].join('\n');
}

/** The reverse of {@link toFormContext}. Undefined for a context that Redress did not write. */
export function parseFormTarget(context: string): FormTarget | undefined {
  const [value = '', ...lines] = context.split('\n');
  const ref = parseButtonValue(value);
  if (ref === undefined || lines.length === 0) return ref;
  const entered = Object.fromEntries(ENTERED.map((name, n) => [name, lines[n] ?? '']));
  return { ...ref, entered };
}
