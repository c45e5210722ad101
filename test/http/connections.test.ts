import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { createMetrics } from '../../src/http/metrics.js';
import {
  createHttpServer,
  HTTP_TIMEOUTS,
  type HttpOptions,
  type HttpServer,
} from '../../src/http/server.js';
import { createMemoryLogger } from '../support/memory-logger.js';

/** What a sender may leave unfinished. */
const UNFINISHED = {
  'say nothing': '',
  'end in the middle of their headers': 'POST /in HTTP/1.1\r\nhost: x\r\n',
  'end in the middle of their body': 'POST /in HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nab',
  'stay open after an answer': 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n',
} as const;

describe('The HTTP server with all its connections taken', () => {
  let server: HttpServer;
  let port: number;
  const sockets: Socket[] = [];
  const memory = createMemoryLogger();

  async function serve(options: Partial<HttpOptions>): Promise<void> {
    server = createHttpServer({
      ...{ host: '127.0.0.1', port: 0, checks: [], routes: [] },
      ...{ metrics: createMetrics(), logger: memory.logger, ...options },
    });
    port = await server.start();
  }

  async function open(text: string): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket.on('error', () => undefined).resume());
    await once(socket, 'connect');
    if (text !== '') socket.write(text);
    return socket;
  }

  const ask = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status;

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.stop(100);
    memory.lines.length = 0;
  });

  for (const [name, text] of Object.entries(UNFINISHED)) {
    it(`still answers, when they ${name}`, async () => {
      await serve({ maxConnections: 4, routes: [silentRoute(() => undefined)] });
      for (let n = 0; n < 4; n += 1) await open(text);
      // Only as many as there is place for are held, however many come.
      for (let n = 0; n < 4; n += 1) expect(await ask()).to.equal(200);
    });
  }

  it('says so once in a minute, in the log and as an alarm, and not as a fault', async () => {
    let now = 0;
    const metrics = createMetrics();
    await serve({ maxConnections: 4, metrics, realNow: () => now });
    for (let n = 0; n < 6; n += 1) await open('');
    await ask();
    now = 60_000;
    await open('');
    await ask();
    const alarms = 'redress_alarms_total{reason="connections-full"} 2';
    expect(await metrics.text({ ready: true, checks: {} })).to.contain(alarms);
    const lines = memory.lines.map((line) => JSON.parse(line));
    const message = 'HTTP connections are all taken';
    expect(lines.map((line) => [line.level, line.message, line.places])).to.deep.equal(
      Array(2).fill(['warn', message, 4]),
    );
    expect([lines[0].closed, lines[1].closed > 1]).to.deep.equal([1, true]);
  });

  it('closes none whose request is being answered, and refuses what comes then', async () => {
    const arrived: (() => void)[] = [];
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const handle = async () => {
      for (const tell of arrived.splice(0, 1)) tell();
      await answered;
      return { status: 200, headers: {}, body: 'done' };
    };
    await serve({ maxConnections: 3, routes: [{ path: '/in', handle }] });
    const running = [];
    for (let n = 0; n < 3; n += 1) {
      const inside = new Promise<void>((resolve) => arrived.push(resolve));
      running.push(fetch(`http://127.0.0.1:${port}/in`, { method: 'POST', body: 'whole' }));
      await inside;
    }
    expect(await ask().catch(() => 'refused')).to.equal('refused');
    answer();
    const bodies = await Promise.all(running.map(async (one) => (await one).text()));
    expect(bodies).to.deep.equal(['done', 'done', 'done']);
    expect(memory.lines.join()).to.contain('"refused":1');
  });
});

describe('The HTTP server and slow senders', () => {
  it('waits less for headers than Slack waits for the answer', () => {
    const { headersMs, requestMs, checkEveryMs } = HTTP_TIMEOUTS;
    expect(headersMs + checkEveryMs).to.be.below(3000);
    expect(requestMs).to.be.above(headersMs);
  });

  for (const [name, text] of Object.entries(UNFINISHED).slice(0, 3)) {
    it(`closes connections that ${name}`, async () => {
      const timeouts = { headersMs: 20, requestMs: 40, checkEveryMs: 10 };
      const server = createHttpServer({
        ...{ host: '127.0.0.1', port: 0, checks: [], routes: [silentRoute(() => undefined)] },
        ...{ metrics: createMetrics(), logger: createMemoryLogger().logger, timeouts },
      });
      const socket = connect(await server.start(), '127.0.0.1').resume();
      socket.write(text);
      await once(socket, 'close');
      await server.stop(100);
    });
  }
});

/** A route that takes requests and never answers. */
function silentRoute(onRequest: () => void) {
  const handle = () => {
    onRequest();
    return new Promise<never>(() => undefined);
  };
  return { path: '/in', handle };
}
