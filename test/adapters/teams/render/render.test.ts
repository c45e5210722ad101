import { expect } from 'chai';
import fc from 'fast-check';
import type { CardAction, CardElement } from '../../../../adapters/teams/render/card-elements.js';
import { renderCard, renderNotice } from '../../../../adapters/teams/render/render.js';
import { TEAMS_TEXT } from '../../../../src/text/teams-en.js';
import type { Block, Button, Card, Inline, Mention } from '../../../../src/views/elements.js';
import * as arbitrary from './arbitraries.js';
import { BEN, CLEO, TENANT } from './arbitraries.js';

const HERE = { tenant: TENANT };

function card(...blocks: Block[]): Card {
  return { summary: 'C-1001', title: null, blocks };
}

function renderContent(shown: Card) {
  const [attachment] = renderCard(shown, HERE).attachments;
  if (attachment === undefined) throw new Error('a message without a card');
  return attachment.content;
}

const renderBody = (...blocks: Block[]): readonly CardElement[] =>
  renderContent(card(...blocks)).body;
const renderText = (...text: Inline[]): readonly CardElement[] =>
  renderBody({ kind: 'text', text });
const run = (text: string) => ({ type: 'TextRun', text });

function person(name: string, userId: string, workspace = TENANT): Mention {
  return { name, accounts: [{ platform: 'teams', workspace, userId }] };
}

const called = (...who: Parameters<typeof person>): Inline => ({
  person: person(...who),
  isCalled: true,
});

function renderEntities(...text: Inline[]): unknown {
  return renderContent(card({ kind: 'text', text })).msteams.entities;
}

const button = (rest: Partial<Button> = {}): Button => ({
  action: 'take',
  value: 'C-1',
  label: 'Take',
  style: 'plain',
  opens: false,
  ...rest,
});

function actions(...buttons: Button[]): readonly CardAction[] {
  const [set] = renderBody({ kind: 'buttons', buttons });
  return set?.type === 'ActionSet' ? set.actions : [];
}

