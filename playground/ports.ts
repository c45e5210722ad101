import { type AddressInfo, createServer } from 'node:net';

/** Resolves with this port of loopback, or for 0 with any free one; undefined when it is taken. */
export function probePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const taken = (server.address() as AddressInfo).port;
      server.close(() => resolve(taken));
    });
  });
}

/** A free port of loopback; the system gives it to no other program for a while. */
export async function findFreePort(): Promise<number> {
  const port = await probePort(0);
  if (port === undefined) throw new Error('No port of loopback is free.');
  return port;
}
