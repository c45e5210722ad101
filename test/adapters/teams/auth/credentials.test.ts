import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ClientAuthError, ServerError } from '@azure/msal-node';
import { expect } from 'chai';
import {
  createCredentials,
  parseCertificate,
} from '../../../../adapters/teams/auth/credentials.js';
import { createTokens, toTokenFailure } from '../../../../adapters/teams/auth/tokens.js';
import { RedressError } from '../../../../src/errors.js';

const APP = '11111111-2222-4333-8444-555555555555';
const TENANT = '3c6e5f0a-2d4b-4a8e-b1f7-90c2d3e4a5b6';
const SIMULATOR = 'http://127.0.0.1:1/teams';
const PEM = readFileSync(
  new URL('../../../fixtures/teams/certificate.pem', import.meta.url),
  'utf8',
);
/** As openssl prints it. */
const THUMBPRINT = 'E105C4662EEB1EF5F94B6255F297A5A69258A9B7';

/** Microsoft's error for a wrong secret, as its library throws it. */
function createRefusal(code: string, name = 'invalid_client') {
  const message = `7000215 - [2026-01-01 10:00:00Z]: ${code}: Invalid client secret for app 'Mrs Smith'.`;
  return new ServerError(name, message);
}

/** A token endpoint that records its requests. */
function createTokenEndpoint(answer: (form: URLSearchParams) => Response | Promise<Response>) {
  const requests: { readonly url: string; readonly form: URLSearchParams }[] = [];
  const sendRequest: typeof fetch = async (input, init) => {
    const form = new URLSearchParams(String(init?.body));
    requests.push({ url: String(input), form });
    return answer(form);
  };
  return { requests, fetch: sendRequest };
}

const grantToken = (token: string, expires_in = 3600) =>
  Response.json({ access_token: token, expires_in });

