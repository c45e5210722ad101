import { expect } from 'chai';
import { renderForm } from '../../../../adapters/slack/render/modal.js';
import { renderCard, renderNotice } from '../../../../adapters/slack/render/render.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';
import type { Block, Card, Form, Inline } from '../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../sample-form.js';

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

describe('A card in Slack', () => {
  it('has its title as a header and its summary as text, escaped', () => {
    const { text, blocks } = renderCard(
      { summary: 'Taken by <Ben> & co', title: 'C-1001', blocks: [] },
      CONTEXT,
    );
    expect(text).to.equal('Taken by &lt;Ben&gt; &amp; co');
    expect(blocks).to.deep.equal([
      { type: 'header', text: { type: 'plain_text', text: 'C-1001', emoji: false } },
    ]);
  });

  it('shows literal text as plain text', () => {
    expect(markup('a *b* <!channel> & c')).to.deep.equal({
      type: 'plain_text',
      text: 'a *b* <!channel> & c',
      emoji: false,
    });
  });

  it('escapes literal text beside markup', () => {
    expect(markup({ strong: 'To <do>' }, ' <!here> & more')).to.deep.equal({
      type: 'mrkdwn',
      text: '*To &lt;do&gt;* &lt;!here&gt; &amp; more',
      verbatim: true,
    });
  });

  it('mentions people of this workspace and shows others by name', () => {
    const text = [
      { person: person('Ben', 'T1', 'U1') },
      ' and ',
      { person: person('Eve <x>', 'T2', 'U2') },
    ];
    expect(markup(...text)).to.have.property('text', '<@U1> and Eve &lt;x&gt;');
  });

  it('never mentions a malformed account', () => {
    const text = markup({ person: person('Mallory', 'T1', 'U1> <!channel') });
    expect(text).to.have.property('text', 'Mallory');
  });

  it('tags a team by its group, else its members, else its name', () => {
    const members = [person('Ben', 'T1', 'U1'), person('Cleo', 'T1', 'U2')];
    const team = { name: 'Billing', group: { platform: 'slack', id: 'S1' } as const, members };
    expect(markup({ team })).to.have.property('text', '<!subteam^S1>');
    expect(markup({ team: { ...team, group: null } })).to.have.property('text', '<@U1>, <@U2>');
    expect(markup({ team: { name: 'Billing', group: null, members: [] } })).to.have.property(
      'text',
      'Billing',
    );
  });

  it("shows a date in the reader's zone, with the date in its own zone as the fallback", () => {
    const at = Date.UTC(2025, 2, 3, 14, 30);
    expect(markup({ moment: at, zone: 'Europe/Berlin' })).to.have.property(
      'text',
      `<!date^${at / 1000}^${SLACK_TEXT.dateFormat}|Mon, 3 Mar 2025, 15:30 CET>`,
    );
    expect(markup({ moment: at, zone: 'No/Where' })).to.have.property(
      'text',
      `<!date^${at / 1000}^${SLACK_TEXT.dateFormat}|Mon, 3 Mar 2025, 14:30 UTC>`,
    );
    expect(markup({ moment: Number.NaN, zone: 'UTC' })).to.have.property('text', '–');
  });

  it('quotes text literally, shortened to the quote’s own limit', () => {
    const quote = { kind: 'quote' as const, label: 'What happened', text: 'x'.repeat(50), max: 10 };
    expect(renderCard(card(quote), CONTEXT).blocks).to.deep.equal([
      { type: 'section', text: { type: 'mrkdwn', text: '*What happened*', verbatim: true } },
      { type: 'section', text: { type: 'plain_text', text: `${'x'.repeat(9)}…`, emoji: false } },
    ]);
  });

  it('splits a long quote into several sections', () => {
    const text = `${'y'.repeat(2999)}😀${'z'.repeat(100)}`;
    const quote = { kind: 'quote' as const, label: 'What happened', text, max: 20_000 };
    const texts = renderCard(card(quote), CONTEXT).blocks.flatMap((block) =>
      'text' in block && typeof block.text === 'object' ? [block.text.text] : [],
    );
    expect(texts.slice(1).join('')).to.equal(text);
    expect(texts.slice(1)).to.have.length(2);
  });

  it('shows facts as fields, ten in a section', () => {
    const facts = Array.from({ length: 12 }, (_, index) => ({
      label: `L${index}`,
      value: [index === 3 ? ' ' : `v<${index}`],
    }));
    const { blocks } = renderCard(card({ kind: 'facts', facts }), CONTEXT);
    const fields = blocks.map((block) => ('fields' in block ? (block.fields ?? []) : []));
    expect(fields.map(({ length }) => length)).to.deep.equal([10, 2]);
    expect(fields[0]?.[0]).to.deep.include({ text: '*L0*\nv&lt;0' });
    expect(fields[0]?.[3]).to.deep.include({ text: '*L3*\n–' });
  });

  it('splits more than 25 buttons into several rows, each button with its action and value', () => {
    const buttons = Array.from({ length: 30 }, (_, index) => ({
      action: 'take',
      value: `C-${index}`,
      label: `Take ${index}`,
      style: 'plain' as const,
      opens: false,
    }));
    const { blocks } = renderCard(card({ kind: 'buttons', buttons }), CONTEXT);
    const rows = blocks.map((block) => ('elements' in block ? block.elements : []));
    expect(rows.map(({ length }) => length)).to.deep.equal([25, 5]);
    expect(rows[0]?.[0]).to.deep.include({ action_id: 'take', value: 'C-0' });
    expect(rows[0]?.[1]).to.deep.include({ action_id: 'take#2', value: 'C-1' });
    expect(rows[1]?.[0]).to.deep.include({ action_id: 'take', value: 'C-25' });
  });

  it('asks for confirmation before a button acts', () => {
    const button = {
      ...{
        action: 'withdraw',
        value: 'C-1',
        label: 'Withdraw',
        style: 'danger' as const,
        opens: false,
      },
      confirm: 'Withdraw C-1?',
    };
    const [row] = renderCard(card({ kind: 'buttons', buttons: [button] }), CONTEXT).blocks;
    const [shown] = row !== undefined && 'elements' in row ? row.elements : [];
    expect(shown).to.deep.include({ style: 'danger' });
    expect(shown).to.have.nested.property('confirm.text.text', 'Withdraw C-1?');
    expect(shown).to.have.nested.property('confirm.deny.text', SLACK_TEXT.confirmNo);
  });

  it('says that there is more if blocks were dropped, and keeps the buttons', () => {
    const texts = Array.from(
      { length: 80 },
      (_, index): Block => ({ kind: 'text', text: [`${index}`] }),
    );
    const take = {
      action: 'take',
      value: 'C-1',
      label: 'Take',
      style: 'primary' as const,
      opens: false,
    };
    const { blocks } = renderCard(card(...texts, { kind: 'buttons', buttons: [take] }), CONTEXT);
    expect(blocks).to.have.length(50);
    expect(blocks.at(-1)?.type).to.equal('actions');
    expect(JSON.stringify(blocks.at(-2))).to.contain(SLACK_TEXT.shortened);
  });

  it('shows its summary if it has nothing else', () => {
    expect(renderCard(card(), CONTEXT).blocks).to.deep.equal([
      { type: 'section', text: { type: 'plain_text', text: 'C-1001', emoji: false } },
    ]);
  });
});

