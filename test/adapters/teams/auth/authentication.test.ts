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

/** Microsoft's documents with these keys. Microsoft answers unless it is `down`. */
function createDocuments(keys: readonly unknown[] = [GOOD]) {
  const microsoft = { now: NOW, down: false, tries: 0 };
  const fetch = async (url: unknown) => {
    if (url === OPEN_ID) microsoft.tries += 1;
    if (microsoft.down) throw new TypeError('fetch failed');
    return Response.json(url === OPEN_ID ? { jwks_uri: new URL('/keys', OPEN_ID) } : { keys });
  };
  const signing = createSigningKeys({ openId: OPEN_ID, fetch, now: () => microsoft.now });
  /** Whether a key is found; the error message when the keys are unavailable. */
  const find = (id = 'good') =>
    signing.find(id).then(
      (found) => found !== undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  return { microsoft, find };
}

const UNAVAILABLE = 'signing keys unavailable';

describe('The signing keys of Microsoft', () => {
  it('are requested at most every ten seconds until the first success', async () => {
    const { microsoft, find } = createDocuments();
    microsoft.down = true;
    const ids = Array.from({ length: 50 }, (_, index) => `made-up-${index}`);
    for (const id of ids) expect(await find(id)).to.equal(UNAVAILABLE);
    expect(microsoft.tries).to.equal(1);
    microsoft.now += 10_000;
    expect(await Promise.all(ids.map(find))).to.deep.equal(ids.map(() => UNAVAILABLE));
    expect(microsoft.tries).to.equal(2);
    microsoft.now += 10_000;
    microsoft.down = false;
    expect(await Promise.all([find(), find()])).to.deep.equal([true, true]);
    expect(microsoft.tries).to.equal(3);
  });

  it('are used a day longer while Microsoft does not answer, then are unavailable', async () => {
    const { microsoft, find } = createDocuments();
    expect(await find()).to.equal(true);
    microsoft.down = true;
    microsoft.now += 47 * HOUR;
    expect(await find()).to.equal(true);
    expect(await find('unknown')).to.equal(UNAVAILABLE);
    microsoft.now += 2 * HOUR;
    expect(await find()).to.equal(UNAVAILABLE);
    expect(await find()).to.equal(UNAVAILABLE);
    microsoft.down = false;
    microsoft.now += 10_000;
    expect(await find()).to.equal(true);
    expect(await find('unknown')).to.equal(false);
  });

  it('are usable, whatever other keys are in the document', async () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const { find } = createDocuments([
      ...[null, 'key', {}, { kty: 'RSA', kid: 'empty' }, { ...GOOD, kid: 7 }],
      { kty: 'RSA', kid: 'damaged', n: 'AQAB', e: 7 },
      { ...GOOD, kid: 'strange', endorsements: 'msteams' },
      { ...elliptic.export({ format: 'jwk' }), kid: 'elliptic' },
      { ...short.export({ format: 'jwk' }), kid: 'short' },
      GOOD,
    ]);
    expect(await find()).to.equal(true);
    for (const id of ['empty', 'damaged', 'strange', 'elliptic', 'short']) {
      expect(await find(id), id).to.equal(false);
    }
  });

  it('are unavailable when none of them is usable', async () => {
    const { find } = createDocuments([{ kty: 'RSA', kid: 'good' }]);
    expect(await find()).to.equal(UNAVAILABLE);
  });
});
