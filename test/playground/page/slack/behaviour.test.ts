import { expect } from 'chai';
import { SURFACE } from '../../../../playground/slack/app-surface.js';
import { AROUND, load } from './page.js';

interface Offer {
  label: string;
  text: string;
  isWhole: boolean;
}
interface Suggest {
  suggestionsFor(text: string, directory: object): Offer[];
  hintFor(text: string, directory: object): { hint: string } | undefined;
}
interface Message {
  ts: string;
  user: string;
  onlyYou?: boolean;
  gone?: boolean;
}
interface Item {
  kind: string;
  ts: string;
  words?: string;
  joined?: boolean;
  shown?: number;
}
interface Timeline {
  timeline(messages: Message[], context: object): Item[];
  firstNew(messages: Message[], seen: string | undefined, user: string): string | undefined;
}
interface News {
  line(screen: object, at: object, isHidden: boolean): string | undefined;
  heard(screen: object, at: object): Message[];
  forget(): void;
}

describe('Playground page for Slack: suggestions of the composer', () => {
  let suggest: Suggest;
  before(async () => {
    suggest = await load<Suggest>('suggest.js');
  });
  const directory = { ...AROUND, app: SURFACE };
  const offered = (text: string) =>
    suggest.suggestionsFor(text, directory).map(({ label }) => label);

  it('are the app’s commands after / at the beginning only', () => {
    expect(offered('/')).to.deep.equal(['/complaint']);
    expect(offered('/COM')).to.deep.equal(['/complaint']);
    expect(offered('/nonsense')).to.deep.equal([]);
    expect(offered('and /')).to.deep.equal([]);
    expect(offered('/complaint late')).to.deep.equal([]);
  });

  it('complete a command, and leave a complete one to be sent', () => {
    const [begun] = suggest.suggestionsFor('/co', directory);
    expect(begun).to.include({ text: '/complaint ', isWhole: false });
    expect(suggest.suggestionsFor('/complaint', directory)[0]).to.include({ isWhole: true });
  });

  it('explain the arguments of a complete command', () => {
    expect(suggest.hintFor('/complaint ', directory)?.hint).to.equal(SURFACE.commands[0].hint);
    for (const text of ['/complaint', 'x /complaint ', '']) {
      expect(suggest.hintFor(text, directory), text).to.equal(undefined);
    }
  });

  it('are people by any of their names, and groups, after @', () => {
    expect(offered('hello @')).to.deep.equal(['@Ann Reporter', '@Ben Baker', '@billing', '@desk']);
    expect(offered('@ba')).to.deep.equal(['@Ben Baker']);
    expect(offered('mail a@b')).to.deep.equal([]);
    expect(suggest.suggestionsFor('x (@be', directory)[0]?.text).to.equal('x (@Ben Baker ');
  });
});

