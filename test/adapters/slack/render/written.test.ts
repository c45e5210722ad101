import { expect } from 'chai';
import { renderCard } from '../../../../adapters/slack/render/render.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';
import type { Block, Card, Inline } from '../../../../src/views/elements.js';

const CONTEXT = { workspace: 'T1' };

function card(...blocks: Block[]): Card {
  return { summary: 'C-1001', title: null, blocks };
}

function markup(...text: Inline[]): unknown {
  const [block] = renderCard(card({ kind: 'text', text }), CONTEXT).blocks;
  return block !== undefined && 'text' in block ? block.text : undefined;
}

function person(name: string, workspace: string, userId: string) {
  return { name, accounts: [{ platform: 'slack' as const, workspace, userId }] };
}

describe('A line in Slack', () => {
  it('links to an address, and shows only the words of one that must not be followed', () => {
    const link = { link: 'https://example.org/a?b=1&c=2', label: 'scan|<1>.pdf' };
    const bad = { link: 'javascript:alert(1)', label: 'bad' };
    const { blocks } = renderCard(
      card({ kind: 'note', text: ['Files: ', link, ', ', bad] }),
      CONTEXT,
    );
    expect(JSON.stringify(blocks)).to.include(
      'Files: <https://example.org/a?b=1&amp;c=2|scan¦&lt;1&gt;.pdf>, bad',
    );
  });

  it('puts what people wrote into rich text where mrkdwn would change it', () => {
    const due = { moment: Date.UTC(2025, 2, 3, 14, 30), zone: 'UTC' };
    const written = { written: 'a *new* pump', isStrong: true } as const;
    const text = [{ person: person('Ben', 'T1', 'U1') }, ' promised, due ', due, ': ', written];
    expect(renderCard(card({ kind: 'text', text }), CONTEXT).blocks).to.deep.equal([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'U1' },
              { type: 'text', text: ' promised, due ' },
              {
                type: 'date',
                timestamp: due.moment / 1000,
                format: SLACK_TEXT.dateFormat,
                fallback: 'Mon, 3 Mar 2025, 14:30 UTC',
              },
              { type: 'text', text: ': ' },
              { type: 'text', text: 'a *new* pump', style: { bold: true } },
            ],
          },
        ],
      },
    ]);
    const [note] = renderCard(card({ kind: 'note', text }), CONTEXT).blocks;
    expect(note).to.have.nested.property('elements[0].type', 'mrkdwn');
    expect(note).to.deep.nested.include({
      'elements[1]': { type: 'plain_text', text: 'a *new* pump', emoji: false },
    });
    const facts = [{ label: 'Complainant', value: [{ written: '_Maria_' }] }];
    const [shown] = renderCard(card({ kind: 'facts', facts }), CONTEXT).blocks;
    expect(JSON.stringify(shown)).to.contain('"text":"_Maria_"').and.not.contain('mrkdwn');
  });

  it('isolates what people wrote and their names, only where they would reorder the line', () => {
    const eve = { person: person('חוה', 'T2', 'U2') };
    const due = { moment: Date.UTC(2025, 2, 3), zone: 'UTC' };
    const shown = markup(eve, ' wrote: ', { written: 'דנה\u202e' }, ' ', { written: 'Ann' }, due);
    expect(shown)
      .to.have.property('text')
      .that.matches(/^\u2068חוה\u2069 wrote: \u2068דנה\u2069 Ann</);
  });

  it('ends the isolate of a text that is cut', () => {
    const text = [{ written: 'ש'.repeat(5000) }, { strong: 'x' }];
    const shown = JSON.stringify(renderCard(card({ kind: 'text', text }), CONTEXT).blocks);
    expect(shown).to.match(/"\u2068ש+…\u2069"/);
  });

  it('shows a command as people type it in Slack', () => {
    expect(markup({ command: 'list' }, ' shows')).to.have.property(
      'text',
      '*/complaint list* shows',
    );
    expect(markup({ command: '' })).to.have.property('text', '*/complaint*');
  });
});
