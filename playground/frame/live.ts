import { get } from 'node:http';
import type { FastifyReply } from 'fastify';

/** How often the bot is asked whether it is up while a page is open, ms. */
const CHECK_MS = 1000;
/** The same while the bot is down, ms. */
const DOWN_CHECK_MS = 250;
/** Interval of comments that keep idle connections open, ms. */
const KEEP_ALIVE_MS = 15_000;

/** The pages' live updates, as server-sent events, and whether the bot is up. */
export interface LiveUpdates {
  connect(reply: FastifyReply): void;
  /** Sends an event to every open page. */
  broadcast(event: object): void;
  isBotUp(): boolean;
  /** Asks the bot now whether it is up. */
  check(): Promise<boolean>;
  /** Marks a bot that was killed on purpose as down until it answers again. */
  markBotEnded(): void;
  /** Calls `listener` whenever the bot comes up or goes down. */
  onBotChange(listener: (up: boolean) => void): void;
  stop(): void;
}

/** True when the bot gives any answer on `/healthz`. */
function isAnswering(base: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(new URL('/healthz', base), { agent: false, timeout: CHECK_MS }, (reply) => {
      reply.resume();
      resolve(true);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/** Watches whether the bot is up, while `isWatched` or the bot is down. */
function createBotWatch(
  botUrl: () => string,
  isWatched: () => boolean,
  onChange: (up: boolean) => void,
) {
  let up = true;
  let turn = 0;
  let timer: NodeJS.Timeout;
  const look = async (mine: number): Promise<void> => {
    const now = await isAnswering(botUrl());
    // an answer that was under way when the bot was killed says nothing about the next bot
    if (mine !== turn || now === up) return;
    up = now;
    onChange(up);
  };
  const beat = (mine: number): void => {
    const wait = up ? CHECK_MS : DOWN_CHECK_MS;
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
      if (was) onChange(false);
    },
    stop: () => {
      clearTimeout(timer);
      turn += 1;
    },
  };
}

/** Creates the live updates; no page is connected yet. */
export function createLiveUpdates(botUrl: () => string): LiveUpdates {
  const pages = new Set<FastifyReply['raw']>();
  const listeners = new Set<(up: boolean) => void>();
  const broadcast = (event: object): void => {
    for (const page of pages) page.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const botWatch = createBotWatch(
    botUrl,
    () => pages.size > 0,
    (up) => {
      broadcast({ kind: 'bot', up });
      for (const listener of listeners) listener(up);
    },
  );
  const keepAlive = setInterval(() => {
    for (const page of pages) page.write(': still here\n\n');
  }, KEEP_ALIVE_MS);
  keepAlive.unref();
  return {
    broadcast,
    isBotUp: botWatch.isUp,
    check: botWatch.check,
    markBotEnded: botWatch.ended,
    onBotChange: (listener) => {
      listeners.add(listener);
    },
    connect: (reply) => {
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      const first = JSON.stringify({ kind: 'bot', up: botWatch.isUp() });
      reply.raw.write(`retry: 1000\ndata: ${first}\n\n`);
      pages.add(reply.raw);
      reply.raw.on('close', () => pages.delete(reply.raw));
    },
    stop: () => {
      botWatch.stop();
      clearInterval(keepAlive);
      for (const page of pages) page.end();
    },
  };
}
