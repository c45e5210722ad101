import { expect } from 'chai';
import fc from 'fast-check';

type Node =
  | string
  | { tag: string; href?: string; start?: number; you?: boolean; children?: Node[] };
interface Markdown {
  parseMarkdown(text: string): Node[];
  markMentions(text: string, mentions: { text: string; name: string; you?: boolean }[]): string;
}
// biome-ignore lint/suspicious/noExplicitAny: cards are read freely in tests
type Card = any;
interface CardSource {
  fillMoments(text: string, zone: string): string;
  prepareCard(card: Card, around: object): Card;
}
interface Choice {
  words: string;
  text?: string;
  command?: string;
}
interface Suggest {
  choicesFor(text: string, directory: object): Choice[];
}

async function load<T>(name: string): Promise<T> {
  return (await import(
    new URL(`../../../../playground/page/teams/${name}`, import.meta.url).href
  )) as T;
}

function plain(nodes: Node[]): string {
  return nodes
    .map((node) => (typeof node === 'string' ? node : plain(node.children ?? [])))
    .join('');
}

function tags(nodes: Node[]): string[] {
  return nodes.flatMap((node) =>
    typeof node === 'string' ? [] : [node.tag, ...tags(node.children ?? [])],
  );
}

describe('Playground page for Teams: Markdown', () => {
  let markdown: Markdown;
  before(async () => {
    markdown = await load<Markdown>('markdown.js');
  });
  const inline = (text: string) => {
    const [first] = markdown.parseMarkdown(text);
    return typeof first === 'object' ? first.children : first;
  };

  it('shows bold, italic, strikethrough and links, also nested', () => {
    expect(inline('a **b _c_** ~~d~~ *e*')).to.deep.equal([
      'a ',
      { tag: 'strong', children: ['b ', { tag: 'em', children: ['c'] }] },
      ' ',
      { tag: 's', children: ['d'] },
      ' ',
      { tag: 'em', children: ['e'] },
    ]);
    expect(inline('[our **site**](https://a.example/x?y=1)')).to.deep.equal([
      {
        tag: 'a',
        href: 'https://a.example/x?y=1',
        children: ['our ', { tag: 'strong', children: ['site'] }],
      },
    ]);
  });

  it('opens only web and mail addresses', () => {
    for (const address of ['javascript:alert', 'data:text/html,x', 'file:///etc', '/local']) {
      expect(inline(`[x](${address})`), address).to.deep.equal([{ tag: 'span', children: ['x'] }]);
    }
    expect(inline('[x](mailto:a@b.example)')?.[0]).to.include({ tag: 'a' });
  });

  it('leaves escapes, HTML and words with markers inside unchanged', () => {
    expect(inline('\\*\\*a\\*\\* \\[b\\](https://c.example)')).to.deep.equal([
      '**a** [b](https://c.example)',
    ]);
    expect(inline('<b>x</b> snake_case_name 2 * 3 * 4')).to.deep.equal([
      '<b>x</b> snake_case_name 2 * 3 * 4',
    ]);
    expect(inline('&lt;at&gt; &amp;amp; &#42;&#x2a; &nope;')).to.deep.equal([
      '<at> &amp; ** &nope;',
    ]);
  });

  it('takes a character after a backslash for no mark, beside marks too', () => {
    expect(inline('**\\*\\\\**')).to.deep.equal([{ tag: 'strong', children: ['*\\'] }]);
    expect(inline('_a\\\\_ ~~\\~~~')).to.deep.equal([
      { tag: 'em', children: ['a\\'] },
      ' ',
      { tag: 's', children: ['~'] },
    ]);
    expect(inline('**a\\** b')).to.deep.equal([{ tag: 'em', children: ['*a*'] }, ' b']);
  });

  it('breaks lines, separates paragraphs and numbers lists', () => {
    expect(markdown.parseMarkdown('a\nb\n\nc')).to.deep.equal([
      { tag: 'p', children: ['a', { tag: 'br' }, 'b'] },
      { tag: 'p', children: ['c'] },
    ]);
    expect(markdown.parseMarkdown('- a\r- b\n3. c')).to.deep.equal([
      {
        tag: 'ul',
        children: [
          { tag: 'li', children: ['a'] },
          { tag: 'li', children: ['b'] },
        ],
      },
      { tag: 'ol', start: 3, children: [{ tag: 'li', children: ['c'] }] },
    ]);
  });

  it('shows a mention only when an entity names it', () => {
    const mentions = [{ text: '<at>Ben Baker</at>', name: 'Ben Baker' }];
    const marked = markdown.markMentions('<at>Ben Baker</at> and <at>Eve</at>', mentions);
    expect(inline(marked)).to.deep.equal([
      { tag: 'mention', children: ['Ben Baker'] },
      ' and <at>Eve</at>',
    ]);
    expect(markdown.markMentions('\uE000Eve\uE001', [])).to.equal('Eve');
    const odd = markdown.markMentions('<at>x</at>!', [{ text: '<at>x</at>', name: "$& $' $$" }]);
    expect(odd).to.equal("\uE000$& $' $$\uE001!");
  });

  it('highlights a mention of the reader', () => {
    const mentions = [
      { text: '<at>Ben</at>', name: 'Ben', you: true },
      { text: '<at>Cleo</at>', name: '\uE002Cleo' },
    ];
    const marked = markdown.markMentions('**<at>Ben</at>** <at>Cleo</at>', mentions);
    expect(inline(marked)).to.deep.equal([
      { tag: 'strong', children: [{ tag: 'mention', you: true, children: ['Ben'] }] },
      ' ',
      { tag: 'mention', children: ['Cleo'] },
    ]);
  });

  it('creates only its own tags from any text, and loses no word', () => {
    const known = new Set(['p', 'br', 'ul', 'ol', 'li', 'strong', 'em', 's', 'a', 'span']);
    const piece = fc.constantFrom(
      '*',
      '**',
      '_',
      '~~',
      '[',
      '](',
      ')',
      '<',
      '>',
      'word',
      ' ',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const nodes = markdown.parseMarkdown(text);
        for (const tag of tags(nodes)) expect(known).to.include(tag);
        if (text.includes('](')) return; // what stands in a link's address is not shown
        const words = (all: string) => all.split('word').length - 1;
        expect(words(plain(nodes))).to.equal(words(text));
      }),
    );
  });
});

