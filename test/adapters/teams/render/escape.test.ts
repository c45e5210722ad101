import { expect } from 'chai';
import fc from 'fast-check';
import { escapeLiteral, escapeMarkdown } from '../../../../adapters/teams/render/text.js';
import * as arbitrary from './arbitraries.js';

/** Removes backslash escapes as CommonMark 2.4 does. */
function removeEscapes(markdown: string): string {
  return markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** Replaces each escaped character by a letter. The rest must contain no markup. */
function maskEscapes(markdown: string): string {
  return markdown.replace(/\\[!-/:-@[-`{-~]/g, 'x');
}

describe('Escaped text in a card', () => {
  it('shows as it was written, and contains no markup', () => {
    fc.assert(
      fc.property(arbitrary.text, (text) => {
        for (const line of text.split('\n').slice(0, 20)) {
          const markdown = escapeMarkdown(line);
          expect(removeEscapes(markdown)).to.equal(escapeLiteral(line));
          expect(maskEscapes(markdown)).not.to.match(/[\\`*_~[\]<>&|]|:\/\/|www\./i);
          expect(maskEscapes(markdown)).not.to.match(/^\s*(?:[#+-]|={2}|\d{1,9}[.)])/);
        }
      }),
    );
  });

  it('contains no link, list, heading, entity or mention', () => {
    const lines = {
      '[x](http://y.example)': '\\[x\\](http\\://y.example)',
      'see www.y.example': 'see www\\.y.example',
      '- one': '\\- one',
      '1. one': '1\\. one',
      '# Title': '\\# Title',
      '&lt;b&gt;': '\\&lt;b\\&gt;',
      '<at>Ben</at>': '\\<\u2060at\\>Ben\\<\u2060/at\\>',
      'a_b and *c*': 'a\\_b and \\*c\\*',
    };
    for (const [line, markdown] of Object.entries(lines)) {
      expect(escapeMarkdown(line)).to.equal(markdown);
    }
  });

  it('contains no date function, which clients execute everywhere', () => {
    fc.assert(
      fc.property(arbitrary.text, (text) => {
        expect(escapeLiteral(text)).not.to.match(/\{\{(?:DATE|TIME)\(/);
        expect(escapeLiteral(text)).not.to.match(/<\/?at>/i);
      }),
    );
    expect(escapeLiteral('{{x}} {{TIME(2017-02-14T06:00:00Z)}}')).to.equal(
      '{{x}} {\u2060{TIME(2017-02-14T06:00:00Z)}}',
    );
  });
});