describe('A card in Teams', () => {
  it('is an Adaptive Card 1.5 with its title as a heading and its summary for notifications', () => {
    const message = renderCard({ summary: 'Taken by Ben', title: 'C-1: a_b', blocks: [] }, HERE);
    expect(message).to.include({ type: 'message', summary: 'Taken by Ben' });
    expect(message.attachments[0]).to.deep.include({
      contentType: 'application/vnd.microsoft.card.adaptive',
    });
    const {
      version,
      fallbackText,
      body: shown,
    } = renderContent({
      summary: 'Taken by Ben',
      title: 'C-1: a_b',
      blocks: [],
    });
    expect({ version, fallbackText }).to.deep.equal({
      version: '1.5',
      fallbackText: 'Taken by Ben',
    });
    expect(shown).to.deep.equal([
      {
        type: 'TextBlock',
        text: 'C-1: a\\_b',
        wrap: true,
        size: 'large',
        weight: 'bolder',
        style: 'heading',
      },
    ]);
  });

  it('shows each line without mentions as literal text', () => {
    expect(renderText('a *b* <c>\nd', { strong: 'e' }, '\r\n\n\nf')).to.deep.equal([
      { type: 'RichTextBlock', inlines: [run('a *b* <c>')] },
      {
        type: 'RichTextBlock',
        spacing: 'none',
        inlines: [run('d'), { ...run('e'), weight: 'bolder' }],
      },
      { type: 'RichTextBlock', spacing: 'small', inlines: [run('f')] },
    ]);
  });

  it('mentions people of this tenant by their object id and names others', () => {
    const text = [person('Ben', BEN), person('Eve', CLEO, 'other'), person('Al', '</at>')].flatMap(
      (one): Inline[] => [{ person: one, isCalled: true }, ' '],
    );
    expect(renderText(...text)).to.deep.include.members([
      { type: 'TextBlock', text: '<at>Ben</at> Eve Al ', wrap: true },
    ]);
    expect(renderEntities(...text)).to.deep.equal([
      { type: 'mention', text: '<at>Ben</at>', mentioned: { id: BEN, name: 'Ben' } },
    ]);
  });

  it('names people of whom nothing is asked: a mention would notify them', () => {
    const text: Inline[] = ['Reported by ', { person: person('Ben', BEN) }];
    expect(JSON.stringify(renderText(...text)))
      .to.include('Ben')
      .and.not.include('<at>');
    expect(renderEntities(...text)).to.equal(undefined);
  });

  it('escapes the text beside a mention and keeps bold text bold', () => {
    const [line] = renderText(called('Ben', BEN), ': *now* ', { strong: 'a_b' }, '!');
    expect(line).to.have.property('text', '<at>Ben</at>: \\*now\\* **a\\_b**!');
  });

  it('distinguishes two people of the same name', () => {
    const text: Inline[] = [called('Ben', BEN), ' ', called('Ben', CLEO)];
    expect(renderText(...text)[0]).to.have.property('text', '<at>Ben</at> <at>Ben (2)</at>');
    expect(renderEntities(...text)).to.deep.equal([
      { type: 'mention', text: '<at>Ben</at>', mentioned: { id: BEN, name: 'Ben' } },
      { type: 'mention', text: '<at>Ben (2)</at>', mentioned: { id: CLEO, name: 'Ben (2)' } },
    ]);
  });

  it('removes markup from names', () => {
    const [line] = renderText(called('A*b* <at>x</at>\n[y](z)', BEN));
    expect(line).to.have.property('text', '<at>A b at x /at y (z)</at>');
    expect(renderText(called(' <> ', BEN))[0]).to.have.property(
      'text',
      `<at>${TEAMS_TEXT.nameless}</at>`,
    );
  });

  it('mentions a team by its tag, else by its members, else names it', () => {
    const members = [person('Ben', BEN), person('Cleo', CLEO)];
    const team = { name: 'Billing', group: { platform: 'teams', id: 'dGFn' } as const, members };
    expect(renderEntities({ team })).to.deep.equal([
      {
        type: 'mention',
        text: '<at>Billing</at>',
        mentioned: { id: 'dGFn', name: 'Billing', type: 'tag' },
      },
    ]);
    const slack = { ...team, group: { platform: 'slack', id: 'S1' } as const };
    expect(renderText({ team: slack })[0]).to.have.property('text', '<at>Ben</at>, <at>Cleo</at>');
    const strangers = { ...slack, members: [person('Eve', 'U1')] };
    expect(renderText({ team: strangers })).to.deep.equal([
      { type: 'RichTextBlock', inlines: [run('Billing')] },
    ]);
  });

  it('writes out moments in their zone, because Teams does not support date functions', () => {
    const at = Date.UTC(2025, 2, 3, 14, 30);
    const shown = (zone: string, moment = at) => JSON.stringify(renderText({ moment, zone }));
    expect(shown('Europe/Berlin')).to.include('Mon, 3 Mar 2025, 15:30 CET');
    expect(shown('No/Where')).to.include('Mon, 3 Mar 2025, 14:30 UTC');
    expect(shown('UTC', Number.NaN)).to.include(TEAMS_TEXT.nothing);
  });

  it('shows a quote in a container, as literal text and shortened to its own limit', () => {
    expect(
      renderBody({ kind: 'quote', label: 'Said', text: '**x**\ny and more', max: 8 }),
    ).to.deep.equal([
      {
        type: 'Container',
        style: 'emphasis',
        items: [
          { type: 'RichTextBlock', inlines: [{ ...run('Said'), weight: 'bolder' }] },
          { type: 'RichTextBlock', inlines: [run('**x**')] },
          { type: 'RichTextBlock', spacing: 'none', inlines: [run('y…')] },
        ],
      },
    ]);
  });

  it('escapes facts, where Markdown works, and shows a dash for a blank one', () => {
    const facts = [
      { label: 'Who*', value: ['Kim_1\n- two ', called('Ben', BEN)] },
      { label: 'Account', value: [' '] },
    ];
    expect(renderBody({ kind: 'facts', facts })).to.deep.equal([
      {
        type: 'FactSet',
        facts: [
          { title: 'Who\\*', value: 'Kim\\_1\n\n\\- two <at>Ben</at>' },
          { title: 'Account', value: TEAMS_TEXT.nothing },
        ],
      },
    ]);
  });

  it('shows notes small and a divider as a line above the next element', () => {
    const shown = renderBody(
      { kind: 'text', text: ['a'] },
      { kind: 'divider' },
      { kind: 'note', text: ['b'] },
    );
    expect(shown[1]).to.deep.equal({
      type: 'RichTextBlock',
      inlines: [{ ...run('b'), size: 'small', isSubtle: true }],
      separator: true,
      spacing: 'medium',
    });
  });

  it('uses Action.Execute for buttons, with Action.Submit for older clients', () => {
    const data = { redress: { kind: 'press', action: 'take', value: 'C-1' } };
    expect(actions(button({ style: 'primary' }))).to.deep.equal([
      {
        type: 'Action.Execute',
        verb: 'press',
        title: 'Take',
        style: 'positive',
        data,
        fallback: { type: 'Action.Submit', title: 'Take', style: 'positive', data },
      },
    ]);
  });

  it('uses task/fetch for buttons that open something', () => {
    const [action] = actions(button({ opens: true, style: 'danger' }));
    expect(action).to.deep.equal({
      type: 'Action.Submit',
      title: 'Take',
      style: 'destructive',
      data: {
        msteams: { type: 'task/fetch' },
        redress: { kind: 'press', action: 'take', value: 'C-1' },
      },
    });
  });

  it('shows a question before a button with a confirmation', () => {
    const [action] = actions(button({ confirm: 'Really?' }));
    expect(action).to.deep.include({ type: 'Action.ShowCard', title: 'Take…' });
    expect(action).to.have.nested.property('card.body[0].inlines[0].text', 'Really?');
    expect(action).to.have.nested.property('card.actions[0].type', 'Action.Execute');
    expect(action).to.have.nested.property('card.actions[0].title', 'Take');
  });

  it('puts more than six buttons into the overflow menu', () => {
    const modes = actions(...Array.from({ length: 8 }, () => button())).map(({ mode }) => mode);
    expect(modes).to.deep.equal([...Array(6).fill(undefined), 'secondary', 'secondary']);
  });

  it('puts what is behind the buttons into the overflow menu, with the data of a button', () => {
    const more = [button({ action: 'snooze' }), button({ action: 'assign', opens: true })];
    const [set] = renderBody({ kind: 'buttons', buttons: [button()], more });
    const shown = set?.type === 'ActionSet' ? set.actions : [];
    expect(shown.map(({ mode }) => mode)).to.deep.equal([undefined, 'secondary', 'secondary']);
    expect(shown[1]).to.deep.include({ type: 'Action.Execute', verb: 'press', mode: 'secondary' });
    expect(shown[1]).to.have.nested.property('data.redress.action', 'snooze');
    expect(shown[2]).to.have.nested.property('data.msteams.type', 'task/fetch');
    const [alone] = renderBody({ kind: 'buttons', buttons: [], more });
    const modes = alone?.type === 'ActionSet' ? alone.actions.map(({ mode }) => mode) : [];
    expect(modes).to.deep.equal(['secondary', 'secondary']);
  });

  it('mentions exactly the people whose mention is in a text', () => {
    fc.assert(
      fc.property(arbitrary.inlines, fc.nat(200), (text, max) => {
        const quote: Block = { kind: 'quote', label: '<at>Ben</at>', text: '<at>Ben</at>', max };
        const shown = renderContent(
          card(
            { kind: 'text', text },
            { kind: 'facts', facts: [{ label: 'x', value: text }] },
            quote,
          ),
        );
        const marks = JSON.stringify(shown.body).match(/<at>.*?<\/at>/g) ?? [];
        // as in the JSON of the body
        const entities = (shown.msteams.entities ?? []).map(({ text: said }) =>
          JSON.stringify(said).slice(1, -1),
        );
        expect([...new Set(marks)].sort()).to.deep.equal([...entities].sort());
      }),
    );
  }).timeout(20_000);
});

describe('A notice in Teams', () => {
  it('shows its text first, and names people without mentioning them', () => {
    const blocks: Block[] = [{ kind: 'text', text: ['With ', called('Ben', BEN)] }];
    const message = renderNotice({ text: 'C-1 is taken.', blocks }, HERE);
    expect(message.summary).to.equal('C-1 is taken.');
    expect(message.attachments[0]?.content.body).to.deep.equal([
      { type: 'RichTextBlock', inlines: [run('C-1 is taken.')] },
      { type: 'RichTextBlock', inlines: [run('With Ben')] },
    ]);
  });
});
