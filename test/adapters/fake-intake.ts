import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RawRoute } from '../../src/http/raw-route.js';
import type { InboundEvent, Intake, Reply } from '../../src/ports/intake.js';

/** What the core answers: always the same, or made for each gesture. */
export type FakeReply = Reply | ((event: InboundEvent) => Reply | Promise<Reply>);

/** A core that answers as it is told. */
export interface FakeIntake {
  readonly intake: Intake;
  /** What reached the core, oldest first. */
  readonly seen: InboundEvent[];
  /** From now on the core answers like this. */
  answer(reply: FakeReply): void;
}

export function createFakeIntake(): FakeIntake {
  const seen: InboundEvent[] = [];
  let reply: FakeReply = { kind: 'none' };
  return {
    seen,
    intake: {
      async handle(event) {
        seen.push(event);
        return typeof reply === 'function' ? reply(event) : reply;
      },
    },
    answer: (next) => {
      reply = next;
    },
  };
}

/** The plainest HTTP server that serves an adapter's routes, asked for at each request. */
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
