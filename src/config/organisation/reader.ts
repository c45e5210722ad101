import { z } from 'zod';
import { isRecord } from '../../is-record.js';
import type { ConfigFault } from '../faults.js';
import { didYouMean } from './similar.js';

/** Keys and list positions from the top to one part of the settings. */
export type Path = readonly (string | number)[];

/** A schema for each key. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** What reading a map gives: a key that is missing or faulty is undefined, and then a fault was noted. */
export type Reading<S extends Shape> = { readonly [K in keyof S]: z.output<S[K]> | undefined };

/**
 * Reads untrusted settings part by part and notes every fault instead of stopping at the first, so
 * that one mistake never hides another.
 */
export interface Reader {
  readonly faults: readonly ConfigFault[];
  fault(path: Path, what: string): void;
  /** Reads each key by its schema; a key that no schema names is a fault. */
  map<S extends Shape>(path: Path, value: unknown, shape: S): Reading<S>;
  /** The entries of a map with free keys; a fault and none when it is no map. */
  entries(path: Path, value: unknown): readonly (readonly [string, unknown])[];
  /** The items of a list; a fault and none when it is no list. */
  list(path: Path, value: unknown): readonly unknown[];
  value<T extends z.ZodType>(path: Path, value: unknown, schema: T): z.output<T> | undefined;
}

/** A reader whose faults say where they stand by `where`, and which part is meant by `name`. */
export function createReader(where: (path: Path) => string, name = labelOf): Reader {
  const faults: ConfigFault[] = [];
  const fault = (path: Path, what: string): void => {
    const label = name(path);
    faults.push({ where: where(path), what: label === '' ? what : `${label}: ${what}` });
  };
  const read = <T extends z.ZodType>(path: Path, value: unknown, schema: T) => {
    const result = schema.safeParse(value, { error: sentence });
    if (result.success) return result.data as z.output<T>;
    for (const issue of result.error.issues) {
      fault([...path, ...(issue.path as (string | number)[])], issue.message);
    }
    return undefined;
  };
  return {
    faults,
    fault,
    value: read,
    map(path, value, shape) {
      const source = isRecord(value) ? value : {};
      if (value !== undefined && !isRecord(value)) fault(path, mustBe('a map of keys', value));
      const known = Object.keys(shape);
      for (const key of Object.keys(source).filter((name) => !known.includes(name))) {
        fault([...path, key], `is not a setting.${didYouMean(key, known) || oneOf(known)}`);
      }
      if (value !== undefined && !isRecord(value)) return {} as Reading<typeof shape>;
      const own = (key: string) => (Object.hasOwn(source, key) ? source[key] : undefined);
      const pairs = known.map((key) => [key, read([...path, key], own(key), field(shape, key))]);
      return Object.fromEntries(pairs) as Reading<typeof shape>;
    },
    entries(path, value) {
      if (isRecord(value)) return Object.entries(value);
      fault(path, value === undefined ? 'is missing.' : mustBe('a map of keys', value));
      return [];
    },
    list(path, value) {
      if (Array.isArray(value)) return value;
      fault(path, value === undefined ? 'is missing.' : mustBe('a list', value));
      return [];
    },
  };
}

function field(shape: Shape, key: string): z.ZodType {
  return shape[key] ?? z.unknown();
}

function oneOf(known: readonly string[]): string {
  return ` Known here: ${known.join(', ')}.`;
}

/** `teams.billing.members[0].slack` */
function labelOf(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
};

function mustBe(expected: string, value: unknown): string {
  if (value === null) return `is empty; it must be ${expected}.`;
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return `must be ${expected}, not ${KINDS[kind] ?? kind}.`;
}

/** A plain sentence for the faults zod finds by itself; schemas with rules of their own bring their own. */
function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_value') {
    if (issue.input === undefined) return 'is missing.';
  }
  if (issue.code === 'invalid_type')
    return mustBe(KINDS[issue.expected] ?? issue.expected, issue.input);
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}.`;
  return undefined;
}
