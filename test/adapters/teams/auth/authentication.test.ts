import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { createSigningKeys } from '../../../../adapters/teams/auth/authentication.js';
import { KEYS, NOW } from '../fake-microsoft.js';

const OPEN_ID = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const HOUR = 60 * 60_000;
const GOOD = {
  ...KEYS.good.publicKey.export({ format: 'jwk' }),
  ...{ kid: 'good', endorsements: ['msteams'] },
};

/** Microsoft's documents with these keys; it answers unless it is `down`. */
function documents(keys: readonly unknown[] = [GOOD]) {
  const microsoft = { now: NOW, down: false, tries: 0 };
  const fetch = async (url: unknown) => {
    if (url === OPEN_ID) microsoft.tries += 1;
    if (microsoft.down) throw new TypeError('fetch failed');
    return Response.json(url === OPEN_ID ? { jwks_uri: new URL('/keys', OPEN_ID) } : { keys });
  };
  const signing = createSigningKeys({ openId: OPEN_ID, fetch, now: () => microsoft.now });
  /** Whether a key is found; the fault's message when nobody can tell. */
  const ask = (id = 'good') =>
    signing.find(id).then(
      (found) => found !== undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  return { microsoft, ask };
}

const UNAVAILABLE = 'signing keys unavailable';

describe('The signing keys of Microsoft', () => {
  it('are requested at most every ten seconds until the first success', async () => {
    const { microsoft, ask } = documents();
    microsoft.down = true;
    const ids = Array.from({ length: 50 }, (_, index) => `made-up-${index}`);
    for (const id of ids) expect(await ask(id)).to.equal(UNAVAILABLE);
    expect(microsoft.tries).to.equal(1);
    microsoft.now += 10_000;
    expect(await Promise.all(ids.map(ask))).to.deep.equal(ids.map(() => UNAVAILABLE));
    expect(microsoft.tries).to.equal(2);
    microsoft.now += 10_000;
    microsoft.down = false;
    expect(await Promise.all([ask(), ask()])).to.deep.equal([true, true]);
    expect(microsoft.tries).to.equal(3);
  });

  it('are used a day longer while Microsoft does not answer, then are unavailable', async () => {
    const { microsoft, ask } = documents();
    expect(await ask()).to.equal(true);
    microsoft.down = true;
    microsoft.now += 47 * HOUR;
    expect(await ask()).to.equal(true);
    expect(await ask('unknown')).to.equal(UNAVAILABLE);
    microsoft.now += 2 * HOUR;
    expect(await ask()).to.equal(UNAVAILABLE);
    expect(await ask()).to.equal(UNAVAILABLE);
    microsoft.down = false;
    microsoft.now += 10_000;
    expect(await ask()).to.equal(true);
    expect(await ask('unknown')).to.equal(false);
  });

  it('are usable, whatever other keys are in the document', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const { ask } = documents([
      ...[null, 'key', {}, { kty: 'RSA', kid: 'empty' }, { ...GOOD, kid: 7 }],
      { kty: 'RSA', kid: 'damaged', n: 'AQAB', e: 7 },
      { ...GOOD, kid: 'strange', endorsements: 'msteams' },
      { ...elliptic.export({ format: 'jwk' }), kid: 'elliptic' },
      { ...short.export({ format: 'jwk' }), kid: 'short' },
      GOOD,
    ]);
    expect(await ask()).to.equal(true);
    for (const id of ['empty', 'damaged', 'strange', 'elliptic', 'short']) {
      expect(await ask(id), id).to.equal(false);
    }
  });

  it('are unavailable when none of them is usable', async () => {
    const { ask } = documents([{ kty: 'RSA', kid: 'good' }]);
    expect(await ask()).to.equal(UNAVAILABLE);
  });
});
