import { expect } from 'chai';
import fc from 'fast-check';
import type { Complainant } from '../../../src/domain/intake/details.js';
import { isKnownCountry, toMatchKeys } from '../../../src/domain/matching/match-keys.js';

const keysOf = (complainant: Partial<Complainant>, country: string | null = 'GB') =>
  toMatchKeys({ complainant: { name: 'Jo', account: '', ...complainant } }, country);

describe('the keys of a complainant', () => {
  it('are the same for one account in any case, with any spaces and dashes', () => {
    for (const account of ['T-17 b', ' t17B', 't – 17b', 'T\u200b17\u2011B', 'Ｔ１７ｂ']) {
      expect(keysOf({ account }), account).to.deep.equal(['account:t17b']);
    }
    expect(keysOf({ account: 'T/17b' })).to.deep.equal(['account:t/17b']);
  });

  it('are none for what people write when there is no account', () => {
    for (const account of ['', ' ', 'n/a', 'N/A', 'None', '-', '—', '?', 'unknown', 'not known']) {
      expect(keysOf({ account }), account).to.deep.equal([]);
    }
  });

  it('are the same for one e-mail address in any case', () => {
    expect(keysOf({ email: ' Jo@Example.ORG ' })).to.deep.equal(['email:jo@example.org']);
    expect(keysOf({ email: 'jo' })).to.deep.equal([]);
  });

  it('are the same for one telephone number, however it is written', () => {
    const written = ['0113 496 0000', '+44 113 4960000', '(0113) 496-0000', '0044 113 496 0000'];
    for (const phone of [...written, '0113 496 0000 ext. 12', '０１１３ ４９６ ００００']) {
      expect(keysOf({ phone }), phone).to.deep.equal(['tel:+441134960000']);
    }
  });

  it('are the digits of a number without a country code, if no country is configured', () => {
    expect(keysOf({ phone: '0113 496-0000 x12' }, null)).to.deep.equal(['digits:01134960000']);
    expect(keysOf({ phone: '+44 113 496 0000' }, null)).to.deep.equal(['tel:+441134960000']);
    expect(keysOf({ phone: '0113 496 0000' }, 'XX')).to.deep.equal(['digits:01134960000']);
  });

  it('are the digits of what can be no number of that country, if there are enough', () => {
    expect(keysOf({ phone: '49600' })).to.deep.equal(['digits:49600']);
    expect(keysOf({ phone: '4960' })).to.deep.equal([]);
  });

  it('are none of somebody who does not want to say who they are', () => {
    expect(keysOf({ account: 'T-17', email: 'a@ex.org', isAnonymous: true })).to.deep.equal([]);
  });

  it('stay the same when they are written again, and have no character that nobody sees', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(texts, texts, texts, (account, email, phone) => {
        const keys = keysOf({ account, email, phone });
        expect(keys.length).to.be.at.most(3);
        for (const key of keys) expect(key).to.not.match(/[\s\p{C}]/u);
        const [first = ''] = keys.filter((key) => key.startsWith('account:'));
        const again = first.replace('account:', '');
        if (first !== '') expect(keysOf({ account: ` ${again.toUpperCase()}-` })).to.have.length(1);
      }),
    );
  });

  it('are the same whatever spaces and dashes stand in an account', () => {
    const parts = fc.array(fc.stringMatching(/^[A-Z0-9]{1,4}$/), { minLength: 2, maxLength: 5 });
    const joints = fc.constantFrom('', ' ', '-', ' – ', '\u00a0');
    fc.assert(
      fc.property(parts, joints, (pieces, joint) => {
        const plain = keysOf({ account: pieces.join('') });
        expect(keysOf({ account: pieces.join(joint).toLowerCase() })).to.deep.equal(plain);
      }),
    );
  });
});

describe('isKnownCountry', () => {
  it('knows two capitals of ISO 3166-1', () => {
    for (const country of ['GB', 'DE', 'NO']) expect(isKnownCountry(country)).to.equal(true);
    for (const country of ['gb', 'UK', 'XX', '', 'toString', '__proto__'])
      expect(isKnownCountry(country)).to.equal(false);
  });
});
