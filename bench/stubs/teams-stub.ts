import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';

/** The app and tenant of both programs. */
export const APP = {
  id: '7f0f6a1e-52f5-4a43-9d1c-3a0f5e1b9c20',
  password: 'benchmark~secret.of-nothing-0123456789',
  tenant: '3c6e5f0a-2d4b-4a8e-b1f7-90c2d3e4a5b6',
} as const;

/** The part of the Bot Connector that both programs call, answered at once from memory. */
export interface TeamsStub {
  /** Base URL; activities name it as their service URL. */
  readonly url: string;
  /** Value of the header `authorization` of requests to a bot; the token is valid for an hour, as Microsoft's are. */
  readonly authorization: string;
  /** Number of messages taken so far. */
  posts(): number;
  stop(): Promise<void>;
}

export async function startTeamsStub(): Promise<TeamsStub> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer((request, response) => answer(request, response, publicKey));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const token = jwt.sign({ serviceurl: `${url}/` }, privateKey, {
    algorithm: 'RS256',
    keyid: 'bench',
    issuer: 'https://api.botframework.com',
    audience: APP.id,
    expiresIn: '1h',
  });
  return {
    url,
    authorization: `Bearer ${token}`,
    posts: () => posts,
    stop: () => stopServer(server),
  };
}

let posts = 0;

function answer(request: IncomingMessage, response: ServerResponse, key: KeyObject): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    const body = Buffer.concat(chunks).toString();
    response.end(JSON.stringify(answerFor(request, body, key)));
  });
}

function answerFor(
  { url = '', method, headers }: IncomingMessage,
  body: string,
  key: KeyObject,
): object {
  const base = `http://${headers.host}`;
  if (url.endsWith('/openidconfiguration')) {
    return {
      issuer: 'https://api.botframework.com',
      jwks_uri: `${base}/openid/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }
  if (url.endsWith('/openid/keys')) {
    const jwk = key.export({ format: 'jwk' });
    return { keys: [{ ...jwk, use: 'sig', kid: 'bench', endorsements: ['msteams'] }] };
  }
  if (url.endsWith('/token')) return { access_token: createAccessToken(), expires_in: 3599 };
  if (url.includes('/pagedmembers')) return { members: [] };
  const member = /\/members\/([^/?]+)/.exec(url)?.[1];
  if (member !== undefined) {
    const email = `${member}@bench.example`;
    return { id: `29:${member}`, aadObjectId: member, name: member, email, tenantId: APP.tenant };
  }
  return answerPost(method, url, JSON.parse(body || '{}') as PostBody);
}

/** The body of a message to a conversation, of a post in a channel, or of a new chat. */
interface PostBody {
  readonly members?: readonly { readonly id: string }[];
  readonly channelData?: { readonly channel?: { readonly id: string } };
}

function answerPost(method: string | undefined, url: string, body: PostBody): object {
  const [member] = body.members ?? [];
  if (member !== undefined) return { id: `a:${member.id}` };
  if (method === 'POST') posts += 1;
  const id = String(1_700_000_000_000 + posts);
  if (!url.endsWith('/conversations')) return { id };
  return { id: `${body.channelData?.channel?.id};messageid=${id}`, activityId: id };
}

/** A token with an expiry time, which both programs read. */
function createAccessToken(): string {
  return jwt.sign({ appid: APP.id }, 'benchmark', { expiresIn: '1h' });
}

async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
