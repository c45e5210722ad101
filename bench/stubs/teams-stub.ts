import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';

/** The app both programs are, in which tenant. */
export const APP = {
  id: '7f0f6a1e-52f5-4a43-9d1c-3a0f5e1b9c20',
  password: 'benchmark~secret.of-nothing-0123456789',
  tenant: '3c6e5f0a-2d4b-4a8e-b1f7-90c2d3e4a5b6',
} as const;

/** As much of the Bot Connector as both programs call, answered at once from memory. */
export interface TeamsStub {
  /** Base of everything; activities name it as their service URL. */
  readonly url: string;
  /** Value of the header `authorization` of requests to a bot: one token serves for an hour, as Microsoft's do. */
  readonly authorization: string;
  /** How many messages it took. */
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
    stop: () => stopped(server),
  };
}

let posts = 0;

function answer(request: IncomingMessage, response: ServerResponse, key: KeyObject): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    const body = Buffer.concat(chunks).toString();
    response.end(JSON.stringify(bodyFor(request, body, key)));
  });
}

function bodyFor(
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
  if (url.endsWith('/token')) return { access_token: accessToken(), expires_in: 3599 };
  if (url.includes('/pagedmembers')) return { members: [] };
  const member = /\/members\/([^/?]+)/.exec(url)?.[1];
  if (member !== undefined) {
    const email = `${member}@bench.example`;
    return { id: `29:${member}`, aadObjectId: member, name: member, email, tenantId: APP.tenant };
  }
  return posted(method, url, JSON.parse(body || '{}') as Posted);
}

/** What is posted: a message into a conversation, a post of a channel, or nothing yet into a chat. */
interface Posted {
  readonly members?: readonly { readonly id: string }[];
  readonly channelData?: { readonly channel?: { readonly id: string } };
}

function posted(method: string | undefined, url: string, body: Posted): object {
  const [member] = body.members ?? [];
  if (member !== undefined) return { id: `a:${member.id}` };
  if (method === 'POST') posts += 1;
  const id = String(1_700_000_000_000 + posts);
  if (!url.endsWith('/conversations')) return { id };
  return { id: `${body.channelData?.channel?.id};messageid=${id}`, activityId: id };
}

/** Both look into the token for the time it expires. */
function accessToken(): string {
  return jwt.sign({ appid: APP.id }, 'benchmark', { expiresIn: '1h' });
}

async function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
