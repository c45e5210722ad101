import { expect } from 'chai';
import {
  activitySchema,
  extensionValueSchema,
} from '../../../../adapters/teams/inbound/payloads.js';
import {
  htmlToPlainText,
  MAX_TEXT_LENGTH,
  toMessageText,
} from '../../../../adapters/teams/messages/message-text.js';
import { fixture } from '../fixtures.js';

const MEGABYTE = 1_000_000;
const repeatToMegabyte = (text: string) => text.repeat(Math.ceil(MEGABYTE / text.length));

/** Repeated unterminated markup: each made some regular expression start again at every position. */
const HOSTILE = [
  ...['<', '<at', '<at ', '<at>', '<at><', '<at><at>a', '</', '<br', '<img ', '<img alt="'],
  ...['<img alt="" ', '<img alt="<', '<style', '<style>', '<script></', '&', '&#', '&#x', '&amp'],
  ...[' ', '\n', ' \n', '\t ', '\n\n ', '\u00a0', '\r', '"', '>', '<>', '<!--'],
].map(repeatToMegabyte);

describe('A text made to be slow to parse', () => {
  it('is read only up to the length of a Teams message, as plain text and as HTML', () => {
    for (const text of HOSTILE) {
      expect(toMessageText(text, 'plain', ['<at>Redress</at>']).length).to.be.at.most(
        MAX_TEXT_LENGTH,
      );
      expect(toMessageText(text, 'html', ['<at>Redress</at>']).length).to.be.at.most(
        MAX_TEXT_LENGTH,
      );
      expect(htmlToPlainText(text).length).to.be.at.most(MAX_TEXT_LENGTH);
    }
  });

  it('is cut before it is processed', () => {
    const text = repeatToMegabyte('a');
    expect(activitySchema.parse(fixture('message-personal', { text })).text).to.have.length(
      MAX_TEXT_LENGTH,
    );
    const messagePayload = { body: { contentType: 'html', content: text } };
    const value = extensionValueSchema.parse({ commandId: 'complaint', messagePayload });
    expect(value.messagePayload?.body?.content).to.have.length(MAX_TEXT_LENGTH);
  });

  it('is not slow with many mentions of the bot or with empty ones', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `<at>Redress ${index}</at>`);
    const text = `${many.slice(0, 2).join(' ')} list`;
    expect(toMessageText(text, 'plain', many)).to.equal('list');
    expect(toMessageText('complaint list', 'plain', [''])).to.equal('complaint list');
  });
});

describe('The plain text of HTML', () => {
  const texts: Readonly<Record<string, string>> = {
    '<p>one</p><p>two<br>three<br/>four</p>': 'one\ntwo\nthree\nfour',
    'a <img src="x" alt="smile"> b<img>c': 'a smile bc',
    'a<style>p { }</style>b<SCRIPT src="x">if (a<b) </p> </style></SCRIPT>c': 'abc',
    'a<style>never ends': 'a',
    'a</style>b': 'ab',
    '1 &lt; 2 < 3 &amp;lt;': '1 < 2 < 3 &lt;',
    '<pre>a</pre><span>b</span><brand>c': 'a\nbc',
  };
  for (const [html, text] of Object.entries(texts)) {
    it(`of ${html} is what people see`, () => {
      expect(htmlToPlainText(html)).to.equal(text);
    });
  }
});
