import { expect } from 'chai';
import type { CardElement } from '../../../../adapters/teams/render/card-elements.js';
import { renderCard } from '../../../../adapters/teams/render/render.js';
import type { Inline, Mention } from '../../../../src/views/elements.js';
import { BEN, CLEO, TENANT } from './arbitraries.js';

function renderContent(...text: Inline[]) {
  const card = { summary: 'C-1001', title: null, blocks: [{ kind: 'text' as const, text }] };
  const [attachment] = renderCard(card, { tenant: TENANT }).attachments;
  if (attachment === undefined) throw new Error('a message without a card');
  return attachment.content;
}

const renderText = (...text: Inline[]): readonly CardElement[] => renderContent(...text).body;
const renderEntities = (...text: Inline[]): unknown => renderContent(...text).msteams.entities;
const run = (text: string) => ({ type: 'TextRun', text });

function person(name: string, userId: string, workspace = TENANT): Mention {
  return { name, accounts: [{ platform: 'teams', workspace, userId }] };
}

describe('A line in Teams', () => {
  it('links to an address, and shows only the words of one that must not be followed', () => {
    const link = { link: 'https://example.org/(a)', label: 'a]_b_' };
    const [line] = renderText('Files: ', link, ', ', { link: 'javascript:x', label: 'bad' });
    expect(line)
      .to.have.property('text')
      .that.matches(/^Files: \[a\\\]\\_b\\_\]\(https:\/\/example\.org\/%28a%29\), bad$/);
  });

  it('isolates what people wrote and their names, only where they would reorder the line', () => {
    const [line] = renderText(
      { person: person('חוה\u202e', BEN), isCalled: true },
      ' and ',
      { person: person('דנה', CLEO, 'other'), isCalled: true },
      ': ',
      { written: 'שלום\u2069', isStrong: true },
      ' ',
      { written: 'Ann' },
    );
    expect(line).to.have.property(
      'text',
      '\u2068<at>חוה</at>\u2069 and \u2068דנה\u2069: **\u2068שלום\u2069** Ann',
    );
    expect(renderEntities({ person: person('חוה\u202e', BEN), isCalled: true })).to.deep.equal([
      { type: 'mention', text: '<at>חוה</at>', mentioned: { id: BEN, name: 'חוה' } },
    ]);
  });

  it('shows a command as people type it in Teams', () => {
    expect(renderText({ command: 'list' }, ' shows')).to.deep.equal([
      {
        type: 'RichTextBlock',
        inlines: [{ ...run('complaint list'), weight: 'bolder' }, run(' shows')],
      },
    ]);
  });
});
