import pTimeout from 'p-timeout';
import { readField, toTransportFailure } from '../../shared/transport.js';

/** A token, or why there is none. `refused`: the credentials are not taken, so asking again is of no use. */
export type TokenResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly code: string; readonly refused: boolean };

/** Tokens to call the Bot Connector with. */
export interface Tokens {
  /**
   * A token that is valid for minutes still. Never throws.
   * @param fresh the one given last was refused
   */
  fetchToken(fresh: boolean): Promise<TokenResult>;
}

/** Gives tokens and keeps them until shortly before they expire, as Microsoft's library does. */
export interface TokenSource {
  /** @param fresh not the one that is kept */
  getToken(fresh: boolean): Promise<string>;
}

export interface TokensOptions {
  readonly source: TokenSource;
  /** How long to wait for a token, ms: Microsoft's library waits for ever. */
  readonly timeoutMs: number;
  /** Real time, ms UTC. */
  readonly now: () => number;
}

/** A fresh token is asked for at most this often, ms: a bot that is refused altogether would ask at each call. */
const MIN_REFRESH_INTERVAL_MS = 60_000;

/** Asks once for all who need a token at the same time, and says in codes what came of it. */
export function createTokens({ source, timeoutMs, now }: TokensOptions): Tokens {
  let refreshedAt = Number.NEGATIVE_INFINITY;
  const asking = new Map<boolean, Promise<TokenResult>>();
  return {
    fetchToken(wanted) {
      const fresh = wanted && now() - refreshedAt >= MIN_REFRESH_INTERVAL_MS;
      // One that is on its way is better than the one that is kept, which was refused.
      const known = asking.get(true) ?? asking.get(fresh);
      if (known !== undefined) return known;
      if (fresh) refreshedAt = now();
      const answer = pTimeout(source.getToken(fresh), { milliseconds: timeoutMs })
        .then(
          (token): TokenResult => ({ ok: true, token }),
          (error: unknown) => toTokenFailure(error),
        )
        .finally(() => asking.delete(fresh));
      asking.set(fresh, answer);
      return answer;
    },
  };
}

/** Codes Microsoft Entra gives when it is unwell, not we (learn.microsoft.com, "Microsoft Entra error codes"). */
const TEMPORARY_CODES: ReadonlySet<string> = new Set([
  'AADSTS50196',
  'AADSTS90006',
  'AADSTS90012',
  'AADSTS90024',
  'AADSTS90033',
  'AADSTS90055',
]);

/**
 * Reads what asking for a token threw. An error name of OAuth's with Microsoft's own code is a
 * refusal; its words, which may name the app, are left behind.
 */
export function toTokenFailure(error: unknown): TokenResult {
  const name = readField(error, 'errorCode');
  const words = [readField(error, 'errorMessage'), readField(error, 'message')].join(' ');
  const code = /AADSTS\d{4,8}/.exec(words)?.[0];
  if (code !== undefined) return { ok: false, code, refused: !TEMPORARY_CODES.has(code) };
  if (name === 'invalid_client' || name === 'unauthorized_client') {
    return { ok: false, code: name, refused: true };
  }
  const transport = toTransportFailure(error).code;
  const isNamed = transport === 'no-answer' && typeof name === 'string' && /^\w{1,60}$/.test(name);
  return { ok: false, code: isNamed ? name : transport, refused: false };
}
