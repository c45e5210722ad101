import { get } from 'node:http';
import type { FastifyReply } from 'fastify';

/** How often the bot is asked whether it is there while somebody looks at the page, ms. */
const PULSE_MS = 1000;
/** And while it is not. */
const AWAY_PULSE_MS = 250;
/** Comments that keep idle connections open, ms. */
const KEEP_MS = 15_000;

/** The pages' live updates, as server-sent events, and whether the bot is up. */
export interface Live {
  connect(reply: FastifyReply): void;
  /** Tells every open page. */
  tell(event: object): void;
  isBotUp(): boolean;
  /** Asks the bot now whether it is up. */
  check(): Promise<boolean>;
  /** The bot was ended on purpose: it is down until it answers again. */
  botEnded(): void;
  /** Calls `listener` whenever the bot comes or goes. */
  onBot(listener: (up: boolean) => void): void;
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

/** Whether the bot is up, as far as was asked. `isWatched`: somebody wants to know. */
function makePulse(botUrl: () => string, isWatched: () => boolean, changed: (up: boolean) => void) {
  let up = true;
  let turn = 0;
  let timer: NodeJS.Timeout;
  const look = async (mine: number): Promise<void> => {
    const now = await answers(botUrl());
    // one that was under way when the bot was ended says nothing of the one after it
    if (mine !== turn || now === up) return;
    up = now;
    changed(up);
  };
  const beat = (mine: number): void => {
    const wait = up ? PULSE_MS : AWAY_PULSE_MS;
    timer = setTimeout(() => {
      const looked = isWatched() || !up ? look(mine) : Promise.resolve();
      void looked.then(() => mine === turn && beat(mine));
    }, wait).unref();
  };
  const restart = (): void => {
    clearTimeout(timer);
    turn += 1;
    beat(turn);
  };
  beat(turn);
  return {
    isUp: () => up,
    check: async () => {
      await look(turn);
      return up;
    },
    ended: () => {
      const was = up;
      up = false;
      restart();
      if (was) changed(false);
    },
    stop: () => {
      clearTimeout(timer);
      turn += 1;
    },
  };
}

/** Nobody listens yet. */
export function makeLive(botUrl: () => string): Live {
  const pages = new Set<FastifyReply['raw']>();
  const listeners = new Set<(up: boolean) => void>();
  const tell = (event: object): void => {
    for (const page of pages) page.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const pulse = makePulse(
    botUrl,
    () => pages.size > 0,
    (up) => {
      tell({ kind: 'bot', up });
      for (const listener of listeners) listener(up);
    },
  );
  const keep = setInterval(() => {
    for (const page of pages) page.write(': still here\n\n');
  }, KEEP_MS);
  keep.unref();
  return {
    tell,
    isBotUp: pulse.isUp,
    check: pulse.check,
    botEnded: pulse.ended,
    onBot: (listener) => {
      listeners.add(listener);
    },
    connect: (reply) => {
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      const first = JSON.stringify({ kind: 'bot', up: pulse.isUp() });
      reply.raw.write(`retry: 1000\ndata: ${first}\n\n`);
      pages.add(reply.raw);
      reply.raw.on('close', () => pages.delete(reply.raw));
    },
    stop: () => {
      pulse.stop();
      clearInterval(keep);
      for (const page of pages) page.end();
    },
  };
}
