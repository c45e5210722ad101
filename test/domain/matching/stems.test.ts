import { expect } from 'chai';
import fc from 'fast-check';
import { MOST_STEMS, toStems } from '../../../src/domain/matching/stems.js';

describe('the stems of a text', () => {
  it('are the same for the forms of a word, each once, in the order of the text', () => {
    expect(toStems('Leaking boilers: the boiler leaked, a leak.')).to.deep.equal([
      'leak',
      'boiler',
    ]);
    expect(toStems('repaired repairs REPAIRING')).to.deep.equal(['repair']);
  });

  it('fold accents, and leave out stop words and single characters', () => {
    expect(toStems('the café, Café, CAFE\u0301 x')).to.deep.equal(['cafe']);
    expect(toStems("We don't, they've; isn’t it a 7?")).to.deep.equal([]);
  });

  it('leave out addresses on the web, which all messages of a channel share', () => {
    expect(
      toStems('See https://x.example/archives/C01/p17?thread=1 (http://b.example): damp'),
    ).to.deep.equal(toStems('See damp'));
  });

  it('keep numbers and words of any alphabet', () => {
    expect(toStems('Invoice 2041: протечка 漏水')).to.deep.equal([
      ...['invoic', '2041', 'протечка', '漏水'],
    ]);
  });

  it('are a bounded number of bounded words', () => {
    const long = Array.from({ length: 5000 }, (_, n) => `word${n}`).join(' ');
    expect(toStems(long)).to.have.length(MOST_STEMS);
    expect(toStems('a'.repeat(9000))[0]).to.have.length.at.most(40);
  });

  it('are letters and digits in lower case, the same for any case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const stems = toStems(text);
        expect(new Set(stems).size).to.equal(stems.length);
        for (const stem of stems) expect(stem).to.match(/^[\p{L}\p{N}]+$/u);
        expect(toStems(`  ${text}\n`)).to.deep.equal(stems);
      }),
    );
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/));
    fc.assert(
      fc.property(words, (some) => {
        expect(toStems(some.join(' ').toUpperCase())).to.deep.equal(toStems(some.join(', ')));
      }),
    );
  });
});