describe('Playground page for Slack: a list of messages', () => {
  let page: Timeline;
  before(async () => {
    page = await load<Timeline>('timeline.js');
  });
  const second = (text: string) => String(Date.parse(text) / 1000);
  const at = (text: string, user = 'U1', more = {}): Message => ({
    ts: second(text),
    user,
    ...more,
  });
  const context = { ...AROUND, shownAt: (ms: number) => ms };
  const kinds = (messages: Message[], more = {}) =>
    page
      .timeline(messages, { ...context, ...more })
      .map(({ kind, words, joined }) =>
        kind === 'message' ? (joined ? 'joined' : 'message') : `${kind} ${words ?? ''}`.trim(),
      );

  it('has a line for each day, in the bot’s time and the reader’s zone', () => {
    const messages = [at('2026-11-22T23:30:00Z'), at('2026-11-23T00:30:00Z')];
    expect(kinds(messages)).to.deep.equal(['day Yesterday', 'message', 'day Today', 'message']);
    const inBerlin = kinds(messages, { zone: 'Europe/Berlin' });
    expect(inBerlin).to.deep.equal(['day Today', 'message', 'message']);
    const moved = page.timeline(messages, { ...context, shownAt: (ms: number) => ms + 86_400_000 });
    expect(moved[0]?.words).to.equal('Today');
    expect(moved[1]?.shown).to.equal(Date.parse('2026-11-23T23:30:00Z'));
  });

  it('puts messages of one person within five minutes under one heading', () => {
    const messages = [
      at('2026-11-23T09:00:00Z'),
      at('2026-11-23T09:04:00Z'),
      at('2026-11-23T09:05:00Z', 'U2'),
      at('2026-11-23T09:11:00Z', 'U2'),
      at('2026-11-23T09:12:00Z', 'U2', { onlyYou: true }),
      at('2026-11-23T09:13:00Z', 'U2'),
    ];
    const all = ['message', 'joined', 'message', 'message', 'message', 'message'];
    expect(kinds(messages)).to.deep.equal(['day Today', ...all]);
  });

  it('has the line above new messages, and the count below the first message of a thread', () => {
    const messages = [at('2026-11-23T09:00:00Z'), at('2026-11-23T09:01:00Z')];
    const newFrom = second('2026-11-23T09:01:00Z');
    expect(kinds(messages, { newFrom })).to.deep.equal(['day Today', 'message', 'new', 'message']);
    expect(kinds(messages, { count: '1 reply' })).to.deep.equal([
      'day Today',
      'message',
      'count 1 reply',
      'message',
    ]);
  });

  it('counts messages of others to everybody since the last look as new', () => {
    const messages = [
      at('2026-11-23T09:00:00Z', 'U2'),
      at('2026-11-23T09:01:00Z', 'U1'),
      at('2026-11-23T09:02:00Z', 'U2', { onlyYou: true }),
      at('2026-11-23T09:03:00Z', 'U2'),
    ];
    const [first, , , last] = messages;
    expect(page.firstNew(messages, first?.ts, 'U1')).to.equal(last?.ts);
    expect(page.firstNew(messages, '', 'U1')).to.equal(first?.ts);
    expect(page.firstNew(messages, last?.ts, 'U1')).to.equal(undefined);
    expect(page.firstNew(messages, undefined, 'U1')).to.equal(undefined);
  });
});

describe('Playground page for Slack: new messages', () => {
  let news: News;
  beforeEach(async () => {
    const { makeNews } = await load<{ makeNews(): News }>('news.js');
    news = makeNews();
  });
  const here = { user: 'U1', place: 'C1' };
  const one = { ts: '1', user: 'U2' };
  const two = { ts: '2', user: 'U2' };

  it('keep their line while a person looks, and move it when they come back', () => {
    expect(news.line({ messages: [one], seen: '' }, here, false)).to.equal('1');
    expect(news.line({ messages: [one, two], seen: '1' }, here, false)).to.equal('1');
    const there = { ...here, place: 'C2' };
    expect(news.line({ messages: [], seen: '' }, there, false)).to.equal(undefined);
    expect(news.line({ messages: [one, two], seen: '1' }, here, false)).to.equal('2');
  });

  it('have a line above those that came while nobody looked', () => {
    expect(news.line({ messages: [one], seen: '1' }, here, false)).to.equal(undefined);
    expect(news.line({ messages: [one, two], seen: '1' }, here, true)).to.equal('2');
  });

  it('are announced once since the last look, and not at the first look', () => {
    const own = { ts: '3', user: 'U1' };
    const look = (messages: Message[], thread: Message[] | null = null) => {
      news.line({ messages, seen: '' }, here, false);
      return news.heard({ messages, thread }, here).map(({ ts }) => ts);
    };
    expect(look([one])).to.deep.equal([]);
    expect(look([one, two], [one, two])).to.deep.equal(['2']);
    expect(look([one, two, own])).to.deep.equal([]);
    news.forget();
    expect(look([one, two, own, { ts: '4', user: 'U2' }])).to.deep.equal([]);
  });
});
