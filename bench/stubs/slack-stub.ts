import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The part of Slack's Web API that both programs call, answered at once from memory. */
export interface SlackStub {
  /** Base URL of the Web API, ending in `/`. */
  readonly url: string;
  /** The view of the first `views.open`, as JSON. */
  openedView(): Promise<string>;
  stop(): Promise<void>;
}

const ANSWERS: Readonly<Record<string, object>> = {
  'auth.test': { team_id: 'T1', user_id: 'UBOT', bot_id: 'B1', url: 'https://bench.example/' },
  'views.open': { view: { id: 'V1' } },
  'conversations.open': { channel: { id: 'D1' } },
  'users.info': { user: { id: 'U1', name: 'ann', profile: { real_name: 'Ann' }, tz: 'UTC' } },
};

export async function startSlackStub(): Promise<SlackStub> {
  let opened = (_view: string): void => undefined;
  const view = new Promise<string>((resolve) => {
    opened = resolve;
  });
  let posted = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const method = request.url?.split('/').at(-1) ?? '';
      if (method === 'views.open') opened(parseView(Buffer.concat(chunks).toString()));
      posted += 1;
      const extra = ANSWERS[method] ?? { channel: 'C1', ts: `${1_700_000_000 + posted}.000001` };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, ...extra }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    openedView: () => view,
    stop: () => stopServer(server),
  };
}

function parseView(body: string): string {
  return new URLSearchParams(body).get('view') ?? '{}';
}

async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
