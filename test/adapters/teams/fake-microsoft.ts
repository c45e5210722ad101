import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createTeams, type RawReply, type TeamsOptions } from '../../../adapters/teams/index.js';
import type { InboundEvent, Reply } from '../../../src/ports/intake.js';
import { silentMeter } from '../../../src/ports/meter.js';
import type { Reference, ReferenceStore } from '../../../src/ports/stores/reference-store.js';
import { createMemoryLogger } from '../../support/memory-logger.js';
import { type ActivityJson, APP_ID, TENANT } from './fixtures.js';

/** Base URL of a simulator that does not exist: all requests go to {@link createFakeMicrosoft}. */
export const SIMULATOR_URL = 'http://127.0.0.1:9/teams';
export const SERVICE_URL = `${SIMULATOR_URL}/`;
export const PASSWORD = 'a-client-secret-for-tests';
export const NOW = Date.UTC(2025, 2, 3, 12);

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
/** Created once, because that is slow. */
export const KEYS = { good: pair(), unendorsed: pair(), foreign: pair() };

/** The claims of a valid activity token, with changes. */
export function tokenClaims(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const now = NOW / 1000;
  const times = { nbf: now - 300, exp: now + 3600 };
  const all = { iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: SERVICE_URL };
  return Object.fromEntries(
    Object.entries({ ...times, ...all, ...changes }).filter(([, value]) => value !== undefined),
  );
}

/** Signs a token as the Bot Connector does. */
export function signToken(
  content: Record<string, unknown> = tokenClaims(),
  { kid = 'good', key = KEYS.good }: { kid?: string; key?: ReturnType<typeof pair> } = {},
): string {
  return jwt.sign(content, key.privateKey, { algorithm: 'RS256', keyid: kid, noTimestamp: true });
}

/** A request to Microsoft. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly body: string;
}

/** The parts of Microsoft that an adapter needs, without a network. */
export function createFakeMicrosoft(
  answer: (url: string) => Response | undefined = () => undefined,
) {
  const calls: OutgoingRequest[] = [];
  const send: typeof fetch = async (input, init) => {
    const url = String(input);
    calls.push({ url, method: init?.method ?? 'GET', body: String(init?.body ?? '') });
    return answer(url) ?? defaultResponse(url);
  };
  /** The requests other than for documents, keys and tokens. */
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

/** A reference store in memory. `puts` counts the writes. */
export function createMemoryReferences() {
  const stored = new Map<string, Reference>();
  const store: ReferenceStore & { puts: number } = {
    puts: 0,
    get: async (_platform, key) => stored.get(key),
    all: async () => new Map(stored),
    async put(_platform, key, reference) {
      store.puts += 1;
      stored.set(key, reference);
    },
    async remove(_platform, key) {
      stored.delete(key);
    },
  };
  return { store, stored };
}

export type Handle = (event: InboundEvent) => Promise<Reply>;

/** Starts the production adapter on a fake Microsoft. */
export async function startAdapter(handle: Handle, overrides: Partial<TeamsOptions> = {}) {
  const microsoft = createFakeMicrosoft();
  const references = createMemoryReferences();
  const { logger, lines } = createMemoryLogger();
  const teams = createTeams({
    ...{ appId: APP_ID, tenantId: TENANT, simulatorUrl: SIMULATOR_URL, intake: { handle }, logger },
    credentials: { kind: 'password', password: PASSWORD },
    ...{ references: references.store, meter: silentMeter, fetch: microsoft.fetch },
    ...{ now: () => NOW, sleep: async () => undefined },
    ...overrides,
  });
  await teams.start();
  const send = (body: Buffer, authorization?: string): Promise<RawReply> => {
    const [route] = teams.routes;
    if (route === undefined) throw new Error('no route');
    return route.handle({ headers: authorization === undefined ? {} : { authorization }, body });
  };
  /** Posts an activity as Microsoft does: signed, with the simulator's service URL. */
  const post = (activity: ActivityJson, token = signToken()) =>
    send(Buffer.from(JSON.stringify({ ...activity, serviceUrl: SERVICE_URL })), `Bearer ${token}`);
  return { teams, microsoft, references, lines, send, post };
}

export type Adapter = Awaited<ReturnType<typeof startAdapter>>;

/** The messages sent to conversations, oldest first: conversation and summary. */
export function sentMessages({ microsoft }: Adapter): readonly (readonly [string, string])[] {
  return microsoft.sends().flatMap(({ url, body }) => {
    const conversation = /\/conversations\/([^/]+)\/activities/.exec(url)?.[1];
    const { summary = '' } = JSON.parse(body) as { summary?: string };
    return conversation === undefined ? [] : [[decodeURIComponent(conversation), summary] as const];
  });
}
