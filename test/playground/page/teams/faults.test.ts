import { createRequire } from 'node:module';
import { expect } from 'chai';
import fc from 'fast-check';
import type { AdaptiveCard } from '../../../../adapters/teams/render/card-elements.js';
import { renderForm, renderNoticeDialog } from '../../../../adapters/teams/render/form/dialog.js';
import { renderOpener, renderUsedOpener } from '../../../../adapters/teams/render/opener.js';
import { renderCard, renderNotice } from '../../../../adapters/teams/render/render.js';
import * as arbitrary from '../../../adapters/teams/render/arbitraries.js';

// biome-ignore lint/suspicious/noExplicitAny: cards are read and broken freely in tests
type Card = any;
interface Faults {
  findCardFaults(source: Card, prepared: Card, library: unknown): string[];
}
interface Source {
  prepareCard(card: Card, around: object): Card;
}

/** Microsoft's renderer as the browser loads it; parsing a card needs no page. */
const library: unknown = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.min.js');
const AROUND = {
  zone: 'Europe/London',
  people: [{ id: arbitrary.BEN, name: 'Ben', deleted: false }],
};
/** Random cards are large; each is checked property by property. */
const RUNS = 20;
const PATIENCE_MS = 30_000;
const HERE = { tenant: arbitrary.TENANT };
const DIALOG = { ...HERE, zone: 'Europe/London', seal: () => 'sealed' };

/** A card with one of each element that the bot uses. */
const WHOLE = {
  type: 'AdaptiveCard',
  version: '1.5',
  fallbackText: 'C-1001',
  body: [
    { type: 'TextBlock', text: 'Hello <at>Ben</at>', wrap: true, size: 'large', style: 'heading' },
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'a', weight: 'bolder' }, 'b'] },
    { type: 'FactSet', facts: [{ title: 'Who', value: 'Ben' }] },
    {
      type: 'Container',
      style: 'emphasis',
      items: [
        {
          type: 'Input.ChoiceSet',
          id: 'who',
          label: 'Who',
          style: 'filtered',
          choices: [],
          'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
        },
        { type: 'Input.Date', id: 'day', label: 'Day' },
      ],
    },
    {
      type: 'ActionSet',
      actions: [
        { type: 'Action.Execute', title: 'Take it', verb: 'press', data: {} },
        {
          type: 'Action.Submit',
          title: 'Resolve',
          data: { msteams: { type: 'task/fetch' }, redress: {} },
        },
        {
          type: 'Action.ShowCard',
          title: 'Close…',
          card: {
            type: 'AdaptiveCard',
            body: [{ type: 'TextBlock', text: 'Sure?' }],
            actions: [{ type: 'Action.Submit', title: 'Close', data: {} }],
          },
        },
      ],
    },
  ],
  msteams: {
    width: 'Full',
    entities: [{ type: 'mention', text: '<at>Ben</at>', mentioned: { id: 'b', name: 'Ben' } }],
  },
};

