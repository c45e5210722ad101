import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isOurs(url: URL | undefined, port: number): boolean {
  return url !== undefined && LOOPBACK.has(url.hostname) && Number(url.port || 80) === port;
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Why a request for the page is refused, or `undefined`: it must name this server on loopback as
 * its host (against DNS rebinding), and must not come from another site's page (against CSRF).
 */
function refusal(request: FastifyRequest, port: number): string | undefined {
  const { host, origin } = request.headers;
  if (!host || !isOurs(parsed(`http://${host}`), port)) {
    return 'The playground answers only under its own address on this computer.';
  }
  if (origin !== undefined && !isOurs(parsed(origin), port)) {
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

/** Headers that keep the page to itself: no other origin's scripts, styles, pictures or frames. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Refuses every request of this scope that {@link refusal} has something against. */
export function guardPage(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (request, reply) => {
    const { port } = scope.server.address() as AddressInfo;
    const why = refusal(request, port);
    if (why) await reply.code(403).send({ error: why });
  });
}
