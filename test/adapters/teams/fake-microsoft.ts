import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createTeams, type RawReply, type TeamsOptions } from '../../../adapters/teams/index.js';
import type { InboundEvent, Reply } from '../../../src/ports/intake.js';
import { silentMeter } from '../../../src/ports/meter.js';
import type { Reference, ReferenceStore } from '../../../src/ports/reference-store.js';
import { createMemoryLogger } from '../../support/memory-logger.js';
import { type ActivityJson, APP_ID, TENANT } from './fixtures.js';

/** Base address of a simulator that is not there: all requests end in {@link createFakeMicrosoft}. */
export const SIMULATOR_URL = 'http://127.0.0.1:9/teams';
export const SERVICE_URL = `${SIMULATOR_URL}/`;
export const PASSWORD = 'a-client-secret-for-tests';
export const NOW = Date.UTC(2025, 2, 3, 12);

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
/** Made once: it takes a while. */
export const KEYS = { good: pair(), unendorsed: pair(), foreign: pair() };

/** The usual claims of a token that comes with an activity. */
export function tokenClaims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = NOW / 1000;
  const times = { nbf: now - 300, exp: now + 3600 };
  const all = { iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: SERVICE_URL };
  return Object.fromEntries(
    Object.entries({ ...times, ...all, ...changes }).filter(([, value]) => value !== undefined),
  );
}

/** A token as the Bot Connector signs it. */
export function signToken(
  content: Record<string, unknown> = tokenClaims(),
  { kid = 'good', key = KEYS.good }: { kid?: string; key?: ReturnType<typeof pair> } = {},
): string {
  return jwt.sign(content, key.privateKey, { algorithm: 'RS256', keyid: kid, noTimestamp: true });
}

/** A request made to Microsoft. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly body: string;
}

/** Microsoft as far as an adapter needs it, without a network. */
export function createFakeMicrosoft(
  answer: (url: string) => Response | undefined = () => undefined,
) {
  const calls: OutgoingRequest[] = [];
  const send: typeof fetch = async (input, init) => {
    const url = String(input);
    calls.push({ url, method: init?.method ?? 'GET', body: String(init?.body ?? '') });
    return answer(url) ?? defaultResponse(url);
  };
  /** What was asked for besides documents, keys and tokens. */
  const sends = () =>
    calls.filter(({ url }) => !url.includes('/openid/') && !url.endsWith('/token'));
  return { fetch: send, calls, sends };
}

function defaultResponse(url: string): Response {
  const jwks_uri = `${new URL(url).origin}/teams/openid/keys`;
  if (url.endsWith('openidconfiguration')) return Response.json({ jwks_uri });
  if (url.endsWith('/openid/keys')) {
    const jwk = (kid: 'good' | 'unendorsed', endorsements?: string[]) => ({
      ...KEYS[kid].publicKey.export({ format: 'jwk' }),
      ...{ kid, use: 'sig' },
      ...(endorsements === undefined ? {} : { endorsements }),
    });
    return Response.json({ keys: [jwk('good', ['msteams', 'webchat']), jwk('unendorsed')] });
  }
  if (url.endsWith('/token')) return Response.json({ access_token: 'token', expires_in: 3600 });
  if (url.endsWith('/v3/conversations')) return Response.json({ id: 'a:opened' }, { status: 201 });
  return Response.json({ id: '1741009999999' }, { status: 201 });
}

/** A reference store in memory; `puts` counts what was written. */
export function createMemoryReferences() {
  const kept = new Map<string, Reference>();
  const store: ReferenceStore & { puts: number } = {
    puts: 0,
    get: async (_platform, key) => kept.get(key),
    all: async () => new Map(kept),
    async put(_platform, key, reference) {
      store.puts += 1;
      kept.set(key, reference);
    },
    async remove(_platform, key) {
      kept.delete(key);
    },
  };
  return { store, kept };
}

export type Handle = (event: InboundEvent) => Promise<Reply>;

/** The production adapter on a fake Microsoft. */
export async function startAdapter(handle: Handle, own: Partial<TeamsOptions> = {}) {
  const microsoft = createFakeMicrosoft();
  const references = createMemoryReferences();
  const { logger, lines } = createMemoryLogger();
  const teams = createTeams({
    ...{ appId: APP_ID, tenantId: TENANT, simulatorUrl: SIMULATOR_URL, intake: { handle }, logger },
    credentials: { kind: 'password', password: PASSWORD },
    ...{ references: references.store, meter: silentMeter, fetch: microsoft.fetch },
    ...{ now: () => NOW, sleep: async () => undefined },
    ...own,
  });
  await teams.start();
  const send = (body: Buffer, authorization?: string): Promise<RawReply> => {
    const [route] = teams.routes;
    if (route === undefined) throw new Error('no route');
    return route.handle({ headers: authorization === undefined ? {} : { authorization }, body });
  };
  /** Sends an activity as Microsoft would: signed, and from the simulator. */
  const post = (activity: ActivityJson, token = signToken()) =>
    send(Buffer.from(JSON.stringify({ ...activity, serviceUrl: SERVICE_URL })), `Bearer ${token}`);
  return { teams, microsoft, references, lines, send, post };
}

export type Adapter = Awaited<ReturnType<typeof startAdapter>>;

/** What was sent into conversations, oldest first: the conversation, and the first words. */
export function sentMessages({ microsoft }: Adapter): readonly (readonly [string, string])[] {
  return microsoft.sends().flatMap(({ url, body }) => {
    const conversation = /\/conversations\/([^/]+)\/activities/.exec(url)?.[1];
    const { summary = '' } = JSON.parse(body) as { summary?: string };
    return conversation === undefined ? [] : [[decodeURIComponent(conversation), summary] as const];
  });
}
