import type { FastifyInstance } from 'fastify';

/** Where the bot's lab is: its base URL, asked at every request, and its token. */
export interface LabAddress {
  url: () => string;
  token: string;
}

/** The lab's paths that the page may reach, by HTTP method. */
const OPEN = new Set(['GET clock', 'GET nudges', 'GET journal', 'POST clock', 'POST store-fault']);
/** A jump of the clock sweeps at once, which may take a moment. */
const LAB_MS = 20_000;

/** Serves `/lab/*` by asking the bot's lab with the token the page never sees. */
export function serveLab(server: FastifyInstance, lab: LabAddress | undefined): void {
  server.route<{ Params: { path: string } }>({
    method: ['GET', 'POST'],
    url: '/lab/:path',
    handler: async (request, reply) => {
      const { path } = request.params;
      if (!lab || !OPEN.has(`${request.method} ${path}`)) {
        return reply.code(404).send({ error: 'There is no such lab here.' });
      }
      try {
        const answer = await fetch(new URL(`/lab/${path}`, lab.url()), {
          method: request.method,
          headers: { authorization: `Bearer ${lab.token}`, 'content-type': 'application/json' },
          signal: AbortSignal.timeout(LAB_MS),
          ...(request.method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {}),
        });
        const type = answer.headers.get('content-type') ?? 'application/json';
        return reply
          .code(answer.status)
          .type(type)
          .send(await answer.text());
      } catch {
        // whatever kept the bot from answering, the page shows the same and asks again
        return reply.code(503).send({ error: 'Redress is restarting…' });
      }
    },
  });
}