describe('The credentials for Teams', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000_000;
  });
  const createSimulated = (sendRequest: typeof fetch, timeoutMs?: number) =>
    createCredentials({
      ...{
        appId: APP,
        tenantId: TENANT,
        simulatorUrl: SIMULATOR,
        fetch: sendRequest,
        now: () => now,
      },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      credentials: { kind: 'password', password: 'secret' },
    });

  it('are parsed from PEM text: the thumbprint as Microsoft shows it, and the key', () => {
    const { thumbprint, privateKey } = parseCertificate(PEM);
    expect(thumbprint).to.equal(THUMBPRINT);
    expect(privateKey).to.match(/^-----BEGIN PRIVATE KEY-----/);
  });

  it('are refused when the certificate is unusable, with a remedy and without the key', () => {
    const certificate = PEM.slice(0, PEM.indexOf('-----BEGIN PRIVATE KEY'));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const stranger = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const pem of ['', 'no PEM', certificate, stranger, certificate + stranger]) {
      const make = () =>
        createCredentials({
          ...{ appId: APP, tenantId: TENANT, simulatorUrl: null },
          credentials: { kind: 'certificate', pem },
        });
      expect(make).to.throw(RedressError, 'PEM').with.property('code', 'TEAMS_START');
    }
  });

  it('request a token from a simulator in the same way as from Microsoft', async () => {
    const { requests, fetch: sendRequest } = createTokenEndpoint(() => grantToken('t1'));
    expect(await createSimulated(sendRequest).fetchToken(false)).to.deep.equal({
      ok: true,
      token: 't1',
    });
    expect(requests.map(({ url }) => url)).to.deep.equal([`${SIMULATOR}/token`]);
    expect(Object.fromEntries(requests[0]?.form ?? [])).to.deep.equal({
      grant_type: 'client_credentials',
      client_id: APP,
      client_secret: 'secret',
      scope: 'https://api.botframework.com/.default',
    });
  });

  it("never send a certificate's key to a simulator", async () => {
    const { requests, fetch: sendRequest } = createTokenEndpoint(() => grantToken('t'));
    const credentials = createCredentials({
      ...{ appId: APP, tenantId: TENANT, simulatorUrl: SIMULATOR, fetch: sendRequest },
      credentials: { kind: 'certificate', pem: PEM },
    });
    expect((await credentials.fetchToken(false)).ok).to.equal(true);
    expect(requests[0]?.form.get('client_secret')).to.equal(THUMBPRINT);
  });

  it('return one token until shortly before it expires', async () => {
    let count = 0;
    const { requests, fetch: sendRequest } = createTokenEndpoint(() => grantToken(`t${++count}`));
    const credentials = createSimulated(sendRequest);
    const tokens = await Promise.all([1, 2, 3].map(() => credentials.fetchToken(false)));
    expect(tokens).to.deep.equal(tokens.map(() => ({ ok: true, token: 't1' })));
    now += 54 * 60_000;
    expect(await credentials.fetchToken(false)).to.deep.equal({ ok: true, token: 't1' });
    now += 60_000;
    expect(await credentials.fetchToken(false)).to.deep.equal({ ok: true, token: 't2' });
    expect(requests).to.have.length(2);
  });

  it('return a fresh token after a refusal, but not at each call', async () => {
    let count = 0;
    const { fetch: sendRequest } = createTokenEndpoint(() => grantToken(`t${++count}`));
    const credentials = createSimulated(sendRequest);
    const tokens = [];
    for (const fresh of [false, true, true, false])
      tokens.push(await credentials.fetchToken(fresh));
    expect(tokens.map((one) => one.ok && one.token)).to.deep.equal(['t1', 't2', 't2', 't2']);
    now += 60_000;
    expect(await credentials.fetchToken(true)).to.deep.equal({ ok: true, token: 't3' });
  });

  it('report whether they are accepted or refused, or whether nobody answers', async () => {
    const check = (answer: Parameters<typeof createTokenEndpoint>[0]) =>
      createSimulated(createTokenEndpoint(answer).fetch).checkCredentials();
    expect(await check(() => grantToken('t'))).to.deep.equal({ kind: 'ok' });
    const wrong = { error: 'invalid_client', error_description: 'AADSTS7000215: no' };
    expect(await check(() => Response.json(wrong, { status: 401 }))).to.deep.equal({
      kind: 'refused',
      code: 'invalid_client',
    });
    const away = async () => {
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }),
      });
    };
    expect(await check(away)).to.deep.equal({ kind: 'no-answer', code: 'ECONNREFUSED' });
    const page = () => new Response('<html>Bad gateway</html>', { status: 502 });
    expect((await check(page)).kind).to.equal('no-answer');
    expect((await check(() => Response.json({}))).kind).to.equal('no-answer');
  });

  it('have a time-out', async () => {
    const silent = createTokenEndpoint(() => new Promise<Response>(() => undefined));
    const answer = await createSimulated(silent.fetch, 20).fetchToken(false);
    expect(answer).to.deep.equal({ ok: false, code: 'timeout', refused: false });
  });

  it("count as refused by Microsoft's codes, and nothing else of the error is kept", () => {
    expect(toTokenFailure(createRefusal('AADSTS7000215'))).to.deep.equal({
      ok: false,
      code: 'AADSTS7000215',
      refused: true,
    });
    const gone = createRefusal('AADSTS700016', 'unauthorized_client');
    expect(toTokenFailure(gone)).to.deep.include({ code: 'AADSTS700016', refused: true });
    const tenant = createRefusal('AADSTS90002', 'invalid_request');
    expect(toTokenFailure(tenant)).to.deep.include({ code: 'AADSTS90002', refused: true });
    expect(toTokenFailure(new ServerError('invalid_client', 'Mrs Smith'))).to.deep.equal({
      ok: false,
      code: 'invalid_client',
      refused: true,
    });
  });

  it('do not count as refused after a temporary error', () => {
    for (const error of [
      createRefusal('AADSTS90033', 'temporarily_unavailable'),
      new ServerError('server_error', 'sorry'),
      new ClientAuthError('network_error', 'Network request failed'),
      Object.assign(new Error('connect'), { code: 'ETIMEDOUT' }),
      new Error('what'),
      'what',
    ]) {
      const answer = toTokenFailure(error);
      expect(answer.ok || answer.refused).to.equal(false);
    }
    expect(toTokenFailure(new ClientAuthError('network_error', 'x'))).to.deep.include({
      code: 'network_error',
    });
  });

  it('request one fresh token for all callers refused at the same time', async () => {
    const asked: boolean[] = [];
    let give: ((token: string) => void) | undefined;
    const source = {
      getToken: (fresh: boolean) => {
        asked.push(fresh);
        return new Promise<string>((resolve) => {
          give = resolve;
        });
      },
    };
    const tokens = createTokens({ source, timeoutMs: 1000, now: () => now });
    const answers = Promise.all([
      tokens.fetchToken(true),
      tokens.fetchToken(true),
      tokens.fetchToken(false),
    ]);
    give?.('fresh');
    expect(asked).to.deep.equal([true]);
    expect(new Set((await answers).map((answer) => answer.ok && answer.token))).to.deep.equal(
      new Set(['fresh']),
    );
  });

  it('make one request for all callers at the same time, and another after a failure', async () => {
    let asked = 0;
    const source = {
      getToken: async () => {
        asked += 1;
        if (asked === 1) throw createRefusal('AADSTS90033');
        return 't';
      },
    };
    const tokens = createTokens({ source, timeoutMs: 1000, now: () => now });
    const failed = await Promise.all([tokens.fetchToken(false), tokens.fetchToken(false)]);
    expect(failed.map(({ ok }) => ok)).to.deep.equal([false, false]);
    expect(await tokens.fetchToken(false)).to.deep.equal({ ok: true, token: 't' });
    expect(asked).to.equal(2);
  });
});
