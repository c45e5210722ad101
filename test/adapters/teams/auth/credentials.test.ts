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
/** As openssl gives it. */
const THUMBPRINT = 'E105C4662EEB1EF5F94B6255F297A5A69258A9B7';

/** Microsoft's own words for a wrong secret, as its library throws them. */
function refusal(code: string, name = 'invalid_client') {
  const words = `7000215 - [2026-01-01 10:00:00Z]: ${code}: Invalid client secret for app 'Mrs Smith'.`;
  return new ServerError(name, words);
}

/** A token endpoint that keeps what it was asked. */
function endpoint(answer: (asked: URLSearchParams) => Response | Promise<Response>) {
  const asked: { readonly url: string; readonly form: URLSearchParams }[] = [];
  const own: typeof fetch = async (input, init) => {
    const form = new URLSearchParams(String(init?.body));
    asked.push({ url: String(input), form });
    return answer(form);
  };
  return { asked, fetch: own };
}

const granted = (token: string, expires_in = 3600) =>
  Response.json({ access_token: token, expires_in });

describe('The credentials for Teams', () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000_000;
  });
  const simulated = (own: typeof fetch, timeoutMs?: number) =>
    createCredentials({
      ...{ appId: APP, tenantId: TENANT, simulatorUrl: SIMULATOR, fetch: own, now: () => now },
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
    const { asked, fetch: own } = endpoint(() => granted('t1'));
    expect(await simulated(own).fetchToken(false)).to.deep.equal({ ok: true, token: 't1' });
    expect(asked.map(({ url }) => url)).to.deep.equal([`${SIMULATOR}/token`]);
    expect(Object.fromEntries(asked[0]?.form ?? [])).to.deep.equal({
      grant_type: 'client_credentials',
      client_id: APP,
      client_secret: 'secret',
      scope: 'https://api.botframework.com/.default',
    });
  });

  it("never send a certificate's key to a simulator", async () => {
    const { asked, fetch: own } = endpoint(() => granted('t'));
    const credentials = createCredentials({
      ...{ appId: APP, tenantId: TENANT, simulatorUrl: SIMULATOR, fetch: own },
      credentials: { kind: 'certificate', pem: PEM },
    });
    expect((await credentials.fetchToken(false)).ok).to.equal(true);
    expect(asked[0]?.form.get('client_secret')).to.equal(THUMBPRINT);
  });

  it('return one token until shortly before it expires', async () => {
    let count = 0;
    const { asked, fetch: own } = endpoint(() => granted(`t${++count}`));
    const credentials = simulated(own);
    const tokens = await Promise.all([1, 2, 3].map(() => credentials.fetchToken(false)));
    expect(tokens).to.deep.equal(tokens.map(() => ({ ok: true, token: 't1' })));
    now += 54 * 60_000;
    expect(await credentials.fetchToken(false)).to.deep.equal({ ok: true, token: 't1' });
    now += 60_000;
    expect(await credentials.fetchToken(false)).to.deep.equal({ ok: true, token: 't2' });
    expect(asked).to.have.length(2);
  });

  it('return a fresh token after a refusal, but not at each call', async () => {
    let count = 0;
    const { fetch: own } = endpoint(() => granted(`t${++count}`));
    const credentials = simulated(own);
    const tokens = [];
    for (const fresh of [false, true, true, false])
      tokens.push(await credentials.fetchToken(fresh));
    expect(tokens.map((one) => one.ok && one.token)).to.deep.equal(['t1', 't2', 't2', 't2']);
    now += 60_000;
    expect(await credentials.fetchToken(true)).to.deep.equal({ ok: true, token: 't3' });
  });

  it('report whether they are accepted or refused, or whether nobody answers', async () => {
    const check = (answer: Parameters<typeof endpoint>[0]) =>
      simulated(endpoint(answer).fetch).checkCredentials();
    expect(await check(() => granted('t'))).to.deep.equal({ kind: 'ok' });
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
    const silent = endpoint(() => new Promise<Response>(() => undefined));
    const answer = await simulated(silent.fetch, 20).fetchToken(false);
    expect(answer).to.deep.equal({ ok: false, code: 'timeout', refused: false });
  });

  it("count as refused by Microsoft's codes, and nothing else of the error is kept", () => {
    expect(toTokenFailure(refusal('AADSTS7000215'))).to.deep.equal({
      ok: false,
      code: 'AADSTS7000215',
      refused: true,
    });
    const gone = refusal('AADSTS700016', 'unauthorized_client');
    expect(toTokenFailure(gone)).to.deep.include({ code: 'AADSTS700016', refused: true });
    const tenant = refusal('AADSTS90002', 'invalid_request');
    expect(toTokenFailure(tenant)).to.deep.include({ code: 'AADSTS90002', refused: true });
    expect(toTokenFailure(new ServerError('invalid_client', 'Mrs Smith'))).to.deep.equal({
      ok: false,
      code: 'invalid_client',
      refused: true,
    });
  });

  it('do not count as refused after a temporary error', () => {
    for (const error of [
      refusal('AADSTS90033', 'temporarily_unavailable'),
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
        if (asked === 1) throw refusal('AADSTS90033');
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