describe('A notice in Slack', () => {
  it('shows its text, then its blocks', () => {
    const { text, blocks } = renderNotice(
      { text: 'Yours & mine', blocks: [{ kind: 'divider' }] },
      CONTEXT,
    );
    expect(text).to.equal('Yours &amp; mine');
    expect(blocks.map(({ type }) => type)).to.deep.equal(['section', 'divider']);
  });
});

describe('A form in Slack', () => {
  it('has an input for each field, named after the field', () => {
    const { blocks, submit } = renderForm(SAMPLE_FORM, CONTEXT);
    const inputs = blocks.flatMap((block) => (block.type === 'input' ? [block] : []));
    expect(
      inputs.map(({ block_id, element, optional }) => [block_id, element.type, optional]),
    ).to.deep.equal([
      ['what', 'plain_text_input', false],
      ['basis', 'static_select', false],
      ['due', 'datetimepicker', false],
      ['told', 'checkboxes', true],
      ['by', 'users_select', true],
    ]);
    expect(submit?.text).to.equal('Save');
  });

  it('shows initial values', () => {
    const account = { platform: 'slack' as const, workspace: 'T1', userId: 'U1' };
    const form: Form = {
      ...SAMPLE_FORM,
      fields: [
        {
          name: 'a',
          label: 'A',
          required: true,
          kind: 'text',
          lines: 'one',
          max: 5,
          initial: 'abcdefgh',
        },
        {
          ...{ name: 'b', label: 'B', required: true, kind: 'choice', look: 'radio', initial: 'y' },
          options: [
            { value: 'x', label: 'X' },
            { value: 'y', label: 'Y' },
          ],
        },
        { name: 'c', label: 'C', required: true, kind: 'moment', initial: 1_900_000_000_500 },
        { name: 'd', label: 'D', required: false, kind: 'tick', text: 'Yes', initial: true },
        { name: 'e', label: 'E', required: false, kind: 'person', initial: account },
      ],
    };
    const elements = renderForm(form, CONTEXT).blocks.flatMap((block) =>
      block.type === 'input' ? [block.element] : [],
    );
    expect(elements[0]).to.deep.include({ initial_value: 'abcd…', max_length: 5 });
    expect(elements[1]).to.have.nested.property('initial_option.value', 'y');
    expect(elements[2]).to.deep.include({ initial_date_time: 1_900_000_000 });
    expect(elements[3]).to.have.nested.property('initial_options[0].value', 'yes');
    expect(elements[4]).to.deep.include({ initial_user: 'U1' });
  });

  it('groups more options than a menu takes, and keeps all', () => {
    const options = Array.from({ length: 250 }, (_, index) => ({
      value: `v${index}`,
      label: `L${index}`,
    }));
    const field = {
      name: 'a',
      label: 'A',
      required: true,
      kind: 'choice' as const,
      look: 'radio' as const,
      options,
    };
    const [block] = renderForm({ ...SAMPLE_FORM, blocks: [], fields: [field] }, CONTEXT).blocks;
    const element = block?.type === 'input' ? block.element : undefined;
    const groups = element?.type === 'static_select' ? (element.option_groups ?? []) : [];
    expect(groups.map(({ options: part }) => part.length)).to.deep.equal([100, 100, 50]);
    expect(groups[2]?.label.text).to.equal('L200 – L249');
  });

  it('without a submit is only to read', () => {
    const view = renderForm({ ...SAMPLE_FORM, submit: null, fields: [] }, CONTEXT);
    expect(view).not.to.have.property('submit');
    expect(view.close?.text).to.equal(SLACK_TEXT.closeReading);
  });

  it('shows a 20,000-character description in full', () => {
    const text = 'word '.repeat(4000);
    const quote = { kind: 'quote' as const, label: 'What happened', text, max: 20_000 };
    const view = renderForm({ ...SAMPLE_FORM, submit: null, fields: [], blocks: [quote] }, CONTEXT);
    const texts = view.blocks.flatMap((block) =>
      block.type === 'section' ? [block.text?.text] : [],
    );
    expect(texts.slice(1).join('')).to.equal(text);
  });
});
