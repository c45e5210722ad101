import { expect } from 'chai';
import fc from 'fast-check';
import { AROUND, load, type Node, type Tree, type TreeModule, tagsIn } from './page.js';

interface Mrkdwn {
  mrkdwn(text: string, context: object): Node[];
  textObject(object: unknown, context: object): Node[];
}
interface RichText {
  richText(block: object, context: object): Node;
}

const TAGS = new Set(
  'a b br blockquote code em mark pre s span strong time u div ul ol li p'.split(' '),
);

/** Characters of markup in Slack, HTML and Markdown, and words. */
const PIECE = fc.constantFrom(
  ...['*', '_', '~', '`', '```', '&gt;', '&amp;', '&lt;b&gt;', '\n', ' ', 'word', '10:30:45'],
  ...['<@U2>', '<!here>', '<https://a.example|word>', ':tada:', '[word](x)', '**', '__', '\\'],
);

describe('Playground page for Slack: text', () => {
  let mrkdwn: Mrkdwn;
  let tree: TreeModule;
  before(async () => {
    mrkdwn = await load<Mrkdwn>('mrkdwn.js');
    tree = await load<TreeModule>('tree.js');
  });
  const shown = (text: string, more = {}) => mrkdwn.mrkdwn(text, { ...AROUND, ...more });
  const words = (text: string) => tree.textOf(shown(text));
  const first = (text: string) => shown(text).find((node) => typeof node === 'object') as Tree;

  it('shows bold, italic, strikethrough and code, also nested', () => {
    const nodes = shown('a *b _c_* ~d~ `e*f*`');
    expect(tagsIn(nodes)).to.deep.equal(['strong', 'em', 's', 'code']);
    expect(tree.textOf(nodes)).to.equal('a b c d e*f*');
  });

  it('leaves markers inside words, doubled markers and other markup languages alone', () => {
    for (const text of ['a*b*c snake_case_x 2 * 3 * 4', '**b** __u__ ~~s~~', '[t](http) # h']) {
      expect(words(text)).to.equal(text);
    }
    expect(words('10:30:45 :nonsense: :tada:')).to.equal('10:30:45 :nonsense: 🎉');
  });

  it('decodes Slack’s escapes once', () => {
    expect(words('&lt;b&gt; &amp;amp; &amp;lt; &quot;')).to.equal('<b> &amp; &lt; &quot;');
    expect(tagsIn(shown('&lt;b&gt;x&lt;/b&gt; &lt;@U2&gt; &lt;!channel&gt;'))).to.deep.equal([]);
  });

  it('names people, groups and channels, and highlights mentions of the reader', () => {
    expect(words('<@U2> <@U9> <!subteam^S1> <#C1> <!here>')).to.equal(
      '@Ben Baker @U9 @billing #general @here',
    );
    expect(first('<@U1>').props.className).to.equal('mention you');
    expect(first('<@U2>').props.className).to.equal('mention');
    expect(first('<!subteam^S2>').props.className).to.equal('mention you');
    expect(first('<!subteam^S1>').props.className).to.equal('mention');
  });

  it('shows dates in the reader’s zone, or the fallback text', () => {
    const at = Date.UTC(2026, 10, 24, 9, 5) / 1000;
    const date = (format: string) => `<!date^${at}^${format}|24 Nov>`;
    expect(words(date('{date_short_pretty} at {time}'))).to.equal('tomorrow at 9:05');
    const inBerlin = shown(date('{time}'), { zone: 'Europe/Berlin' });
    expect(tree.textOf(inBerlin)).to.equal('10:05');
    for (const format of ['{nonsense}', 'no token', '']) {
      expect(words(date(format)), format).to.equal('24 Nov');
    }
  });

  it('links to web and mail addresses only, with or without a label', () => {
    const links = tree.findAll(
      shown('<https://a.example/?x=1&amp;y=2|here> see http://b.example/c_d_e.'),
      ({ tag }) => tag === 'a',
    );
    expect(links.map(({ props }) => props.href)).to.deep.equal([
      'https://a.example/?x=1&y=2',
      'http://b.example/c_d_e',
    ]);
    for (const address of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd']) {
      expect(tagsIn(shown(`<${address}|x>`)), address).to.deep.equal(['span']);
      expect(tagsIn(shown(`<!date^1^{time}^${address}|x>`)), address).not.to.include('a');
    }
  });

  it('adds no links where the bot asked for verbatim text', () => {
    const text = 'see https://a.example *b*';
    const object = { type: 'mrkdwn', text, verbatim: true };
    expect(tagsIn(mrkdwn.textObject(object, AROUND))).to.deep.equal(['strong']);
    expect(tagsIn(mrkdwn.textObject({ ...object, verbatim: false }, AROUND))).to.include('a');
  });

  it('quotes lines, all following ones after three markers, and keeps code unchanged', () => {
    expect(tagsIn(shown('&gt; a\n&gt; b\nc'))).to.deep.equal(['blockquote', 'br']);
    expect(tree.textOf(first('&gt;&gt;&gt; a\nb'))).to.equal('a\nb');
    expect(tree.textOf(first('```\n*a* &lt;b\n```'))).to.equal('*a* <b');
    expect(words('a ``` b')).to.equal('a ``` b');
  });

  it('shows plain text literally, with any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[&:]/.test(text));
        const nodes = mrkdwn.textObject({ type: 'plain_text', text, emoji: true }, AROUND);
        expect(tagsIn(nodes)).to.deep.equal([]);
        expect(tree.textOf(nodes)).to.equal(text);
      }),
    );
  });

  it('loses no word of any text, and creates only its own elements', () => {
    fc.assert(
      fc.property(fc.array(PIECE, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const nodes = shown(text);
        for (const tag of tagsIn(nodes)) expect(TAGS).to.include(tag);
        const count = (all: string, what: string) => all.split(what).length - 1;
        const seen = tree.textOf(nodes);
        expect(count(seen, 'word')).to.equal(count(text, 'word'));
        expect(count(seen, '10')).to.equal(count(text, '10'));
      }),
      { numRuns: 500 },
    );
  });

  it('shows an unknown text type as an error', () => {
    for (const object of [
      { type: 'html', text: 'x' },
      { type: 'mrkdwn', text: 7 },
      { type: 'mrkdwn', text: 'x', bold: true },
      'x',
      null,
    ]) {
      const nodes = mrkdwn.textObject(object, AROUND);
      expect(tree.textOf(nodes), JSON.stringify(object)).to.include('cannot show');
    }
    expect(words('a <!nonsense|b> c')).to.match(/^a .*cannot show.*<!nonsense>.* c$/);
  });
});

