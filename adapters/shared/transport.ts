/** A call that got no answer, as far as it matters. */
export type TransportFailure =
  /** It never left this machine. */
  | { readonly kind: 'unsent'; readonly code: string }
  /** It may have arrived; there is no answer. */
  | { readonly kind: 'lost'; readonly code: string };

/** Socket and TLS errors that come before a byte of the request was sent (libuv, Node's TLS, undici). */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
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

/** How the runtime names its errors; what a library puts in the same place is no business of ours. */
const SYSTEM_CODE = /^[A-Z][A-Z0-9_]{1,60}$/;

/**
 * Reads what `fetch` threw, or a library on top of it. Anything not known to have happened before
 * sending counts as lost, the careful choice. Its code is fit for logs.
 */
export function toTransportFailure(error: unknown): TransportFailure {
  const codes = codesOf(error);
  const code = codes.find((one) => BEFORE_SENDING.has(one));
  if (code !== undefined) return { kind: 'unsent', code };
  return { kind: 'lost', code: codes[0] ?? 'no-answer' };
}

/** The codes of an error, its causes and their parts (an address tried after another), outermost first. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (depth > 6 || typeof error !== 'object' || error === null) return [];
  const code = readField(error, 'code');
  const parts = readField(error, 'errors');
  const own = typeof code === 'string' && SYSTEM_CODE.test(code) ? [code] : [];
  const named = readField(error, 'name') === 'TimeoutError' ? ['timeout'] : [];
  return [
    ...named,
    ...own,
    ...codesOf(readField(error, 'cause'), depth + 1),
    ...(Array.isArray(parts) ? parts.flatMap((part) => codesOf(part, depth + 1)) : []),
  ];
}

/** A field of something of which nothing is known; undefined where it has none. */
export function readField(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** Seconds of a `Retry-After` as ms; null when it is none. */
export function parseRetryAfter(value: unknown): number | null {
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof count === 'number' && Number.isFinite(count) && count >= 0 ? count * 1000 : null;
}
