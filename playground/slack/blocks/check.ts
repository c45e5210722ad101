import { isObject, type JsonObject } from '../../json.js';
import type { Fields, Rule, Shape, Slot, Surface } from './rules.js';
import { BLOCKS, ELEMENTS } from './shapes.js';

/** Collects what is wrong, each with its JSON pointer, in Slack's words. */
export class Faults {
  readonly list: string[] = [];
  readonly surface: Surface;

  constructor(surface: Surface) {
    this.surface = surface;
  }

  add(what: string, pointer: string): void {
    this.list.push(`${what} [json-pointer:${pointer}]`);
  }
}

type Check<R extends Rule> = (rule: R, value: unknown, at: string, faults: Faults) => void;
type Checks = { [K in Rule['is']]: Check<Extract<Rule, { is: K }>> };

const MUST_MATCH = 'failed to match all allowed schemas';

function length(value: string, rule: { max: number; min?: number }, at: string, faults: Faults) {
  if (value.length > rule.max) faults.add(`must be less than ${rule.max + 1} characters`, at);
  const min = rule.min ?? 0;
  if (value.length < min) faults.add(`must be more than ${min - 1} characters`, at);
}

const checkText: Checks['text'] = (rule, value, at, faults) => {
  if (!isObject(value)) {
    faults.add('must provide an object', at);
    return;
  }
  const inner = new Faults(faults.surface);
  const types = rule.plain ? ['plain_text'] : ['plain_text', 'mrkdwn'];
  if (typeof value.type !== 'string' || !types.includes(value.type)) {
    inner.add(`unsupported type: ${String(value.type)}`, `${at}/type`);
  }
  const extra = value.type === 'plain_text' ? 'emoji' : 'verbatim';
  for (const key of Object.keys(value)) {
    if (!['type', 'text', extra].includes(key))
      inner.add(`invalid additional property: ${key}`, at);
  }
  if (typeof value.text !== 'string') inner.add('must provide a string', `${at}/text`);
  else length(value.text, { max: rule.max, min: rule.min ?? 1 }, `${at}/text`, inner);
  if (inner.list.length > 0) {
    faults.add(MUST_MATCH, at);
    faults.list.push(...inner.list);
  }
};

const checkString: Checks['string'] = (rule, value, at, faults) => {
  if (typeof value !== 'string') {
    faults.add('must provide a string', at);
    return;
  }
  length(value, rule, at, faults);
  if (rule.oneOf && !rule.oneOf.includes(value)) {
    faults.add(`must be one of ${rule.oneOf.join(', ')}`, at);
  }
  if (rule.like && !rule.like.test(value)) faults.add('does not match the expected format', at);
};

const checkInteger: Checks['integer'] = (rule, value, at, faults) => {
  if (!Number.isInteger(value)) {
    faults.add('must provide an integer', at);
    return;
  }
  const number = value as number;
  if (rule.max !== undefined && number > rule.max) {
    faults.add(`must be less than or equal to ${rule.max}`, at);
  }
  if (rule.min !== undefined && number < rule.min) {
    faults.add(`must be greater than or equal to ${rule.min}`, at);
  }
};

const checkListed: Checks['list'] = (rule, value, at, faults) => {
  if (!Array.isArray(value)) {
    faults.add('must provide an array', at);
    return;
  }
  if (value.length > rule.max) faults.add(`no more than ${rule.max} items allowed`, at);
  if (value.length < rule.min) faults.add(`no less than ${rule.min} items allowed`, at);
  value.forEach((item, index) => {
    checkRule(rule.of, item, `${at}/${index}`, faults);
  });
};

const checks: Checks = {
  text: checkText,
  string: checkString,
  integer: checkInteger,
  list: checkListed,
  boolean: (_rule, value, at, faults) => {
    if (typeof value !== 'boolean') faults.add('must provide a boolean', at);
  },
  object: (rule, value, at, faults) => {
    if (isObject(value)) checkFields(rule.fields, value, at, faults);
    else faults.add('must provide an object', at);
  },
  element: (rule, value, at, faults) => checkElement(rule.slot, value, at, faults),
  contextItem: (_rule, value, at, faults) => {
    if (isObject(value) && value.type === 'image') checkElement('context', value, at, faults);
    else checkText({ is: 'text', plain: false, max: 2000 }, value, at, faults);
  },
  open: () => undefined,
};

function checkRule(rule: Rule, value: unknown, at: string, faults: Faults): void {
  (checks[rule.is] as Check<Rule>)(rule, value, at, faults);
}

/** Checks the fields of an object: required ones there, unknown ones refused, each by its rule. */
export function checkFields(
  fields: Fields,
  value: JsonObject,
  at: string,
  faults: Faults,
  known: readonly string[] = [],
): void {
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(fields, key) && !known.includes(key)) {
      faults.add(`invalid additional property: ${key}`, at);
    }
  }
  for (const [key, field] of Object.entries(fields)) {
    const inner = value[key];
    if (inner !== undefined && inner !== null) checkRule(field.rule, inner, `${at}/${key}`, faults);
    else if (field.required) faults.add(`missing required field: ${key}`, at);
  }
}

function shapeOf(shapes: Readonly<Record<string, Shape>>, type: unknown): Shape | undefined {
  return typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
}

function allowed(shape: Shape, faults: Faults): boolean {
  return !shape.surfaces || shape.surfaces.includes(faults.surface);
}

function checkElement(slot: Slot, value: unknown, at: string, faults: Faults): void {
  if (!isObject(value)) {
    faults.add('must provide an object', at);
    return;
  }
  const shape = shapeOf(ELEMENTS, value.type);
  if (!shape?.slots?.includes(slot) || !allowed(shape, faults)) {
    faults.add(`unsupported type: ${String(value.type)}`, `${at}/type`);
    return;
  }
  checkFields(shape.fields, value, at, faults, ['type']);
}

/** Checks one block by its type's shape. */
export function checkBlock(value: unknown, at: string, faults: Faults): void {
  if (!isObject(value)) {
    faults.add('must provide an object', at);
    return;
  }
  const shape = shapeOf(BLOCKS, value.type);
  if (!shape || !allowed(shape, faults)) {
    faults.add(`unsupported type: ${String(value.type)}`, `${at}/type`);
    return;
  }
  checkFields(shape.fields, value, at, faults, ['type']);
}
