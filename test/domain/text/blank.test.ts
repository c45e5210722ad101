import { expect } from 'chai';
import fc from 'fast-check';
import { isBlank, trimText } from '../../../src/domain/text/blank.js';

/** Texts of which a reader sees nothing. */
const INVISIBLE = {
  'no text': '',
  'a tab and a line end': '\t\n',
  'spaces of other widths': '\u00a0\u2003\u3000',
  'zero-width spaces and joiners': '\u200b\u200c\u200d\u2060\ufeff',
  'signs of direction': '\u200e\u200f\u061c\u202a\u202e\u202c\u2066\u2067\u2068\u2069',
  'Hangul fillers': '\u115f\u1160\u3164\uffa0',
  'the braille blank': '\u2800',
  'variation selectors': '\ufe00\ufe0f\u{e0100}\u180b',
  'a combining grapheme joiner': '\u034f',
  'soft hyphens': '\u00ad\u00ad',
  'Khmer inherent vowels': '\u17b4\u17b5',
  tags: '\u{e0001}\u{e0041}\u{e007f}',
  'musical controls': '\u{1d173}',
  'control characters': '\u0000\u0007',
} as const;

const invisible = fc
  .array(fc.constantFrom(...Object.values(INVISIBLE)), { maxLength: 6 })
  .map((parts) => parts.join(''));

describe('a text', () => {
  for (const [name, text] of Object.entries(INVISIBLE)) {
    it(`is blank: ${name}`, () => {
      expect(isBlank(text)).to.equal(true);
      expect(trimText(text)).to.equal('');
    });
  }

  it('is blank however invisible characters are mixed, and no longer with one letter', () => {
    fc.assert(
      fc.property(invisible, invisible, (before, after) => {
        expect(isBlank(before + after)).to.equal(true);
        expect(isBlank(`${before}x${after}`)).to.equal(false);
      }),
    );
  });

  it('is not blank with a sign that is drawn: an Arabic number sign, a lone accent, a dot', () => {
    for (const text of ['\u0600', '\u06dd', '\u0301', '.', '\ufffd', '🙂']) {
      expect(isBlank(text), JSON.stringify(text)).to.equal(false);
    }
  });

  it('loses the spaces at its ends, invisible ones too', () => {
    expect(trimText(' \u200b\u2800Maria\u3164\n\ufeff')).to.equal('Maria');
  });

  it('keeps what belongs to its first and last letters', () => {
    const texts = [
      '❤️',
      '👨‍👩‍👧',
      'می‌خواهم',
      'ه‍',
      '\u202b\u05d0\u202c',
      '🏴\u{e0067}\u{e0062}\u{e007f}',
    ];
    for (const text of texts) expect(trimText(` ${text} `)).to.equal(text);
  });

  it('keeps everything between its first and last letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (inner) => {
        expect(trimText(`x${inner}x`)).to.equal(`x${inner}x`);
      }),
    );
  });

  it('is trimmed once and for all, and never more than white space would be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const trimmed = trimText(text);
        expect(trimText(trimmed)).to.equal(trimmed);
        expect(text).to.contain(trimmed);
        expect(trimmed).to.equal(trimmed.trim());
      }),
    );
  });
});
