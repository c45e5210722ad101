import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';

/** An unparsed request: signatures are computed over the bytes of the body. */
export interface RawRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A response to a {@link RawRequest}. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A platform's endpoint, `POST path`. The adapter verifies the request and answers it. */
export interface RawRoute {
  readonly path: string;
  handle(request: RawRequest): Promise<RawResponse>;
}

/** Creates the plugin that serves these routes. Bodies of every content type stay bytes and are never logged. */
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

/** Keeps every body as bytes, in this scope of the server only. */
export function keepBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
