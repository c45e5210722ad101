import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawRoute } from '../../src/http/raw-route.js';

/** Serves an adapter's routes over HTTP on loopback. Asks `routes` at each request. */
export async function serveRoutes(
  routes: () => readonly RawRoute[],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const route = routes().find(({ path }) => path === request.url);
    if (route === undefined || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const answer = await route.handle({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
