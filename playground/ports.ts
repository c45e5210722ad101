import { type AddressInfo, createServer } from 'node:net';

/** This port of loopback, or for 0 any free one; undefined when somebody has it. */
export function takePort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const taken = (server.address() as AddressInfo).port;
      server.close(() => resolve(taken));
    });
  });
}

/** A free port of loopback: nobody has it now, and the system gives it to nobody else for a while. */
export async function freePort(): Promise<number> {
  const port = await takePort(0);
  if (port === undefined) throw new Error('No port of loopback is free.');
  return port;
}
