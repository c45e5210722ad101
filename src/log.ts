import { type DestinationStream, pino } from 'pino';
import { RedressError } from './errors.js';
import type { LogFields, Logger } from './ports/logger.js';

/** How deep fields and causes are written, and how many characters of one text. */
const MAX_DEPTH = 6;
const MAX_TEXT_LENGTH = 500;

const REDACTED = '[redacted]';

/** Field names that end like this hold secrets, or people's words or data. */
const SENSITIVE =
  /(token|secret|password|authorization|cookie|signature|text|description|words|name|email|body|blocks|uri)$/i;

/** Field names that end like a sensitive one but are not. */
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
  /** Where the lines go; default: standard output. */
  readonly destination?: DestinationStream;
}

/**
 * Creates a logger that writes JSON lines with pino, without secrets and people's words. It redacts
 * sensitive fields by name, and tokens in texts and messages by pattern. Of errors that are not ours it
 * writes only class, code and stack frames, because a library's message may quote its input.
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

/** A stack frame as V8 writes it: `at … (file:line:col)` or `at file:line:col`. */
const FRAME = /^at (?:[^()]+ \([^()]+:\d+:\d+\)|[^()\s]+:\d+:\d+|async [^()\s]+:\d+:\d+)$/;

/**
 * Parses the frames of a stack: the lines directly after the message that look like a frame. A message
 * may contain such lines too, so a stack without the message gives no frames.
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

/** A cause can be any value; one that is no error may contain people's data. */
function redactCause(cause: unknown, depth: number): unknown {
  return cause instanceof Error ? redactValue(cause, depth) : `[${typeof cause}]`;
}
