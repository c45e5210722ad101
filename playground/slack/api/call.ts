import { asString, type JsonObject, parseJson } from '../../json.js';
import { Refusal } from '../refusal.js';
import type { Core } from '../state.js';
import type { Triggers } from '../triggers.js';

/** What the methods work with besides the workspace itself. */
export interface ApiParts {
  core: Core;
  triggers: Triggers;
  /** Whether one more message may be posted into this channel now. */
  mayPost: (channel: string) => boolean;
  /** A Socket Mode URL; missing when Socket Mode is not offered. */
  socketUrl?: (() => string) | undefined;
}

/** One call of a Web API method. */
export interface Call extends ApiParts {
  args: Args;
}

/** A method: returns what goes beside `ok: true`, or throws a {@link Refusal}. */
export type Method = (call: Call) => JsonObject;

/** Arguments that are JSON texts when a call is form-encoded. */
const JSON_ARGUMENTS = new Set(['blocks', 'view', 'metadata', 'attachments']);

function decoded(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || !JSON_ARGUMENTS.has(name)) return value;
  return parseJson(value) ?? value;
}

/** The arguments of a call, from a JSON or a form-encoded body alike. */
export class Args {
  readonly raw: JsonObject;

  constructor(source: JsonObject) {
    this.raw = {};
    for (const [name, value] of Object.entries(source)) this.raw[name] = decoded(name, value);
  }

  /** A text argument, or `undefined`. */
  text(name: string): string | undefined {
    const value = this.raw[name];
    if (typeof value === 'number') return String(value);
    return asString(value);
  }

  /**
   * A text argument that must be there.
   *
   * @throws Refusal `invalid_arguments`.
   */
  required(name: string): string {
    const value = this.text(name);
    if (!value) throw new Refusal('invalid_arguments', [`missing required field: ${name}`]);
    return value;
  }

  /** A yes-or-no argument: `true`, `"true"`, `1` and `"1"` are yes. */
  flag(name: string): boolean {
    const value = this.raw[name];
    return value === true || value === 1 || value === 'true' || value === '1';
  }

  /** A whole number from `least` to `most`, or `otherwise` when missing. */
  count(name: string, otherwise: number, most: number): number {
    const value = this.text(name);
    if (value === undefined || value === '') return otherwise;
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1) throw new Refusal('invalid_limit');
    return Math.min(number, most);
  }

  /** A list given as a JSON list or as one text with commas. */
  list(name: string): string[] {
    const value = this.raw[name];
    if (Array.isArray(value)) return value.map(String);
    const text = this.text(name) ?? '';
    return text === '' ? [] : text.split(',').map((item) => item.trim());
  }
}

/**
 * One page of `items`: `limit` of them from where `cursor` points, and the cursor of the next page
 * (empty at the end).
 *
 * @throws Refusal `invalid_cursor`.
 */
export function page<T>(
  items: readonly T[],
  cursor: string | undefined,
  limit: number,
): { items: T[]; next: string } {
  const from = cursor ? fromCursor(cursor) : 0;
  const next = from + limit < items.length ? toCursor(from + limit) : '';
  return { items: items.slice(from, from + limit), next };
}

function toCursor(position: number): string {
  return Buffer.from(`next:${position}`).toString('base64');
}

function fromCursor(cursor: string): number {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  if (!match) throw new Refusal('invalid_cursor');
  return Number(match[1]);
}