describe('Playground page for Teams: cards', () => {
  let source: CardSource;
  before(async () => {
    source = await load<CardSource>('card-source.js');
  });
  const people = [
    { id: 'a', name: 'Ann', deleted: false },
    { id: 'b', name: 'Ben', deleted: false },
    { id: 'x', name: 'Gone', deleted: true },
  ];

  it('shows dates in the reader’s zone', () => {
    const text = 'by {{DATE(2026-03-03T09:05:00Z, SHORT)}} {{TIME(2026-03-03T09:05:00Z)}}';
    expect(source.fillMoments(text, 'Europe/Berlin')).to.match(/^by Tue,? 3 Mar 2026 10:05$/);
    expect(source.fillMoments(text, 'America/New_York')).to.match(/^by Tue,? 3 Mar 2026 04:05$/);
    expect(source.fillMoments('{{DATE(soon)}}', 'Etc/UTC')).to.equal('{{DATE(soon)}}');
  });

  it('fills people pickers, keeps entries, and does not change the data of buttons', () => {
    const card = {
      type: 'AdaptiveCard',
      body: [
        {
          type: 'Input.ChoiceSet',
          id: 'who',
          choices: [{ title: 'Me', value: 'a' }],
          'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
        },
        { type: 'Input.Text', id: 'what', value: 'old' },
      ],
      actions: [
        { type: 'Action.Submit', title: 'Go', data: { type: 'Image', url: 'https://x.y' } },
      ],
    };
    const prepared = source.prepareCard(card, { zone: 'Etc/UTC', people, values: { what: 'new' } });
    expect(prepared.body[0].choices).to.deep.equal([
      { title: 'Me', value: 'a' },
      { title: 'Ben', value: 'b' },
    ]);
    expect(prepared.body[0]).not.to.have.property('choices.data');
    expect(prepared.body[1].value).to.equal('new');
    expect(prepared.actions).to.deep.equal(card.actions);
  });

  it('loads no picture from another server, and keeps its alternative text', () => {
    const card = {
      body: [
        { type: 'ImageSet', images: [{ type: 'Image', url: 'https://x.y/z.png', altText: 'A' }] },
      ],
    };
    const [image] = source.prepareCard(card, { zone: 'Etc/UTC', people }).body[0].images;
    expect(image.url).to.match(/^data:image\/svg\+xml,/);
    expect(image.altText).to.equal('A');
  });
});

