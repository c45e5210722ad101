import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An activity of the tenant. */
export interface ReceivedActivity {
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: activities are read freely in tests
  activity: any;
}

/** The fake bot's answer: a status and a body, or none. */
export type FakeAnswer = { status?: number; body?: object } | 'silence';

/** A bot that answers what a test sets, and keeps the activities. */
export interface FakeBot {
  readonly url: string;
  readonly received: ReceivedActivity[];
  answer: (request: ReceivedActivity) => FakeAnswer;
  /** The newest activity of this type or invoke name. */
  last(typeOrName: string): ReceivedActivity;
  stop(): Promise<void>;
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export async function startFakeBot(): Promise<FakeBot> {
  const server = createServer((request, response) => {
    void readBody(request).then((raw) => {
      const received = { headers: request.headers, activity: JSON.parse(raw) };
      bot.received.push(received);
      const answer = bot.answer(received);
      if (answer === 'silence') return;
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
      response.end(answer.body ? JSON.stringify(answer.body) : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bot: FakeBot = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: () => ({}),
    last: (kind) => {
      const fits = ({ activity }: ReceivedActivity) =>
        activity.type === kind || activity.name === kind;
      const found = bot.received.filter(fits).at(-1);
      if (!found) throw new Error(`The bot got no ${kind}.`);
      return found;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return bot;
}
