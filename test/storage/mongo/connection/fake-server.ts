import { readFileSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { BSON, Long } from 'mongodb';

type Document = Readonly<Record<string, unknown>>;

/** A server that speaks as much of MongoDB's wire protocol as a test wants to answer. */
export interface FakeServer {
  readonly host: string;
  /** `mongodb://127.0.0.1:port/` */
  readonly uri: string;
  close(): Promise<void>;
}

/** What a standalone server of MongoDB 4.4 or later says of itself. */
export const STANDALONE: Document = {
  isWritablePrimary: true,
  minWireVersion: 0,
  maxWireVersion: 21,
};

/** The names of the certificates in `test/fixtures/tls`. */
export type Certificate = 'self-signed' | 'expired';

const HELLO = ['hello', 'ismaster', 'isMaster'];
/** OP_REPLY, OP_QUERY, OP_MSG: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013];

/** Opens a server on loopback. `answer` gets each command, its first key being its name. */
export async function openFakeServer(
  answer: (command: Document, host: string) => Document,
  certificate?: Certificate,
): Promise<FakeServer> {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let rest = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
        const message = rest.subarray(0, rest.readInt32LE(0));
        rest = rest.subarray(message.length);
        socket.write(respond(message, (command) => answer(command, host)));
      }
    });
  };
  const server: Server =
    certificate === undefined
      ? createServer(accept)
      : createTlsServer(readTls(certificate), accept).on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    uri: `mongodb://${host}/`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers `hello` with this, and every other command with the second, by default with ok. */
export function answerHello(
  hello: Document,
  others: (command: Document) => Document = () => ({ ok: 1 }),
): (command: Document) => Document {
  return (command) => (isHello(command) ? { ok: 1, ...hello } : others(command));
}

function isHello(command: Document): boolean {
  return HELLO.includes(Object.keys(command)[0] ?? '');
}

/** The cursor in the answer to a `find` that gives these documents and ends. */
export function toCursor(firstBatch: readonly object[]): Document {
  return { id: Long.ZERO, ns: 'redress.any', firstBatch };
}

/** The error answer of a server. */
export function toErrorAnswer(code: number, codeName: string, errmsg: string): Document {
  return { ok: 0, code, codeName, errmsg };
}

function readTls(certificate: Certificate): { readonly key: Buffer; readonly cert: Buffer } {
  const read = (name: string): Buffer =>
    readFileSync(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url));
  return { key: read('key'), cert: read(certificate) };
}

function respond(message: Buffer, answer: (command: Document) => Document): Buffer {
  const isQuery = message.readInt32LE(12) === OP_QUERY;
  const command = isQuery
    ? message.subarray(message.indexOf(0, 20) + 9)
    : message.subarray(21, 21 + message.readInt32LE(21));
  const body = Buffer.from(BSON.serialize(answer(BSON.deserialize(command))));
  const head = isQuery ? Buffer.alloc(20) : Buffer.alloc(5);
  if (isQuery) head.writeInt32LE(1, 16);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + head.length + body.length, 0);
  header.writeInt32LE(message.readInt32LE(4), 8);
  header.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, head, body]);
}
