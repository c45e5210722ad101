import { expect } from 'chai';
import fc from 'fast-check';
import {
  findMentionedUsers,
  MAX_TEXT_LENGTH,
  markupToPlainText,
} from '../../../../adapters/slack/inbound/message-text.js';

const NAMES = new Map([
  ['U1', 'Ann Reporter'],
  ['W2', 'Ben\n<!here>'],
]);
const plain = (markup: string) => markupToPlainText(markup, NAMES);

/** Every mark Slack's page on retrieved messages names, and what its reader sees. */
const MARKS: Readonly<Record<string, string>> = {
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

describe('What a Slack message says in plain text', () => {
  for (const [markup, said] of Object.entries(MARKS)) {
    it(`is ${JSON.stringify(said)} for ${JSON.stringify(markup)}`, () => {
      expect(plain(markup)).to.equal(said);
    });
  }

  it('leaves alone what only looks like a mark', () => {
    for (const text of ['a < b', '1 > 0', '<', '<@U1', '@U1>', '<<@U1']) {
      expect(plain(text)).to.equal(text.trim());
    }
    expect(plain('<>')).to.equal('');
    expect(plain('<|>')).to.equal('');
  });

  it('names everybody it mentions once', () => {
    expect(findMentionedUsers('<@U1> <@W2|ben> <@U1> <#C1|x> <@b> &lt;@U3&gt;')).to.deep.equal([
      'U1',
      'W2',
    ]);
  });

  it('is what somebody wrote, whatever they wrote, once Slack has escaped it', () => {
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(plain(escaped(text))).to.equal(text.trim());
        expect(findMentionedUsers(escaped(text))).to.deep.equal([]);
      }),
    );
  });

  it('is found in one reading of the text, however it was made', () => {
    const pieces = ['<', '>', '|', '@U1', '!', '#', '&lt;', '&', 'a'];
    for (const piece of [...pieces, '<@U1', '<!x|', '<a|b']) {
      const long = piece.repeat(Math.ceil(MAX_TEXT_LENGTH / piece.length));
      const started = performance.now();
      plain(long);
      findMentionedUsers(long);
      expect(performance.now() - started, piece).to.be.lessThan(500);
    }
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 40 });
    fc.assert(
      fc.property(soup, (made) => {
        expect(plain(made.join(''))).to.be.a('string');
      }),
    );
  });
});
