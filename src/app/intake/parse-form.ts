import type { Filing, PersonCommand } from '../../domain/complaint/command.js';
import type { Delivered, Details, Impact, Means } from '../../domain/complaint/complaint.js';
import type { Platform } from '../../domain/organisation/person.js';
import type { FieldValue } from '../../ports/intake.js';
import type { Target } from '../../views/buttons.js';

type Values = Readonly<Record<string, FieldValue>>;

function words(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

function moment(values: Values, name: string): number | null {
  const value = values[name];
  return typeof value === 'number' ? value : null;
}

/** The intake form's values, sent in on this platform, as a filing. Whether they make sense is for the domain to say. */
export function filingOf(values: Values, on: Platform): Filing {
  return { category: words(values, 'category'), details: detailsOf(values), on };
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
const DIRECT: Readonly<Record<string, (target: Target) => PersonCommand>> = {
  take: () => ({ kind: 'take' }),
  release: () => ({ kind: 'release' }),
  tell: () => ({ kind: 'tell' }),
  snooze: () => ({ kind: 'snooze' }),
  keep: (target) => ({ kind: 'keep', promise: target.promise ?? '' }),
};

/** Does pressing it change something at once, rather than open a form or show details? */
export function actsAtOnce(action: string): boolean {
  return Object.hasOwn(DIRECT, action);
}

/** The command of a button that acts at once; undefined for any other. */
export function directCommand(action: string, target: Target): PersonCommand | undefined {
  return actsAtOnce(action) ? DIRECT[action]?.(target) : undefined;
}
