import { get } from 'node:http';
import type { FastifyReply } from 'fastify';

/** How often the bot is asked whether it is there, ms, while somebody looks at the page. */
const PULSE_MS = 1000;
/** Comments that keep idle connections open, ms. */
const KEEP_MS = 15_000;

/** The page's live updates, as server-sent events. */
export interface Live {
  connect(reply: FastifyReply): void;
  isBotUp(): boolean;
  stop(): void;
}

/** True when the bot answers anything at all on `/healthz`. */
function answers(base: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(new URL('/healthz', base), { agent: false, timeout: PULSE_MS }, (reply) => {
      reply.resume();
      resolve(true);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/** What changes: it tells `listener` of each change until the returned function is called. */
export interface Changing {
  listen(listener: (change: object) => void): () => void;
}

/** Tells every open page what changed, and whether the bot is up. */
export function makeLive(core: Changing, botUrl: () => string): Live {
  const pages = new Set<FastifyReply['raw']>();
  let up = true;
  let asking = false;
  const tell = (event: object) => {
    for (const page of pages) page.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const silence = core.listen(tell);
  const pulse = setInterval(() => {
    if (pages.size === 0 || asking) return;
    asking = true;
    void answers(botUrl()).then((now) => {
      asking = false;
      if (now === up) return;
      up = now;
      tell({ kind: 'bot', up });
    });
  }, PULSE_MS);
  const keep = setInterval(() => {
    for (const page of pages) page.write(': still here\n\n');
  }, KEEP_MS);
  pulse.unref();
  keep.unref();
  return {
    isBotUp: () => up,
    connect: (reply) => {
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      reply.raw.write(`retry: 1000\ndata: ${JSON.stringify({ kind: 'bot', up })}\n\n`);
      pages.add(reply.raw);
      reply.raw.on('close', () => pages.delete(reply.raw));
    },
    stop: () => {
      silence();
      clearInterval(pulse);
      clearInterval(keep);
      for (const page of pages) page.end();
    },
  };
}
