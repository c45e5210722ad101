import { expect } from 'chai';
import fc from 'fast-check';
import {
  findMentionedUsers,
  MAX_TEXT_LENGTH,
  markupToPlainText,
} from '../../../../adapters/slack/messages/message-text.js';

const NAMES = new Map([
  ['U1', 'Ann Reporter'],
  ['W2', 'Ben\n<!here>'],
]);
const toPlain = (markup: string) => markupToPlainText(markup, NAMES);

/** All markup of Slack's page on retrieved messages, and what a reader sees. */
const MARKUP: Readonly<Record<string, string>> = {
  '<@U1> hello': '@Ann Reporter hello',
  '<@U1|ann>': '@Ann Reporter',
  '<@W2>': '@Ben <!here>',
  '<@U9>': '@someone',
  '<@U9|zoe>': '@zoe',
  '<#C1|billing>': '#billing',
  '<#C1>, <#C1|>': '#channel, #channel',
  '<!here> <!channel> <!everyone|everyone>': '@here @channel @everyone',
  '<!subteam^S1|@billing> <!subteam^S1>': '@billing @group',
  '<!date^1392734382^{date}|18 Feb 2014>': '18 Feb 2014',
  '<!whatever^1|its label>': 'its label',
  '<!whatever>': '',
  '<https://example.org/a?b=1&amp;c=2>': 'https://example.org/a?b=1&c=2',
  '<https://example.org/a|the bill>': 'the bill (https://example.org/a)',
  '<https://example.org/|example.org>': 'https://example.org/',
  '<mailto:ann@example.org|ann@example.org>': 'ann@example.org',
  '<mailto:ann@example.org|Ann>': 'Ann (ann@example.org)',
  '<tel:+441234|+441234>': '+441234',
  'a &lt;b&gt; &amp;amp; c': 'a <b> &amp; c',
  '&lt;@U1&gt;': '<@U1>',
  '*bold* _it_ :smile: `code`': '*bold* _it_ :smile: `code`',
  'one\n\ntwo ': 'one\n\ntwo',
  '': '',
};

describe('The plain text of a Slack message', () => {
  for (const [markup, text] of Object.entries(MARKUP)) {
    it(`is ${JSON.stringify(text)} for ${JSON.stringify(markup)}`, () => {
      expect(toPlain(markup)).to.equal(text);
    });
  }

  it('keeps text that only looks like markup', () => {
    for (const text of ['a < b', '1 > 0', '<', '<@U1', '@U1>', '<<@U1']) {
      expect(toPlain(text)).to.equal(text.trim());
    }
    expect(toPlain('<>')).to.equal('');
    expect(toPlain('<|>')).to.equal('');
  });

  it('comes with each mentioned person once', () => {
    expect(findMentionedUsers('<@U1> <@W2|ben> <@U1> <#C1|x> <@b> &lt;@U3&gt;')).to.deep.equal([
      'U1',
      'W2',
    ]);
  });

  it('equals what a person wrote, before Slack escaped it', () => {
    const escapeText = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(toPlain(escapeText(text))).to.equal(text.trim());
        expect(findMentionedUsers(escapeText(text))).to.deep.equal([]);
      }),
    );
  });

  it('takes linear time for any text', () => {
    const pieces = ['<', '>', '|', '@U1', '!', '#', '&lt;', '&', 'a'];
    for (const piece of [...pieces, '<@U1', '<!x|', '<a|b']) {
      const long = piece.repeat(Math.ceil(MAX_TEXT_LENGTH / piece.length));
      const started = performance.now();
      toPlain(long);
      findMentionedUsers(long);
      expect(performance.now() - started, piece).to.be.lessThan(500);
    }
    const mixture = fc.array(fc.constantFrom(...pieces), { maxLength: 40 });
    fc.assert(
      fc.property(mixture, (made) => {
        expect(toPlain(made.join(''))).to.be.a('string');
      }),
    );
  });
});
