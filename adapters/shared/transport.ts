/** Why an HTTP call got no response. `code` is a short code for logs. */
export type TransportFailure =
  /** The request did not leave this machine. */
  | { readonly kind: 'unsent'; readonly code: string }
  /** The request may have arrived. */
  | { readonly kind: 'lost'; readonly code: string };

/** Socket and TLS errors that occur before a byte of the request is sent (libuv, Node's TLS, undici). */
const UNSENT_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The form of the runtime's error codes. Other values of `code` come from libraries and are ignored. */
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/**
 * Reads what `fetch`, or a library on top of it, threw. An unknown error counts as `lost`, because
 * only a request that was certainly not sent may be repeated without a check.
 */
export function toTransportFailure(error: unknown): TransportFailure {
  const codes = collectCodes(error);
  const code = codes.find((one) => UNSENT_CODES.has(one));
  if (code !== undefined) return { kind: 'unsent', code };
  return { kind: 'lost', code: codes[0] ?? 'no-answer' };
}

/** The codes of an error, its causes and the parts of an AggregateError (one for each address tried), outermost first. */
function collectCodes(error: unknown, depth = 0): readonly string[] {
  if (depth > 6 || typeof error !== 'object' || error === null) return [];
  const code = readField(error, 'code');
  const parts = readField(error, 'errors');
  const own = typeof code === 'string' && SYSTEM_CODE.test(code) ? [code] : [];
  const named = readField(error, 'name') === 'TimeoutError' ? ['timeout'] : [];
  return [
    ...named,
    ...own,
    ...collectCodes(readField(error, 'cause'), depth + 1),
    ...(Array.isArray(parts) ? parts.flatMap((part) => collectCodes(part, depth + 1)) : []),
  ];
}

/** A field of an unknown value; undefined if it has no such field. */
export function readField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** A `Retry-After` in seconds, as ms; null if it is not a number of seconds. */
export function parseRetryAfter(value: unknown): number | null {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count >= 0 ? count * 1000 : null;
}
