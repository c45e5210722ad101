import { expect } from 'chai';
import fc from 'fast-check';
import { renderCard } from '../../../../adapters/teams/render/render.js';
import type { Block, Inline } from '../../../../src/views/elements.js';
import { BEN, TENANT } from '../../../adapters/teams/render/arbitraries.js';

type Node = string | { readonly tag: string; readonly children?: readonly Node[] };
interface Markdown {
  parseMarkdown(text: string): readonly Node[];
}

const DUE: Inline = { moment: Date.UTC(2026, 10, 24, 9), zone: 'UTC' };
const MENTION: Inline = {
  person: { name: 'Ben', accounts: [{ platform: 'teams', workspace: TENANT, userId: BEN }] },
  isCalled: true,
};

/** What Teams reads as Markdown, alone and together, between words. */
const written = fc
  .array(
    fc.constantFrom(
      ...['*', '**', '_', '__', '~~', '`', '```', '>', '&', '<', '#', '-', '+', '1.', '2)', '=='],
      ...['**b**', '_i_', '~~s~~', '`c`', '[a](https://b.example)', '<at>Ben</at>', '&lt;', '\\'],
      ...['https://a.example', 'www.a.example', ' ', 'word', 'דנה', '\u202e', '{{DATE(2017)}}'],
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** Each place in which Teams reads Markdown and something written stands in a line of ours. */
const PLACES: Readonly<Record<string, (text: string) => Block>> = {
  'a sentence with a mention': (text) => ({
    kind: 'text',
    text: [MENTION, ' promised: ', { written: text, isStrong: true }],
  }),
  'the start of a sentence with a mention': (text) => ({
    kind: 'text',
    text: [{ written: text }, ' is from ', MENTION],
  }),
  'a fact': (text) => ({
    kind: 'facts',
    facts: [{ label: 'Promise', value: [{ written: text }, ' · ', DUE] }],
  }),
};

function plain(nodes: readonly Node[]): string {
  return nodes
    .map((node) => (typeof node === 'string' ? node : plain(node.children ?? [])))
    .join('');
}

const findTags = (nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap((node) =>
    typeof node === 'string' ? [] : [node.tag, ...findTags(node.children ?? [])],
  );

/** Without white space, and without invisible signs: isolates, and what keeps dates and mentions from being read. */
const bare = (text: string): string => text.replaceAll(/[\s\u202a-\u202e\u2060-\u2069]+/g, '');

describe('Playground page for Teams: what people wrote', () => {
  let markdown: Markdown;
  before(async () => {
    const path = '../../../../playground/page/teams/markdown.js';
    markdown = (await import(new URL(path, import.meta.url).href)) as Markdown;
  });

  for (const [place, toBlock] of Object.entries(PLACES)) {
    it(`is shown as they wrote it: ${place}`, () => {
      fc.assert(
        fc.property(written, (text) => {
          const card = { summary: 'C-1', title: null, blocks: [toBlock(text)] };
          const body = renderCard(card, { tenant: TENANT }).attachments[0]?.content.body ?? [];
          const texts = body.flatMap((element) => {
            if (element.type === 'FactSet') return element.facts.map(({ value }) => value);
            return element.type === 'TextBlock' ? [element.text] : [];
          });
          const nodes = texts.flatMap((one) => markdown.parseMarkdown(one));
          expect(bare(plain(nodes))).to.include(bare(text));
          expect(findTags(nodes)).not.to.include.oneOf(['em', 's', 'a', 'ul', 'ol', 'li']);
        }),
      );
    });
  }
});