describe('Playground page for Teams: suggestions of the compose box', () => {
  let suggest: Suggest;
  before(async () => {
    suggest = await load<Suggest>('suggest.js');
  });
  const commands = [
    { id: 'complaint', title: 'complaint', description: '', contexts: ['compose', 'message'] },
    { id: 'complaint-list', title: 'complaint list', description: '', contexts: ['compose'] },
  ];
  const offered = (text: string) =>
    suggest.choicesFor(text, { bot: { name: 'Redress' }, commands }).map((choice) => choice.words);

  it('are slash commands at the beginning only', () => {
    expect(offered('/')).to.deep.equal(['/complaint', '/complaint-list']);
    expect(offered('/complaint-')).to.deep.equal(['/complaint-list']);
    expect(offered('and /')).to.deep.equal([]);
    expect(offered('/complaint late')).to.deep.equal([]);
  });

  it('are the app after an @, and then its commands until one is complete', () => {
    expect(offered('hello @re')).to.deep.equal(['Redress']);
    expect(offered('mail a@r')).to.deep.equal([]);
    expect(offered('@Redress ')).to.deep.equal(['complaint', 'complaint list']);
    expect(offered('@Redress complaint l')).to.deep.equal(['complaint list']);
    expect(offered('@Redress complaint')).to.deep.equal([]);
    expect(suggest.choicesFor('x @', { bot: { name: 'Redress' }, commands })[0]?.text).to.equal(
      'x @Redress ',
    );
  });

  it('are people and tags after an @, by any word of their names, without deleted people', () => {
    const people = [
      { name: 'Ann Reporter', title: 'Front desk' },
      { name: 'Ben Baker', title: 'Billing' },
      { name: 'Bea Gone', deleted: true },
    ];
    const tags = [{ name: 'Billing team' }];
    const choices = (text: string) =>
      suggest.choicesFor(text, { bot: { name: 'Redress' }, commands, people, tags });
    const names = (text: string) => choices(text).map(({ words }) => words);
    expect(names('@')).to.deep.equal(['Redress', 'Ann Reporter', 'Ben Baker', 'Billing team']);
    expect(names('hello @b')).to.deep.equal(['Ben Baker', 'Billing team']);
    expect(names('@rep')).to.deep.equal(['Ann Reporter']);
    expect(names('@Ann R')).to.deep.equal(['Ann Reporter']);
    expect(names('@Ann Reporter ')).to.deep.equal([]);
    expect(choices('hello @tea')[0]?.text).to.equal('hello @Billing team ');
    expect(names('@Redress complaint @an')).to.deep.equal(['Ann Reporter']);
  });
});

describe('Playground page for Teams: errors in a card', () => {
  interface Access {
    faultsTold(card: Card): { words: string[]; input: number };
  }
  const fault = (text: string) => ({ type: 'TextBlock', color: 'attention', text });
  const field = (id: string) => ({ type: 'Input.Text', id });

  it('are its texts in the attention colour, and the field below the first of them', async () => {
    const { faultsTold } = await load<Access>('card-access.js');
    const body = [fault('**Error:** look below'), field('a'), field('b')];
    const late = {
      type: 'RichTextBlock',
      inlines: [{ type: 'TextRun', text: 'Error: ', color: 'attention' }, 'too late'],
    };
    const above = { type: 'TextBlock', text: 'Fill in' };
    expect(faultsTold({ body: [above, ...body.slice(1)] })).to.deep.equal({ words: [], input: -1 });
    const told = faultsTold({
      body: [fault('**Error:** look below'), above, field('a'), late, field('b')],
    });
    expect(told).to.deep.equal({ words: ['Error: look below', 'Error: too late'], input: 1 });
    expect(faultsTold({})).to.deep.equal({ words: [], input: -1 });
  });
});
