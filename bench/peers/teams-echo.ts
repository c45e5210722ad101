import { randomUUID } from 'node:crypto';
import {
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import {
  MicrosoftAppCredentials,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import Fastify from 'fastify';
import sqlite from 'node-sqlite3-wasm';

/**
 * The bare peer: a CloudAdapter as in Microsoft's echo sample. It answers the dialog and sends the
 * entries back to the chat; with `PEER_KEEPS` it first saves them with one durable insert.
 */
const {
  PEER_APP = '',
  PEER_PASSWORD = '',
  PEER_TENANT = '',
  PEER_API = '',
  PEER_PORT = '',
  PEER_FILE = '',
  PEER_KEEPS = '',
} = process.env;

/** Gets tokens from the stub, since Microsoft's library refuses a plain-HTTP authority. */
class StubCredentials extends MicrosoftAppCredentials {
  override async getToken(): Promise<string> {
    this.token ??= await requestToken();
    return this.token;
  }
  private token: string | undefined;
}

async function requestToken(): Promise<string> {
  const answer = await fetch(`${PEER_API}/token`, { method: 'POST' });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const credentials = new StubCredentials(PEER_APP, PEER_PASSWORD, PEER_TENANT);
const factory: ServiceClientCredentialsFactory = {
  isValidAppId: async (id: string) => id === PEER_APP,
  isAuthenticationDisabled: async () => false,
  createCredentials: async () => credentials,
};
const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: PEER_TENANT,
    ValidateAuthority: true,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: `${PEER_API}/openid/.well-known/openidconfiguration`,
  },
  factory,
);
const adapter = new CloudAdapter(authentication);

const database = new sqlite.Database(PEER_FILE);
database.exec('PRAGMA locking_mode=EXCLUSIVE');
database.all('PRAGMA journal_mode=WAL');
database.exec('PRAGMA synchronous=FULL');
database.exec('CREATE TABLE IF NOT EXISTS kept (id TEXT PRIMARY KEY, body TEXT)');

const server = Fastify();
server.post('/api/messages', async (request, reply) => {
  reply.hijack();
  const response = {
    socket: reply.raw.socket,
    header: (name: string, value: string) => reply.raw.setHeader(name, value),
    status(code: number) {
      reply.raw.statusCode = code;
      return response;
    },
    send: (body: unknown) => reply.raw.write(JSON.stringify(body)),
    end: () => reply.raw.end(),
  };
  const { body, headers, method } = request;
  await adapter.process({ body: body as Record<string, unknown>, headers, method }, response, echo);
});

async function echo(turn: TurnContext): Promise<void> {
  const words = JSON.stringify(turn.activity.value);
  if (PEER_KEEPS !== '') {
    database.run('INSERT INTO kept (id, body) VALUES (?, ?)', [randomUUID(), words]);
  }
  const value: InvokeResponse = { status: 200, body: {} };
  await turn.sendActivity({ type: ActivityTypes.InvokeResponse, value });
  await turn.sendActivity(words);
  if (PEER_KEEPS !== '') await turn.sendActivity(words);
}

await server.listen({ host: '127.0.0.1', port: Number(PEER_PORT) });
