import isPlainObject from 'is-plain-obj';
import type { z } from 'zod';
import type { ConfigFault, ConfigWarning } from '../faults.js';
import { didYouMean } from './similar.js';

/** Keys and list positions that lead to one part of the settings. */
export type ConfigPath = readonly (string | number)[];

/** A schema for each key. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** The values of a map. A missing or wrong key is undefined and has a fault, unless it is optional. */
export type ParsedMap<S extends Shape> = { readonly [K in keyof S]: z.output<S[K]> | undefined };

/**
 * Reads untrusted settings part by part. Collects all faults instead of stopping at the first, so that no
 * mistake hides another.
 */
export interface ConfigReader {
  /** The faults so far. */
  readonly faults: readonly ConfigFault[];
  /** The warnings so far. */
  readonly warnings: readonly ConfigWarning[];
  /** Adds a fault to the part at `path`; `what` is a sentence. */
  addFault(path: ConfigPath, what: string): void;
  /** Adds a warning to the part at `path`; `what` is a sentence without names, see {@link ConfigWarning}. */
  addWarning(path: ConfigPath, what: string): void;
  /** Where a part stands, for a sentence about another part: `redress.yml:LINE`. */
  locate(path: ConfigPath): string;
  /** Reads each key by its schema. An unknown key is a fault. */
  readMap<S extends Shape>(path: ConfigPath, value: unknown, shape: S): ParsedMap<S>;
  /** Reads the entries of a map with free keys. Anything but a map is a fault and has no entries. */
  readEntries(path: ConfigPath, value: unknown): readonly (readonly [string, unknown])[];
  /** Reads the items of a list. Anything but a list is a fault and has no items. */
  readList(path: ConfigPath, value: unknown): readonly unknown[];
  /** Reads one value by its schema; undefined after a fault. */
  readValue<T extends z.ZodType>(
    path: ConfigPath,
    value: unknown,
    schema: T,
  ): z.output<T> | undefined;
}

/** Creates a reader. `locate` gives the place of a fault, `label` the part of the settings it is about. */
export function createConfigReader(
  locate: (path: ConfigPath) => string,
  label = formatPath,
): ConfigReader {
  const faults: ConfigFault[] = [];
  const warnings: ConfigWarning[] = [];
  const addTo = (list: ConfigFault[]) => (path: ConfigPath, what: string) => {
    const name = label(path);
    list.push({ where: locate(path), what: name === '' ? what : `${name}: ${what}` });
  };
  const addFault = addTo(faults);
  const readValue = <T extends z.ZodType>(path: ConfigPath, value: unknown, schema: T) => {
    const result = schema.safeParse(value, { error: describeIssue });
    if (result.success) return result.data as z.output<T>;
    for (const issue of result.error.issues) {
      addFault([...path, ...(issue.path as (string | number)[])], issue.message);
    }
    return undefined;
  };
  return {
    faults,
    warnings,
    addFault,
    addWarning: addTo(warnings),
    locate,
    readValue,
    readMap(path, value, shape) {
      const source = value === undefined ? {} : value;
      if (!isPlainObject(source)) {
        addFault(path, describeWrongType('a map of keys', value));
        return {} as ParsedMap<typeof shape>;
      }
      const known = Object.keys(shape);
      for (const key of Object.keys(source).filter((name) => !known.includes(name))) {
        addFault([...path, key], describeUnknownKey(key, known));
      }
      const pairs = Object.entries(shape).map(([key, schema]) => {
        const own = Object.hasOwn(source, key) ? source[key] : undefined;
        return [key, readValue([...path, key], own, schema)];
      });
      return Object.fromEntries(pairs) as ParsedMap<typeof shape>;
    },
    readEntries(path, value) {
      if (isPlainObject(value)) return Object.entries(value);
      addFault(path, describeWrongType('a map of keys', value));
      return [];
    },
    readList(path, value) {
      if (Array.isArray(value)) return value;
      addFault(path, describeWrongType('a list', value));
      return [];
    },
  };
}

function describeUnknownKey(key: string, known: readonly string[]): string {
  const hint = didYouMean(key, known) || ` Known here: ${known.join(', ')}.`;
  return `is not a setting.${hint}`;
}

/** `teams.billing.members[0].slack` */
export function formatPath(path: ConfigPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
};

function describeWrongType(expected: string, value: unknown): string {
  if (value === undefined) return 'is missing.';
  if (value === null) return `is empty; it must be ${expected}.`;
  const kind = Array.isArray(value) ? 'array' : typeof value;
  return `must be ${expected}, not ${TYPE_NAMES[kind] ?? kind}.`;
}

/** A plain sentence for the faults that zod finds itself. Our own rules bring their own sentences. */
function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    return describeWrongType(TYPE_NAMES[issue.expected] ?? issue.expected, issue.input);
  }
  if (issue.code !== 'invalid_value') return undefined;
  return issue.input === undefined ? 'is missing.' : `must be one of ${issue.values.join(', ')}.`;
}
