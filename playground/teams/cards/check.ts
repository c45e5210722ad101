import { isObject, type JsonObject } from '../../json.js';
import type { Fields, Rule } from './rules.js';
import { ACTIONS, BODY_TYPES, CARD, ELEMENTS } from './shapes.js';

/** Collects what is wrong, each with its JSON pointer. */
export class Faults {
  readonly list: string[] = [];

  add(what: string, pointer: string): void {
    this.list.push(`${what} at ${pointer || '/'}`);
  }
}

type Check<R extends Rule> = (rule: R, value: unknown, at: string, faults: Faults) => void;
type Checks = { [K in Rule['is']]: Check<Extract<Rule, { is: K }>> };

const checkString: Checks['string'] = (rule, value, at, faults) => {
  if (typeof value !== 'string') {
    faults.add('must be a string', at);
    return;
  }
  if (value.length < (rule.min ?? 0)) faults.add('must not be empty', at);
  const low = value.toLowerCase();
  if (rule.oneOf && !rule.oneOf.some((one) => one.toLowerCase() === low)) {
    faults.add(`must be one of ${rule.oneOf.join(', ')}`, at);
  }
  if (rule.like && !rule.like.test(value)) faults.add('is not of the form wanted', at);
};

const checkNumber: Checks['number'] = (rule, value, at, faults) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) faults.add('must be a number', at);
  else if (value < (rule.min ?? -Infinity)) faults.add(`must be at least ${rule.min}`, at);
};

const checkList: Checks['list'] = (rule, value, at, faults) => {
  if (!Array.isArray(value)) {
    faults.add('must be a list', at);
    return;
  }
  if (value.length < rule.min) faults.add(`must have at least ${rule.min} in it`, at);
  value.forEach((item, index) => {
    checkRule(rule.of, item, `${at}/${index}`, faults);
  });
};

const checkEither: Checks['either'] = (rule, value, at, faults) => {
  const tried = rule.rules.map((one) => {
    const inner = new Faults();
    checkRule(one, value, at, inner);
    return inner.list;
  });
  if (tried.some((found) => found.length === 0)) return;
  // the most telling: those of the rule for what was given
  const index = rule.rules.findIndex((one) => (one.is === 'string') !== isObject(value));
  faults.list.push(...(tried[index] ?? tried[0] ?? []));
};

const checks: Checks = {
  string: checkString,
  number: checkNumber,
  list: checkList,
  either: checkEither,
  boolean: (_rule, value, at, faults) => {
    if (typeof value !== 'boolean') faults.add('must be true or false', at);
  },
  object: (rule, value, at, faults) => {
    if (isObject(value)) checkFields(rule.fields, value, at, faults);
    else faults.add('must be an object', at);
  },
  element: (rule, value, at, faults) =>
    checkTyped(ELEMENTS, rule.types ?? BODY_TYPES, value, at, faults),
  action: (rule, value, at, faults) =>
    checkTyped(ACTIONS, rule.types ?? Object.keys(ACTIONS), value, at, faults),
  card: (_rule, value, at, faults) => checkCard(value, at, faults),
  open: () => undefined,
};

function checkRule(rule: Rule, value: unknown, at: string, faults: Faults): void {
  (checks[rule.is] as Check<Rule>)(rule, value, at, faults);
}

function checkFields(
  fields: Fields,
  value: JsonObject,
  at: string,
  faults: Faults,
  known: readonly string[] = [],
): void {
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(fields, key) && !known.includes(key)) {
      faults.add(`has an unknown property "${key}"`, at);
    }
  }
  for (const [key, field] of Object.entries(fields)) {
    const inner = value[key];
    if (inner !== undefined) checkRule(field.rule, inner, `${at}/${key}`, faults);
    else if (field.required) faults.add(`lacks "${key}"`, at);
  }
}

function checkTyped(
  shapes: Readonly<Record<string, Fields>>,
  types: readonly string[],
  value: unknown,
  at: string,
  faults: Faults,
): void {
  if (!isObject(value)) {
    faults.add('must be an object', at);
    return;
  }
  const { type } = value;
  const fields = typeof type === 'string' && types.includes(type) ? shapes[type] : undefined;
  if (fields) checkFields(fields, value, at, faults, ['type']);
  else faults.add(`has the type "${String(type)}", which is not known here`, at);
}

/** Checks a card, or one inside another, against the shapes. */
export function checkCard(value: unknown, at: string, faults: Faults): void {
  if (!isObject(value) || value.type !== 'AdaptiveCard') {
    faults.add('must be an AdaptiveCard', at);
    return;
  }
  checkFields(CARD, value, at, faults, ['type']);
}
