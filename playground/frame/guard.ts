import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isOwnAddress(url: URL | undefined, port: number): boolean {
  return url !== undefined && LOOPBACK.has(url.hostname) && Number(url.port || 80) === port;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Why a request for the page is refused, or `undefined`: it must name this server on loopback as
 * its host (against DNS rebinding), and must not come from another site's page (against CSRF).
 */
function findRefusal(request: FastifyRequest, port: number): string | undefined {
  const { host, origin } = request.headers;
  if (!host || !isOwnAddress(parseUrl(`http://${host}`), port)) {
    return 'The playground answers only under its own address on this computer.';
  }
  if (origin !== undefined && !isOwnAddress(parseUrl(origin), port)) {
    return 'The playground answers only to its own page.';
  }
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    return 'The playground answers only to its own page.';
  }
  const type = request.headers['content-type'] ?? '';
  if (request.method === 'POST' && !type.startsWith('application/json')) {
    return 'The playground takes JSON only.';
  }
  return undefined;
}

/** Headers that allow no other origin's scripts, styles, pictures or frames. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Refuses every request of this scope for which {@link findRefusal} gives a reason. */
export function guardPage(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (request, reply) => {
    const { port } = scope.server.address() as AddressInfo;
    const why = findRefusal(request, port);
    if (why) await reply.code(403).send({ error: why });
  });
}
