import { expect } from 'chai';
import { parseMenuValue } from '../../../../adapters/slack/render/menu.js';
import { renderCard } from '../../../../adapters/slack/render/render.js';
import type { Button } from '../../../../src/views/elements.js';

const CONTEXT = { workspace: 'T1' };

const button = (action: string, rest: Partial<Button> = {}): Button => ({
  ...{ action, value: 'C-1', label: `Do ${action}`, style: 'plain', opens: false },
  ...rest,
});

/** The elements of the row: a button by its action, a menu by the values of its options. */
function renderRow(buttons: readonly Button[], more: readonly Button[]): readonly unknown[] {
  const block = { kind: 'buttons' as const, buttons, more };
  const { blocks } = renderCard({ summary: 's', title: null, blocks: [block] }, CONTEXT);
  return blocks.flatMap((row) => {
    if (row.type !== 'actions') throw new Error(`a block of type ${row.type}`);
    return row.elements.map((element) => {
      if (element.type === 'button') return element.action_id;
      if (element.type !== 'overflow') throw new Error(`an element of type ${element.type}`);
      return [element.action_id, ...element.options.map(({ value }) => value)];
    });
  });
}

const many = (count: number): readonly Button[] =>
  Array.from({ length: count }, (_, n) => button(`a${n}`));

describe('The menu behind the buttons in Slack', () => {
  it('has each button as an option with its label, its action and its value', () => {
    const more = [button('renegotiate', { value: 'C-1/p2' }), button('details')];
    const block = { kind: 'buttons' as const, buttons: [button('keep')], more };
    const { blocks } = renderCard({ summary: 's', title: null, blocks: [block] }, CONTEXT);
    const [row] = blocks;
    const [, menu] = row?.type === 'actions' ? row.elements : [];
    const option = (label: string, value: string) => ({
      text: { type: 'plain_text', text: label, emoji: false },
      value,
    });
    expect(menu).to.deep.equal({
      type: 'overflow',
      action_id: 'more',
      options: [
        option('Do renegotiate', 'renegotiate C-1/p2'),
        option('Do details', 'details C-1'),
      ],
    });
    expect(parseMenuValue('renegotiate C-1/p2')).to.deep.equal({
      action: 'renegotiate',
      value: 'C-1/p2',
    });
    expect(parseMenuValue('help')).to.deep.equal({ action: 'help', value: '' });
  });

  it('takes five; more make another one, and one alone is a button', () => {
    const values = many(7).map(({ action }) => `${action} C-1`);
    expect(renderRow([], many(5))).to.deep.equal([['more', ...values.slice(0, 5)]]);
    expect(renderRow([], many(7))).to.deep.equal([
      ['more', ...values.slice(0, 5)],
      ['more#2', ...values.slice(5)],
    ]);
    expect(renderRow([button('keep')], many(6))).to.deep.equal([
      ...['keep', 'a5'],
      ['more', ...values.slice(0, 5)],
    ]);
    expect(renderRow([button('keep')], many(1))).to.deep.equal(['keep', 'a0']);
    expect(renderRow([button('keep')], [])).to.deep.equal(['keep']);
  });

  it('leaves a button beside it that asks first, or whose value is too long for an option', () => {
    const asks = button('release', { confirm: 'Really?' });
    const long = button('details', { value: 'x'.repeat(143) });
    expect(renderRow([], [asks, ...many(2), long])).to.deep.equal([
      ...['release', 'details'],
      ['more', 'a0 C-1', 'a1 C-1'],
    ]);
  });
});
