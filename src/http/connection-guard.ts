import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Logger } from '../ports/logger.js';
import type { Meter } from '../ports/meter.js';

/** At most one warning in this time, ms. */
const WARN_EVERY_MS = 60_000;

/** What the guard needs of a socket. */
export interface GuardedSocket {
  /** Undefined when it is closed already. */
  readonly remoteAddress?: string | undefined;
  destroy(): unknown;
}

/** What the guard needs of a request: whether all of it, body included, has arrived. */
export type GuardedRequest = Pick<IncomingMessage, 'complete'>;

/**
 * Keeps a place free for whoever sends a whole request. A connection on which no whole request has
 * arrived costs its sender nothing, so it is what gives way when all places are taken.
 */
export interface ConnectionGuard {
  /**
   * Takes a new connection. If it takes the last place, one that waits for a request is closed: of the
   * address that has the most of these, the one that waits longest. So a sender that holds many loses
   * its own, and behind a reverse proxy, where all have one address, the oldest goes. A connection whose
   * request is being answered is never closed.
   */
  accept(socket: GuardedSocket): void;
  /** The headers of a request have arrived. */
  begin(socket: GuardedSocket, request: GuardedRequest): void;
  /** The request was answered: the connection waits for the next one, unless that has begun to arrive. */
  finish(socket: GuardedSocket, request: GuardedRequest): void;
  /** The connection is closed. */
  release(socket: GuardedSocket): void;
  /** A connection was refused, because every place had a request that is being answered. */
  noteRefused(): void;
}

/** What a guard is made of. */
export interface ConnectionGuardOptions {
  /** Connections at once, at least 2. */
  readonly places: number;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Real time, ms UTC. */
  readonly realNow: () => number;
}

/** Creates the guard of a server's connections. */
export function createConnectionGuard(options: ConnectionGuardOptions): ConnectionGuard {
  const { places } = options;
  /** In the order in which they began to wait, with the request that has begun to arrive. */
  const open = new Map<GuardedSocket, GuardedRequest | null>();
  const warn = createWarning(options);
  return {
    accept(socket) {
      if (open.size + 1 >= places) {
        const closed = findDispensable(open);
        if (closed !== undefined) {
          open.delete(closed);
          closed.destroy();
          warn('closed');
        }
      }
      open.set(socket, null);
    },
    begin(socket, request) {
      if (open.has(socket)) open.set(socket, request);
    },
    finish(socket, request) {
      if (open.get(socket) !== request) return;
      open.delete(socket);
      open.set(socket, null);
    },
    release: (socket) => void open.delete(socket),
    noteRefused: () => warn('refused'),
  };
}

/** Of the address with the most connections that wait for a request, the one that waits longest. */
function findDispensable(
  open: ReadonlyMap<GuardedSocket, GuardedRequest | null>,
): GuardedSocket | undefined {
  const byAddress = new Map<string, { readonly oldest: GuardedSocket; count: number }>();
  for (const [socket, request] of open) {
    if (request?.complete === true) continue;
    const address = socket.remoteAddress ?? '';
    const known = byAddress.get(address);
    if (known === undefined) byAddress.set(address, { oldest: socket, count: 1 });
    else known.count += 1;
  }
  // Insertion order decides between equal counts, and the oldest was inserted first.
  let most: { readonly oldest: GuardedSocket; count: number } | undefined;
  for (const one of byAddress.values()) {
    if (most === undefined || one.count > most.count) most = one;
  }
  return most?.oldest;
}

/** Says that the places are taken: an alarm and a line in the log, with what was done since the last line. */
function createWarning({ places, logger, meter, realNow }: ConnectionGuardOptions) {
  const since = { closed: 0, refused: 0 };
  let last = Number.NEGATIVE_INFINITY;
  return (what: keyof typeof since): void => {
    since[what] += 1;
    const now = realNow();
    if (Math.abs(now - last) < WARN_EVERY_MS) return;
    last = now;
    meter.count('alarms', { reason: 'connections-full' });
    logger.warn({ places, ...since }, 'HTTP connections are all taken');
    since.closed = 0;
    since.refused = 0;
  };
}

/** Watches the connections of a server that does not listen yet. */
export function guardConnections(server: Server, options: ConnectionGuardOptions): void {
  const guard = createConnectionGuard(options);
  server.maxConnections = options.places;
  server.on('connection', (socket) => {
    guard.accept(socket);
    socket.once('close', () => guard.release(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    guard.begin(socket, request);
    response.once('close', () => guard.finish(socket, request));
  });
  server.on('drop', () => guard.noteRefused());
}
