import type { Tokens } from '../auth/tokens.js';

/** Microsoft Graph, in the public cloud and in GCC (learn.microsoft.com/graph/deployments). */
export const GRAPH_URL = 'https://graph.microsoft.com/v1.0';

/** The answer of a call. `status`: of an answer that is no success; null if there was none in time. */
export type GraphResult =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly status: number | null };

/** Reads from Microsoft Graph with the app's own token. */
export interface Graph {
  /**
   * Gets a resource. Never throws.
   * @param path the segments below the version, not escaped; or the whole address of a next page, as Graph gave it
   * @param timeoutMs ms of real time
   * @param query only with segments: a next page has its own
   */
  get(
    path: readonly string[] | string,
    timeoutMs: number,
    query?: Readonly<Record<string, string>>,
  ): Promise<GraphResult>;
}

export interface GraphOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** For Microsoft Graph. */
  readonly tokens: Tokens;
  readonly fetch: typeof fetch;
}

const NO_ANSWER: GraphResult = { ok: false, status: null };

/** Creates {@link Graph}. The token goes to `baseUrl` only. */
export function createGraph({ baseUrl, tokens, fetch: send }: GraphOptions): Graph {
  const toUrl = (path: readonly string[] | string, query: Readonly<Record<string, string>>) => {
    if (typeof path === 'string') return path;
    const asked = new URLSearchParams(query).toString();
    const url = `${baseUrl}/${path.map(encodeURIComponent).join('/')}`;
    return asked === '' ? url : `${url}?${asked}`;
  };
  const request = async (url: string, token: string, signal: AbortSignal): Promise<GraphResult> => {
    const headers = { authorization: `Bearer ${token}` };
    // A redirect must not send the token to another host.
    const response = await send(url, { headers, redirect: 'manual', signal });
    if (response.ok) return { ok: true, answer: await response.json() };
    await response.body?.cancel();
    return { ok: false, status: response.status };
  };
  return {
    async get(path, timeoutMs, query = {}) {
      const url = toUrl(path, query);
      if (timeoutMs <= 0 || !url.startsWith(`${baseUrl}/`)) return NO_ANSWER;
      const signal = AbortSignal.timeout(Math.ceil(timeoutMs));
      try {
        const token = await tokens.fetchToken(false);
        if (!token.ok) return NO_ANSWER;
        return await request(url, token.token, signal);
      } catch {
        // no connection, a time-out, or an answer that is no JSON: nothing was read
        return NO_ANSWER;
      }
    },
  };
}
