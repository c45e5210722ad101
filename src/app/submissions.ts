import type { Filing, PersonCommand } from '../domain/command.js';
import type { Delivered, Details, Impact, Means } from '../domain/complaint.js';
import type { FieldValue } from '../ports/intake.js';
import type { Target } from '../views/buttons.js';

type Values = Readonly<Record<string, FieldValue>>;

function words(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

function moment(values: Values, name: string): number | null {
  const value = values[name];
  return typeof value === 'number' ? value : null;
}

/** The intake form's values as a filing. Whether they make sense is for the domain to say. */
export function filingOf(values: Values): Filing {
  return { category: words(values, 'category'), details: detailsOf(values) };
}

function detailsOf(values: Values): Details {
  return {
    complainant: { name: words(values, 'complainant'), account: words(values, 'account') },
    description: words(values, 'description'),
    desiredOutcome: words(values, 'desiredOutcome'),
    impact: words(values, 'impact') as Impact,
    means: words(values, 'means') as Means,
    isPublic: values.isPublic === true,
  };
}

type Reading = (values: Values, target: Target) => PersonCommand;

/** How each form's values become a command. Values from outside are only shaped here; the domain checks them. */
const READINGS: Readonly<Record<string, Reading>> = {
  acknowledge: (v) => ({
    kind: 'acknowledge',
    means: words(v, 'means') as Means,
    words: words(v, 'words'),
  }),
  assign: (v) => ({ kind: 'assign', to: words(v, 'to') }),
  promise: (v) => ({
    kind: 'promise',
    what: words(v, 'what'),
    dueAt: moment(v, 'dueAt'),
    basis: words(v, 'basis'),
  }),
  renegotiate: (v, target) => ({
    kind: 'renegotiate',
    promise: target.promise ?? '',
    dueAt: moment(v, 'dueAt'),
    basis: words(v, 'basis'),
  }),
  update: (v) => ({
    kind: 'update',
    audience: words(v, 'audience') === 'reporter' ? 'reporter' : 'team',
    text: words(v, 'text'),
  }),
  resolve: (v) => ({
    kind: 'resolve',
    done: words(v, 'done'),
    delivered: words(v, 'delivered') as Delivered,
    told: v.told === true,
  }),
  'follow-up': (v) => ({
    kind: 'follow-up',
    satisfaction: Number(words(v, 'satisfaction')),
    words: words(v, 'words'),
  }),
  reopen: (v) => ({ kind: 'reopen', reason: words(v, 'reason') }),
  withdraw: (v) => ({ kind: 'withdraw', reason: words(v, 'reason') }),
  correct: (v) => ({ kind: 'correct', details: detailsOf(v) }),
};

/** The command a submitted form means; undefined for a form that is not ours. */
export function commandOf(form: string, values: Values, target: Target): PersonCommand | undefined {
  return Object.hasOwn(READINGS, form) ? READINGS[form]?.(values, target) : undefined;
}

/** Buttons that act at once, without a form. */
export function directCommand(action: string, target: Target): PersonCommand | undefined {
  switch (action) {
    case 'take':
      return { kind: 'take' };
    case 'release':
      return { kind: 'release' };
    case 'tell':
      return { kind: 'tell' };
    case 'snooze':
      return { kind: 'snooze' };
    case 'keep':
      return { kind: 'keep', promise: target.promise ?? '' };
    default:
      return undefined;
  }
}
