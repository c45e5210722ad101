import { type BotAnswer, type BotRequest, type HttpLinkOptions, sendByHttp } from './bot-link.js';
import type { Faults } from './faults.js';
import type { Sockets } from './sockets.js';

/** The way to the bot: a socket when one is connected, else HTTP. */
export interface Bot {
  ask(request: BotRequest): Promise<BotAnswer>;
  /** True when requests go over a socket now: Slack words failures differently then. */
  bySocket(): boolean;
}

/** Joins both ways, and the faults that hit requests to the bot. */
export function makeBot(options: {
  http: HttpLinkOptions;
  sockets: () => Sockets | undefined;
  faults: Faults;
}): Bot {
  const { http, sockets, faults } = options;
  const bySocket = () => sockets()?.isConnected() === true;
  const send = (request: BotRequest): Promise<BotAnswer> => {
    const open = sockets();
    return open?.isConnected() ? open.send(request) : sendByHttp(request, http);
  };
  return {
    bySocket,
    ask: async (request) => {
      const fault = faults.forRequest(request.type);
      const answer = await send(request);
      if (fault?.kind === 'twice') return send(request);
      return fault?.kind === 'lost-answer' ? { kind: 'silent' } : answer;
    },
  };
}
