import { type DestinationStream, pino } from 'pino';
import { RedressError } from './errors.js';
import type { LogFields, Logger } from './ports/logger.js';

/** How deep fields and causes are followed, and how much of one text is written. */
const DEPTH = 6;
const LONGEST = 500;

const GONE = '[redacted]';

/** Names of fields whose values are secrets or somebody's words or data, whatever stands before them. */
const SENSITIVE =
  /(token|secret|password|authorization|cookie|signature|text|description|words|name|email|body|blocks|uri)$/i;

/** Names that end like a sensitive one and carry none. */
const HARMLESS = new Set([
  'errorName',
  'eventName',
  'hostname',
  'indexName',
  'methodName',
  'viewName',
]);

const TOKENS = /\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+/gi;
const CREDENTIALS = /(\w+:\/\/)[^\s/@]+@/g;

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where the lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/**
 * JSON lines by pino. Secrets and people's words never get in: sensitive fields are blanked by name,
 * tokens by their look in texts and in the line's message, and of errors that are not ours only class,
 * code and stack frames are kept, because a library's message may quote what it was given.
 */
export function createLogger({ level, destination }: LogOptions): Logger {
  const options = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const out = destination === undefined ? pino(options) : pino(options, destination);
  return {
    debug: (fields, message) => out.debug(clean(fields), cleanText(message)),
    info: (fields, message) => out.info(clean(fields), cleanText(message)),
    warn: (fields, message) => out.warn(clean(fields), cleanText(message)),
    error: (fields, message) => out.error(clean(fields), cleanText(message)),
  };
}

function clean(fields: LogFields): Record<string, unknown> {
  return cleanMap(fields, DEPTH);
}

function cleanMap(map: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      const hidden = SENSITIVE.test(key) && !HARMLESS.has(key) && value != null;
      return [key, hidden ? GONE : cleanValue(value, depth - 1)];
    }),
  );
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth <= 0) return '[deeper]';
  if (value instanceof Error) return cleanError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => cleanValue(item, depth - 1));
  return cleanMap(value, depth);
}

function cleanText(text: string): string {
  const safe = text.replace(TOKENS, GONE).replace(CREDENTIALS, `$1${GONE}@`);
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

function cleanError(error: Error, depth: number): Record<string, unknown> {
  const { code, cause, errors } = error as Error & Record<'code' | 'cause' | 'errors', unknown>;
  return {
    class: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error instanceof RedressError ? { message: cleanText(error.message) } : {}),
    stack: framesOf(error).slice(0, 15),
    ...(cause === undefined ? {} : { cause: cleanCause(cause, depth - 1) }),
    ...(Array.isArray(errors) ? { errors: cleanValue(errors, depth - 1) } : {}),
  };
}

/** `at … (file:line:col)` or `at file:line:col`, as V8 writes a frame. */
const FRAME = /^at (?:[^()]+ \([^()]+:\d+:\d+\)|[^()\s]+:\d+:\d+|async [^()\s]+:\d+:\d+)$/;

/**
 * The frames of a stack: of the lines that follow the message at once, those that look like one. A
 * message may have lines that look like frames, so without it in the stack nothing is believed.
 */
function framesOf({ stack, message }: Error): readonly string[] {
  if (typeof stack !== 'string' || typeof message !== 'string') return [];
  const start = stack.indexOf(message);
  if (start < 0) return [];
  const lines = stack
    .slice(start + message.length)
    .split('\n')
    .slice(1);
  const end = lines.findIndex((line) => !/^\s+at /.test(line));
  const following = end < 0 ? lines : lines.slice(0, end);
  return following.map((line) => line.trim()).filter((line) => FRAME.test(line));
}

/** A cause may be anything; what is no error may be somebody's data. */
function cleanCause(cause: unknown, depth: number): unknown {
  return cause instanceof Error ? cleanValue(cause, depth) : `[${typeof cause}]`;
}