describe('Playground page for Teams: parts of a card that cannot be shown', function () {
  this.timeout(PATIENCE_MS);
  let faultsIn: (card: Card) => string[];
  before(async () => {
    const load = (name: string) =>
      import(new URL(`../../../../playground/page/teams/${name}`, import.meta.url).href);
    const { findCardFaults } = (await load('card-faults.js')) as Faults;
    const { prepareCard } = (await load('card-source.js')) as Source;
    faultsIn = (card) => findCardFaults(card, prepareCard(card, AROUND), library);
  });
  const broken = (change: (card: Card) => void): string => {
    const card = structuredClone(WHOLE);
    change(card);
    return faultsIn(card).join('\n');
  };
  const contents = (attachments: readonly { content: AdaptiveCard }[]) =>
    attachments.map(({ content }) => content);

  it('do not exist in any card and notice that the bot renders', () => {
    const property = fc.property(arbitrary.card, arbitrary.notice, (card, notice) => {
      const messages = [renderCard(card, HERE), renderNotice(notice, HERE)];
      for (const content of messages.flatMap(({ attachments }) => contents(attachments))) {
        expect(faultsIn(content)).to.deep.equal([]);
      }
    });
    fc.assert(property, { numRuns: RUNS });
  });

  it('do not exist in any dialog that the bot renders, nor in the card that opens one', () => {
    const property = fc.property(arbitrary.form, arbitrary.notice, (form, notice) => {
      const dialogs = [renderForm(form, DIALOG), renderNoticeDialog(notice, DIALOG)];
      for (const { card } of dialogs) expect(faultsIn(card.content)).to.deep.equal([]);
    });
    fc.assert(property, { numRuns: RUNS });
    const opener = renderOpener({ words: 'Charged twice', by: 'Ann' });
    for (const { attachments } of [opener, renderUsedOpener('C-1001')]) {
      expect(contents(attachments).flatMap(faultsIn)).to.deep.equal([]);
    }
  });

  it('do not exist in a card with one of each element that the bot uses', () => {
    expect(faultsIn(WHOLE)).to.deep.equal([]);
  });

  const cases: readonly [string, (card: Card) => void, string][] = [
    ['an unknown element', (card) => card.body.push({ type: 'Badge', text: 'x' }), 'Badge'],
    [
      'an unknown element with a fallback',
      (card) => card.body.push({ type: 'Badge', fallback: 'drop' }),
      'Badge',
    ],
    [
      'an unknown element deep inside',
      (card) => card.body[4].actions[2].card.body.push({ type: 'Rating' }),
      'Rating',
    ],
    ['an element without a type', (card) => card.body.push({ text: 'x' }), 'undefined'],
    ['a text where an element belongs', (card) => card.body.push('x'), 'where something to show'],
    [
      'an unknown action',
      (card) => card.body[4].actions.push({ type: 'Action.Dance' }),
      'Action.Dance',
    ],
    [
      'an unknown property',
      (card) => Object.assign(card.body[0], { wieght: 'bolder' }),
      '"wieght"',
    ],
    ['an unknown value', (card) => Object.assign(card.body[0], { size: 'huge' }), 'huge'],
    [
      'a property of a later version',
      (card) => Object.assign(card.body[3].items[1], { labelPosition: 'inline' }),
      '"labelPosition"',
    ],
    ['a version Teams does not show', (card) => Object.assign(card, { version: '1.6' }), '"1.6"'],
    ['no version', (card) => delete card.version, '"undefined"'],
    ['refresh', (card) => Object.assign(card, { refresh: { action: {} } }), '"refresh"'],
    [
      'what the host would have to be able to do',
      (card) => Object.assign(card.body[0], { requires: { acTest: '1.0' } }),
      'acTest',
    ],
    [
      'an unknown part of msteams',
      (card) => Object.assign(card.msteams, { kind: 'x' }),
      'msteams has "kind"',
    ],
    [
      'an unknown entity',
      (card) => card.msteams.entities.push({ type: 'citation', text: '1' }),
      '"citation"',
    ],
    [
      'a mention that stands nowhere',
      (card) => card.msteams.entities.push({ type: 'mention', text: '<at>Cleo</at>' }),
      'Cleo',
    ],
    [
      'a button that does what only Teams knows',
      (card) => Object.assign(card.body[4].actions[1].data, { msteams: { type: 'imBack' } }),
      '"imBack"',
    ],
    [
      'choices from elsewhere',
      (card) => Object.assign(card.body[3].items[0]['choices.data'], { dataset: 'x/y' }),
      '"x/y"',
    ],
    [
      'a picture from elsewhere behind others',
      (card) => Object.assign(card.body[3], { backgroundImage: 'https://a.example/x.png' }),
      '"backgroundImage"',
    ],
    [
      'more buttons than fit',
      (card) => {
        card.body[4].actions = Array.from({ length: 7 }, () => WHOLE.body[4]?.actions?.[0]);
      },
      '7 buttons',
    ],
    ['media', (card) => card.body.push({ type: 'Media', sources: [] }), 'Media'],
    ['a carousel', (card) => card.body.push({ type: 'Carousel', pages: [] }), 'Carousel'],
  ];
  for (const [what, change, expected] of cases) {
    it(`include ${what}`, () => {
      expect(broken(change)).to.contain(expected);
    });
  }

  it('include a value that is no card', () => {
    expect(faultsIn({ type: 'message' })).to.deep.equal(['It is no Adaptive Card.']);
  });
});
