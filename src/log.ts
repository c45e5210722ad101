import { type DestinationStream, pino } from 'pino';
import { RedressError } from './errors.js';
import type { LogFields, Logger } from './ports/logger.js';

/** How deep fields and causes are followed, and how much of one text is written. */
const MAX_DEPTH = 6;
const MAX_TEXT_LENGTH = 500;

const REDACTED = '[redacted]';

/** Names of fields whose values are secrets or somebody's words or data, whatever stands before them. */
const SENSITIVE =
  /(token|secret|password|authorization|cookie|signature|text|description|words|name|email|body|blocks|uri)$/i;

/** Names that end like a sensitive one and carry none. */
const NOT_SENSITIVE = new Set([
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
    debug: (fields, message) => out.debug(redact(fields), redactText(message)),
    info: (fields, message) => out.info(redact(fields), redactText(message)),
    warn: (fields, message) => out.warn(redact(fields), redactText(message)),
    error: (fields, message) => out.error(redact(fields), redactText(message)),
  };
}

function redact(fields: LogFields): Record<string, unknown> {
  return redactMap(fields, MAX_DEPTH);
}

function redactMap(map: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      const hidden = SENSITIVE.test(key) && !NOT_SENSITIVE.has(key) && value != null;
      return [key, hidden ? REDACTED : redactValue(value, depth - 1)];
    }),
  );
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth <= 0) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redactValue(item, depth - 1));
  return redactMap(value, depth);
}

function redactText(text: string): string {
  const safe = text.replace(TOKENS, REDACTED).replace(CREDENTIALS, `$1${REDACTED}@`);
  return safe.length > MAX_TEXT_LENGTH ? `${safe.slice(0, MAX_TEXT_LENGTH)}…` : safe;
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, cause, errors } = error as Error & Record<'code' | 'cause' | 'errors', unknown>;
  return {
    class: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error instanceof RedressError ? { message: redactText(error.message) } : {}),
    stack: parseStackFrames(error).slice(0, 15),
    ...(cause === undefined ? {} : { cause: redactCause(cause, depth - 1) }),
    ...(Array.isArray(errors) ? { errors: redactValue(errors, depth - 1) } : {}),
  };
}

/** `at … (file:line:col)` or `at file:line:col`, as V8 writes a frame. */
const FRAME = /^at (?:[^()]+ \([^()]+:\d+:\d+\)|[^()\s]+:\d+:\d+|async [^()\s]+:\d+:\d+)$/;

/**
 * The frames of a stack: of the lines that follow the message at once, those that look like one. A
 * message may have lines that look like frames, so without it in the stack nothing is believed.
 */
function parseStackFrames({ stack, message }: Error): readonly string[] {
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
function redactCause(cause: unknown, depth: number): unknown {
  return cause instanceof Error ? redactValue(cause, depth) : `[${typeof cause}]`;
}
