import { expect } from 'chai';
import fc from 'fast-check';
import { shorten, splitText, toWellFormed } from '../../../../adapters/shared/text.js';
import { escapeMarkup, shortenMarkup } from '../../../../adapters/slack/render/text.js';

const FAMILY = '👨‍👩‍👧‍👦';
const BROKEN = /\p{Surrogate}/u;

/** Text of every kind: ASCII, whole Unicode, lone surrogates, long joined emoji. */
const anyText = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom(FAMILY, '&', '<', 'é', '\uD83D', '\n'), { maxLength: 200 })
    .map((parts) => parts.join('')),
);

describe('Shortening text for Slack', () => {
  it('keeps a text that fits', () => {
    expect(shorten('abcde', 5)).to.equal('abcde');
  });

  it('ends a longer text with an ellipsis, within the limit', () => {
    expect(shorten('abcdef', 5)).to.equal('abcd…');
  });

  it('never cuts inside a grapheme', () => {
    expect(shorten(`ab${FAMILY}${FAMILY}`, 8)).to.equal('ab…');
    expect(shorten('ae\u0301xyz', 4)).to.equal('ae\u0301…');
    expect(shorten('😀😀😀', 4)).to.equal('😀…');
  });

  it('cuts a grapheme longer than the limit between code points', () => {
    const zalgo = `e${'\u0301'.repeat(500)}`;
    expect(shorten(zalgo, 10)).to.equal(`e${'\u0301'.repeat(8)}…`);
  });

  it('counts the escaped text', () => {
    expect(shortenMarkup('a&b', 7)).to.equal('a&amp;b');
    expect(shortenMarkup('a&bc', 7)).to.equal('a&amp;…');
    expect(shortenMarkup('<<<<', 9)).to.equal('&lt;&lt;…');
  });

  it('replaces broken surrogates and drops control characters', () => {
    expect(toWellFormed('a\uD83Db\u0000\u0007c\n\td')).to.equal('a\uFFFDbc\n\td');
  });

  it('escapes exactly what Slack reads as markup', () => {
    expect(escapeMarkup('<!channel> & *b* <@U1>')).to.equal(
      '&lt;!channel&gt; &amp; *b* &lt;@U1&gt;',
    );
  });

  it('stays within any limit and never breaks a surrogate, whatever the text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 120 }), (text, max) => {
        const plain = shorten(text, max);
        const markup = shortenMarkup(text, max);
        expect(plain.length).to.be.at.most(max);
        expect(markup.length).to.be.at.most(max);
        expect(BROKEN.test(plain) || BROKEN.test(markup)).to.equal(false);
        expect(markup).not.to.match(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it('splits a text into pieces that join to the same text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 4, max: 60 }), (text, max) => {
        const clean = toWellFormed(text);
        const pieces = splitText(clean, max);
        expect(pieces.join('')).to.equal(clean);
        for (const piece of pieces) expect(piece.length).to.be.at.most(max);
        for (const piece of pieces) expect(BROKEN.test(piece)).to.equal(false);
      }),
    );
  });
});
