import type { Filing, PersonCommand } from '../../domain/complaint/command.js';
import type { Delivered, Details, Impact, Means } from '../../domain/complaint/complaint.js';
import type { Platform } from '../../domain/organisation/person.js';
import type { FieldValue } from '../../ports/intake.js';
import type { ButtonRef } from '../../views/buttons.js';

type Values = Readonly<Record<string, FieldValue>>;

function textValue(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

function dateValue(values: Values, name: string): number | null {
  const value = values[name];
  return typeof value === 'number' ? value : null;
}

/** Parses the values of the intake form, submitted on this platform. The domain checks them. */
export function parseFiling(values: Values, on: Platform): Filing {
  return { category: textValue(values, 'category'), details: parseDetails(values), on };
}

function parseDetails(values: Values): Details {
  return {
    complainant: { name: textValue(values, 'complainant'), account: textValue(values, 'account') },
    description: textValue(values, 'description'),
    desiredOutcome: textValue(values, 'desiredOutcome'),
    impact: textValue(values, 'impact') as Impact,
    means: textValue(values, 'means') as Means,
    isPublic: values.isPublic === true,
  };
}

type FormParser = (values: Values, target: ButtonRef) => PersonCommand;

/** Makes a command of each form's values. This only converts types; the domain checks the values. */
const FORM_PARSERS: Readonly<Record<string, FormParser>> = {
  acknowledge: (v) => ({
    kind: 'acknowledge',
    means: textValue(v, 'means') as Means,
    words: textValue(v, 'words'),
  }),
  assign: (v) => ({ kind: 'assign', to: textValue(v, 'to') }),
  promise: (v) => ({
    kind: 'promise',
    what: textValue(v, 'what'),
    dueAt: dateValue(v, 'dueAt'),
    basis: textValue(v, 'basis'),
  }),
  renegotiate: (v, target) => ({
    kind: 'renegotiate',
    promise: target.promise ?? '',
    dueAt: dateValue(v, 'dueAt'),
    basis: textValue(v, 'basis'),
  }),
  update: (v) => ({
    kind: 'update',
    audience: textValue(v, 'audience') === 'reporter' ? 'reporter' : 'team',
    text: textValue(v, 'text'),
  }),
  resolve: (v) => ({
    kind: 'resolve',
    done: textValue(v, 'done'),
    delivered: textValue(v, 'delivered') as Delivered,
    told: v.told === true,
  }),
  'follow-up': (v) => ({
    kind: 'follow-up',
    satisfaction: Number(textValue(v, 'satisfaction')),
    words: textValue(v, 'words'),
  }),
  reopen: (v) => ({ kind: 'reopen', reason: textValue(v, 'reason') }),
  withdraw: (v) => ({ kind: 'withdraw', reason: textValue(v, 'reason') }),
  correct: (v) => ({ kind: 'correct', details: parseDetails(v) }),
};

/** Parses a submitted form into its command; undefined for an unknown form. */
export function parseFormCommand(
  form: string,
  values: Values,
  target: ButtonRef,
): PersonCommand | undefined {
  return Object.hasOwn(FORM_PARSERS, form) ? FORM_PARSERS[form]?.(values, target) : undefined;
}

/** Buttons that run a command at once, without a form. */
const DIRECT_COMMANDS: Readonly<Record<string, (target: ButtonRef) => PersonCommand>> = {
  take: () => ({ kind: 'take' }),
  release: () => ({ kind: 'release' }),
  tell: () => ({ kind: 'tell' }),
  snooze: () => ({ kind: 'snooze' }),
  keep: (target) => ({ kind: 'keep', promise: target.promise ?? '' }),
};

/** Does this button run a command at once, rather than open a form or show details? */
export function isDirectAction(action: string): boolean {
  return Object.hasOwn(DIRECT_COMMANDS, action);
}

/** The command of a button that runs one at once; undefined for other buttons. */
export function toDirectCommand(action: string, target: ButtonRef): PersonCommand | undefined {
  return isDirectAction(action) ? DIRECT_COMMANDS[action]?.(target) : undefined;
}
