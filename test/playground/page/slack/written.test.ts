import { expect } from 'chai';
import fc from 'fast-check';
import { renderForm } from '../../../../adapters/slack/render/modal.js';
import { renderCard } from '../../../../adapters/slack/render/render.js';
import type { Block, Inline } from '../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../../adapters/sample-form.js';
import { AROUND, load, type Node, type TreeModule, tagsIn } from './page.js';

interface Blocks {
  blocks(list: object[], context: object): Node[];
}

const HERE = { workspace: 'T1' };
const DUE: Inline = { moment: Date.UTC(2026, 10, 24, 9), zone: 'UTC' };
const BEN: Inline = {
  person: { name: 'Ben Baker', accounts: [{ platform: 'slack', workspace: 'T1', userId: 'U2' }] },
};

/** What Slack reads as markup, alone and together, between words and lines. */
const written = fc
  .array(
    fc.constantFrom(
      ...['*', '_', '~', '`', '```', '>', '>>>', '&', '<', ':', ':tada:', ':x:', '\n', ' ', 'word'],
      ...['*b*', '_i_', '~s~', '`c`', '<!channel>', '<@U1>', '@here', '#general', '1.', '- ', '• '],
      ...['https://a.example', '10:30:45', '[a](https://b.example)', '**', '\\', 'דנה', '\u202e'],
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** Each place where something written stands in a line of ours. */
const PLACES: Readonly<Record<string, (text: string) => Block>> = {
  'a sentence': (text) => ({ kind: 'text', text: ['Promised: ', { written: text }] }),
  'a sentence with a date': (text) => ({
    kind: 'text',
    text: ['Promised ', DUE, ': ', { written: text, isStrong: true }],
  }),
  'small print': (text) => ({
    kind: 'note',
    text: [DUE, ' · ', BEN, ' wrote: ', { written: text }],
  }),
  'a fact': (text) => ({
    kind: 'facts',
    facts: [
      { label: 'Complainant', value: [{ written: text }] },
      { label: 'Impact', value: ['Low'] },
    ],
  }),
  'a fact with a date': (text) => ({
    kind: 'facts',
    facts: [{ label: 'Promise', value: [{ written: text }, ' · ', DUE, ' · open'] }],
  }),
  'the name of a person of another workspace': (text) => ({
    kind: 'text',
    text: [{ person: { name: text, accounts: [] } }, ' took it, due ', DUE],
  }),
  'the name of a team without members': (text) => ({
    kind: 'text',
    text: ['For ', { team: { name: text, group: null, members: [] } }, ': due ', DUE],
  }),
  'a quote': (text) => ({ kind: 'quote', label: 'What happened', text, max: 600 }),
};

/** Without white space, and without the signs that isolate a text or that an isolate drops. */
const bare = (text: string): string => text.replaceAll(/[\s\u202a-\u202e\u2066-\u2069]+/g, '');

describe('Playground page for Slack: what people wrote', () => {
  let page: Blocks & TreeModule;
  before(async () => {
    page = { ...(await load<Blocks>('blocks.js')), ...(await load<TreeModule>('tree.js')) };
  });
  const show = (blocks: object[]) => page.blocks(blocks, { ...AROUND, use: () => undefined });

  for (const [place, toBlock] of Object.entries(PLACES)) {
    it(`is shown as they wrote it, in a message and in a modal: ${place}`, () => {
      fc.assert(
        fc.property(written, (text) => {
          const block = toBlock(text);
          const { blocks } = renderCard({ summary: 'C-1', title: null, blocks: [block] }, HERE);
          const form = { ...SAMPLE_FORM, submit: null, fields: [], blocks: [block] };
          for (const nodes of [show(blocks), show(renderForm(form, HERE).blocks)]) {
            expect(bare(page.textOf(nodes))).to.include(bare(text));
            const tags = tagsIn(nodes);
            expect(tags).not.to.include.oneOf(['em', 's', 'code', 'pre', 'blockquote', 'a']);
          }
        }),
      );
    });
  }

  it('is shown in the title of a message', () => {
    fc.assert(
      fc.property(written, (text) => {
        const { blocks } = renderCard(
          { summary: 'C-1', title: `C-1 · ${text.slice(0, 100)}`, blocks: [] },
          HERE,
        );
        expect(bare(page.textOf(show(blocks)))).to.include(bare(text.slice(0, 100)));
      }),
    );
  });

  it('leaves the layout as it is where nothing in it is markup', () => {
    const blocks = Object.values(PLACES).map((toBlock) => toBlock('Maria López (Unit 5)'));
    const { blocks: shown } = renderCard({ summary: 'C-1', title: null, blocks }, HERE);
    expect(shown.map(({ type }) => type)).not.to.include('rich_text');
    expect(shown.filter((block) => 'fields' in block)).to.have.length(2);
  });
});
