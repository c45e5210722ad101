import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A TCP proxy that can disconnect or drop answers. */
export interface TcpProxy {
  readonly port: number;
  /** Closes every connection and accepts no new one. */
  disconnect(): Promise<void>;
  /** Accepts connections and passes answers on again. */
  restore(): Promise<void>;
  /** Passes requests on, but no answers, until {@link restore}. */
  dropAnswers(): void;
  close(): Promise<void>;
}

/** Opens a proxy on loopback that connects to `host:port`. */
export async function openTcpProxy(host: string, port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let muted = false;
  const server = createServer((inner) => {
    const outer = connect(port, host);
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      // The test closes connections on purpose.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
    inner.pipe(outer);
    outer.on('data', (data) => {
      if (!muted) inner.write(data);
    });
  });
  await listen(server, 0);
  const own = (server.address() as AddressInfo).port;
  const cut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port: own,
    disconnect: cut,
    restore: async () => {
      muted = false;
      if (!server.listening) await listen(server, own);
    },
    dropAnswers: () => {
      muted = true;
    },
    close: cut,
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}
