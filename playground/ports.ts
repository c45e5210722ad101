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