describe('Playground page for Slack: rich text', () => {
  let rich: RichText;
  let tree: TreeModule;
  before(async () => {
    rich = await load<RichText>('rich-text.js');
    tree = await load<TreeModule>('tree.js');
  });
  const shown = (...elements: object[]) => rich.richText({ elements }, AROUND);
  const section = (...elements: object[]) => ({ type: 'rich_text_section', elements });
  const text = (words: string, style?: object) => ({
    type: 'text',
    text: words,
    ...(style && { style }),
  });

  it('is shown completely: text with its styles, names, links, dates, lists, quotes and code', () => {
    const at = Date.UTC(2026, 10, 23, 9, 5) / 1000;
    const node = shown(
      section(text('a & <b> *c*'), text('d', { bold: true, italic: true }), text('\ne')),
      section({ type: 'user', user_id: 'U2' }, { type: 'usergroup', usergroup_id: 'S1' }),
      section({ type: 'channel', channel_id: 'C1' }, { type: 'broadcast', range: 'here' }),
      section({ type: 'link', url: 'https://a.example', text: 'f' }),
      section({ type: 'emoji', name: 'x', unicode: '1f469-200d-1f9b0' }),
      section({ type: 'date', timestamp: at, format: '{date_pretty} {time}' }),
      { type: 'rich_text_list', style: 'ordered', offset: 2, elements: [section(text('g'))] },
      { type: 'rich_text_quote', elements: [text('h')] },
      { type: 'rich_text_preformatted', elements: [text('i')] },
    );
    expect(tree.textOf(node)).to.equal(
      'a & <b> *c*d\ne@Ben Baker@billing#general@heref👩‍🦰today 9:05ghi',
    );
    expect(tagsIn(node)).to.include.members(['strong', 'em', 'a', 'ol', 'li', 'blockquote', 'pre']);
    expect(tree.findAll(node, ({ tag }) => tag === 'ol')[0]?.props.start).to.equal(3);
  });

  it('shows unknown parts as errors, and everything around them', () => {
    for (const part of [
      { type: 'nonsense' },
      { type: 'text' },
      { type: 'text', text: 'x', style: { blink: true } },
      { type: 'broadcast', range: 'everywhere' },
      { type: 'rich_text_list', style: 'roman', elements: [] },
    ]) {
      const seen = tree.textOf(shown(section(text('before '), part, text(' after'))));
      expect(seen, JSON.stringify(part)).to.match(/^before .*cannot show.* after$/);
    }
    expect(tree.textOf(shown({ type: 'text', text: 'x' }))).to.include('cannot show');
  });
});
