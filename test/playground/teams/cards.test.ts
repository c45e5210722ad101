import { expect } from 'chai';
import { faultsInCard } from '../../../playground/teams/cards/validate.js';
import { card } from './harness.js';

const mentionable = (id: string, type: string) => id === (type === 'tag' ? 'tag-1' : 'person-1');
const faults = (value: object, surface: 'message' | 'dialog' = 'message') =>
  faultsInCard(value, surface, mentionable).join('\n');

const text = { type: 'TextBlock', text: 'Hello', wrap: true };
const submit = { type: 'Action.Submit', title: 'Send', data: {} };
const mention = (id: string, name: string, type?: string) => ({
  type: 'mention',
  text: `<at>${name}</at>`,
  mentioned: { id, name, ...(type ? { type } : {}) },
});

describe('the check of Adaptive Cards', () => {
  const fine: [string, object][] = [
    ['text', card([text])],
    [
      'rich text',
      card([{ type: 'RichTextBlock', inlines: ['a', { type: 'TextRun', text: 'b' }] }]),
    ],
    ['facts', card([{ type: 'FactSet', facts: [{ title: 'Who', value: 'Ann' }] }])],
    [
      'columns in a container',
      card([
        {
          type: 'Container',
          style: 'emphasis',
          items: [
            {
              type: 'ColumnSet',
              columns: [
                { type: 'Column', width: 'stretch', items: [text] },
                { type: 'Column', width: '50px', items: [text] },
                { type: 'Column', width: 2, items: [text] },
              ],
            },
          ],
        },
      ]),
    ],
    [
      'a table',
      card([
        {
          type: 'Table',
          columns: [{ width: 1 }, { width: 2 }],
          rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [text] }] }],
        },
      ]),
    ],
    [
      'a picture with words',
      card([{ type: 'Image', url: 'https://a.example/b.png', altText: 'A' }]),
    ],
    [
      'six buttons beside each other and more under "…"',
      card([], {
        actions: [...Array(6).fill(submit), { ...submit, mode: 'secondary' }],
      }),
    ],
    [
      'a button with a fallback, a full width and a date',
      card([{ type: 'Input.Date', id: 'd', label: 'Day', value: '2026-12-01' }], {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        fallbackText: 'A card',
        msteams: { width: 'Full' },
        actions: [{ type: 'Action.Execute', title: 'Do', verb: 'press', fallback: submit }],
      }),
    ],
    [
      'mentions of a person and a tag',
      card([{ ...text, text: '<at>Ann</at>, <at>Billing</at>' }], {
        msteams: { entities: [mention('person-1', 'Ann'), mention('tag-1', 'Billing', 'tag')] },
      }),
    ],
  ];
  for (const [what, value] of fine) {
    it(`accepts ${what}`, () => expect(faults(value)).to.equal(''));
  }

  const input = { type: 'Input.Text', id: 'a', label: 'A' };
  const wrong: [string, object, string][] = [
    ['an unknown element', card([{ type: 'TextBlok', text: 'x' }]), 'TextBlok'],
    ['an unknown property', card([{ ...text, colour: 'good' }]), '"colour"'],
    ['an unknown value', card([{ ...text, color: 'red' }]), '/body/0/color'],
    [
      'an element where only a column may be',
      card([{ type: 'ColumnSet', columns: [text] }]),
      'TextBlock',
    ],
    [
      'a picture without words',
      card([{ type: 'Image', url: 'https://a.example/b.png' }]),
      'altText',
    ],
    ['an input without an id', card([{ type: 'Input.Text', label: 'A' }]), '"id"'],
    ['two inputs with one id', card([input, input]), 'twice'],
    [
      'two inputs with one id, one of them in a card inside',
      card([input], { actions: [{ type: 'Action.ShowCard', title: 'More', card: card([input]) }] }),
      'twice',
    ],
    [
      'a required input without words for its absence',
      card([{ ...input, isRequired: true }]),
      'errorMessage',
    ],
    ['a version after 1.5', { ...card([text]), version: '1.6' }, '/version'],
    ['no version', { type: 'AdaptiveCard', body: [text] }, 'version'],
    ['no card at all', { type: 'message' }, 'AdaptiveCard'],
    [
      'a button that executes without a verb',
      card([], { actions: [{ type: 'Action.Execute', title: 'x' }] }),
      'verb',
    ],
    [
      'seven buttons beside each other',
      card([], { actions: Array(7).fill(submit) }),
      'more than 6',
    ],
    [
      'seven buttons in a set',
      card([{ type: 'ActionSet', actions: Array(7).fill(submit) }]),
      'more than 6',
    ],
    [
      'a link that runs a script',
      card([], { actions: [{ type: 'Action.OpenUrl', title: 'x', url: 'javascript:0' }] }),
      '/url',
    ],
    ['an <at> without its entity', card([{ ...text, text: '<at>Ann</at>' }]), 'no mention entity'],
    [
      'an entity without its <at>',
      card([text], { msteams: { entities: [mention('person-1', 'Ann')] } }),
      'no such <at>',
    ],
    [
      'a mention of somebody unknown',
      card([{ ...text, text: '<at>Eve</at>' }], { msteams: { entities: [mention('eve', 'Eve')] } }),
      'not there',
    ],
    [
      'a choice that is not one of the choices',
      card([
        { type: 'Input.ChoiceSet', id: 'c', choices: [{ title: 'A', value: 'a' }], value: 'b' },
      ]),
      'not one of the choices',
    ],
    ['a wrong date', card([{ type: 'Input.Date', id: 'd', value: '1 May' }]), '/value'],
    [
      'an unknown kind of Teams button',
      card([], { actions: [{ ...submit, data: { msteams: { type: 'task/open' } } }] }),
      'task/open',
    ],
  ];
  for (const [what, value, words] of wrong) {
    it(`refuses ${what}`, () => expect(faults(value)).to.contain(words));
  }

  it('refuses Action.Execute in a dialog, where it does nothing', () => {
    const value = card([], { actions: [{ type: 'Action.Execute', title: 'x', verb: 'press' }] });
    expect(faults(value)).to.equal('');
    expect(faults(value, 'dialog')).to.contain('does nothing in a dialog');
  });
});
