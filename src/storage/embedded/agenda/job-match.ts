/**
 * Equality and comparison as MongoDB's query language has them
 * (mongodb.com/docs/manual/reference/operator/query-comparison), so that a `unique` or `data` filter
 * means the same on both backends: null matches a missing field, a list matches when it equals
 * the value or contains it, and values of different types never compare.
 */
export type Query = Readonly<Record<string, unknown>>;

/** Whether the document fits every path of a query that passed {@link checkQuery}. */
export function matchesQuery(document: unknown, query: Query): boolean {
  return Object.entries(query).every(([path, condition]) => {
    return matchesCondition(valuesAt(document, path.split('.')), condition);
  });
}

/** Throws on an operator that is not known, wherever it stands, also when there is nothing to match yet. */
export function checkQuery(query: Query): void {
  for (const [path, condition] of Object.entries(query)) {
    if (path.startsWith('$')) throw unknownOperator(path);
    if (!isPlainObject(condition)) continue;
    const unknown = Object.keys(condition).find(
      (key) => key.startsWith('$') && OPERATORS[key] === undefined,
    );
    if (unknown !== undefined) throw unknownOperator(unknown);
  }
}

/**
 * A nested `data` filter as paths: `{a: 1, b: {c: 2}}` becomes `{'data.a': 1, 'data.b.c': 2}`, so
 * that it matches part of the data. Anything but a plain object is compared as a whole.
 */
export function dataQuery(data: unknown): Query {
  return isPlainObject(data) ? flatten(data, 'data') : { data };
}

function flatten(object: Query, prefix: string): Query {
  return Object.entries(object).reduce<Record<string, unknown>>((query, [key, value]) => {
    const path = `${prefix}.${key}`;
    return Object.assign(query, isPlainObject(value) ? flatten(value, path) : { [path]: value });
  }, {});
}

function matchesCondition(values: readonly unknown[], condition: unknown): boolean {
  if (!isPlainObject(condition) || !Object.keys(condition).some((key) => key.startsWith('$'))) {
    return equalsAny(values, condition);
  }
  return Object.entries(condition).every(([operator, operand]) => {
    const test = OPERATORS[operator];
    return test?.(values, operand) ?? false;
  });
}

type Test = (values: readonly unknown[], operand: unknown) => boolean;

const OPERATORS: Readonly<Record<string, Test>> = {
  $eq: equalsAny,
  $ne: (values, operand) => !equalsAny(values, operand),
  $in: (values, operand) => list(operand).some((each) => equalsAny(values, each)),
  $nin: (values, operand) => !list(operand).some((each) => equalsAny(values, each)),
  $gt: (values, operand) => compares(values, operand, (order) => order > 0),
  $gte: (values, operand) => compares(values, operand, (order) => order >= 0),
  $lt: (values, operand) => compares(values, operand, (order) => order < 0),
  $lte: (values, operand) => compares(values, operand, (order) => order <= 0),
  $exists: (values, operand) => values.some((value) => value !== undefined) === Boolean(operand),
};

function unknownOperator(operator: string): Error {
  return new Error(`The operator ${operator} is not supported in a filter on jobs.`);
}

function list(operand: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) throw new Error('$in and $nin need a list.');
  return operand;
}

/** What stands at a path. A list on the way stands for each of its members. */
function valuesAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  if (Array.isArray(value)) {
    const members = value.filter(isPlainObject).flatMap((member) => valuesAt(member, path));
    return /^\d+$/.test(key) ? [...valuesAt(value[Number(key)], rest), ...members] : members;
  }
  return isPlainObject(value) && Object.hasOwn(value, key)
    ? valuesAt(value[key], rest)
    : [undefined];
}

function equalsAny(values: readonly unknown[], wanted: unknown): boolean {
  return candidates(values).some((value) => equal(value, wanted));
}

function compares(
  values: readonly unknown[],
  operand: unknown,
  accept: (order: number) => boolean,
): boolean {
  return candidates(values).some((value) => {
    const order = compare(value, operand);
    return order !== undefined && accept(order);
  });
}

/** A list is tried as a whole and by its members. */
function candidates(values: readonly unknown[]): readonly unknown[] {
  return values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

function compare(a: unknown, b: unknown): number | undefined {
  if ((a ?? null) === null && (b ?? null) === null) return 0;
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.from(a).compare(Buffer.from(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return undefined;
}

function equal(a: unknown, b: unknown): boolean {
  if (a === undefined || a === null) return b === undefined || b === null;
  if (a instanceof Date || b instanceof Date) return compare(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, at) => equal(each, b[at]));
  }
  if (isPlainObject(a) && isPlainObject(b)) return equalObjects(a, b);
  return a === b;
}

/** Fields in the same order: MongoDB compares embedded documents field by field. */
function equalObjects(a: Query, b: Query): boolean {
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    left.length === right.length &&
    left.every(([key, value], at) => key === right[at]?.[0] && equal(value, right[at]?.[1]))
  );
}

function isPlainObject(value: unknown): value is Query {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
