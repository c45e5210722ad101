import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';

/** A request as it came: signatures are checked over the body's bytes, so nothing parsed it. */
export interface RawRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A platform's way in: `POST path`, answered by its adapter, which also judges whether it is genuine. */
export interface RawRoute {
  readonly path: string;
  handle(request: RawRequest): Promise<RawResponse>;
}

/** Serves the routes. Bodies of every content type arrive as bytes and are never logged. */
export function createRawRoutesPlugin(routes: readonly RawRoute[]): FastifyPluginAsync {
  return async (app: FastifyInstance) => {
    keepBodiesAsBytes(app);
    for (const route of routes) {
      app.post(route.path, async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const answer = await route.handle({ headers: request.headers, body });
        return reply.status(answer.status).headers(answer.headers).send(answer.body);
      });
    }
  };
}

/** Hands every body on as the bytes it came in. Holds for this scope of the server only. */
export function keepBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
