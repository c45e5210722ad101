import { expect } from 'chai';
import {
  faultsInBlocks,
  faultsInView,
  isTooMuchText,
} from '../../../playground/slack/blocks/validate.js';
import { type SlackHarness, startSlackHarness } from './harness.js';

const text = (length: number) => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: text(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: text(length) });
const many = <T>(count: number, make: (n: number) => T) =>
  Array.from({ length: count }, (_item, n) => make(n));
const option = (n: number, length = 5, value = 5) => ({
  text: plain(length),
  value: `${n}`.padEnd(value, '-'),
});
const button = (more: object = {}) => ({ type: 'button', text: plain(3), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain(5),
  element,
  ...more,
});
const select = (options: object[]) => ({ type: 'static_select', options });
const modal = (more: object) => ({
  type: 'modal',
  title: plain(5),
  submit: plain(4),
  blocks: [],
  ...more,
});

/** Each limit: its name, the limit, blocks of that size, and the pointer in Slack's error. */
const MESSAGE_LIMITS: [string, number, (n: number) => object, string][] = [
  ['section text', 3000, (n) => ({ type: 'section', text: mrkdwn(n) }), '/blocks/0/text/text'],
  [
    'section field',
    2000,
    (n) => ({ type: 'section', fields: [mrkdwn(n)] }),
    '/blocks/0/fields/0/text',
  ],
  ['header', 150, (n) => ({ type: 'header', text: plain(n) }), '/blocks/0/text/text'],
  ['button text', 75, (n) => actions(button({ text: plain(n) })), '/blocks/0/elements/0/text/text'],
  ['button value', 2000, (n) => actions(button({ value: text(n) })), '/blocks/0/elements/0/value'],
  [
    'action_id',
    255,
    (n) => actions(button({ action_id: text(n) })),
    '/blocks/0/elements/0/action_id',
  ],
  ['block_id', 255, (n) => ({ type: 'divider', block_id: text(n) }), '/blocks/0/block_id'],
  [
    'option text',
    75,
    (n) => actions(select([option(1, n)])),
    '/blocks/0/elements/0/options/0/text/text',
  ],
  [
    'option value',
    150,
    (n) => actions(select([option(1, 5, n)])),
    '/blocks/0/elements/0/options/0/value',
  ],
  [
    'input label',
    2000,
    (n) => input({ type: 'plain_text_input' }, { label: plain(n) }),
    '/blocks/0/label/text',
  ],
  [
    'input hint',
    2000,
    (n) => input({ type: 'plain_text_input' }, { hint: plain(n) }),
    '/blocks/0/hint/text',
  ],
  [
    'placeholder',
    150,
    (n) => input({ type: 'plain_text_input', placeholder: plain(n) }),
    '/blocks/0/element/placeholder/text',
  ],
  [
    'initial value',
    3000,
    (n) => input({ type: 'plain_text_input', initial_value: text(n) }),
    '/blocks/0/element/initial_value',
  ],
];

const COUNT_LIMITS: [string, number, (n: number) => object, string][] = [
  [
    'section fields',
    10,
    (n) => ({ type: 'section', fields: many(n, () => mrkdwn(1)) }),
    '/blocks/0/fields',
  ],
  [
    'context elements',
    10,
    (n) => ({ type: 'context', elements: many(n, () => mrkdwn(1)) }),
    '/blocks/0/elements',
  ],
  ['actions elements', 25, (n) => actions(...many(n, () => button())), '/blocks/0/elements'],
  [
    'menu options',
    100,
    (n) => actions(select(many(n, (i) => option(i)))),
    '/blocks/0/elements/0/options',
  ],
  [
    'radio options',
    10,
    (n) => actions({ type: 'radio_buttons', options: many(n, (i) => option(i)) }),
    '/blocks/0/elements/0/options',
  ],
  [
    'checkbox options',
    10,
    (n) => actions({ type: 'checkboxes', options: many(n, (i) => option(i)) }),
    '/blocks/0/elements/0/options',
  ],
];

const VIEW_LIMITS: [string, number, (n: number) => object, string][] = [
  ['title', 24, (n) => modal({ title: plain(n) }), '/view/title/text'],
  ['submit', 24, (n) => modal({ submit: plain(n) }), '/view/submit/text'],
  ['close', 24, (n) => modal({ close: plain(n) }), '/view/close/text'],
  ['private_metadata', 3000, (n) => modal({ private_metadata: text(n) }), '/view/private_metadata'],
  ['callback_id', 255, (n) => modal({ callback_id: text(n) }), '/view/callback_id'],
  ['external_id', 255, (n) => modal({ external_id: text(n) }), '/view/external_id'],
];

describe('Playground Slack: Block Kit limits', () => {
  for (const [name, limit, make, pointer] of MESSAGE_LIMITS) {
    it(`takes ${name} of ${limit} characters and refuses one more`, () => {
      expect(faultsInBlocks([make(limit)])).to.deep.equal([]);
      const words = `must be less than ${limit + 1} characters [json-pointer:${pointer}]`;
      expect(faultsInBlocks([make(limit + 1)])).to.include(words);
    });
  }

  for (const [name, limit, make, pointer] of COUNT_LIMITS) {
    it(`takes ${limit} ${name} and refuses one more`, () => {
      expect(faultsInBlocks([make(limit)])).to.deep.equal([]);
      const words = `no more than ${limit} items allowed [json-pointer:${pointer}]`;
      expect(faultsInBlocks([make(limit + 1)])).to.include(words);
    });
  }

  for (const [name, limit, make, pointer] of VIEW_LIMITS) {
    it(`takes a modal’s ${name} of ${limit} characters and refuses one more`, () => {
      expect(faultsInView(make(limit), 'modal')).to.deep.equal([]);
      const words = `must be less than ${limit + 1} characters [json-pointer:${pointer}]`;
      expect(faultsInView(make(limit + 1), 'modal')).to.include(words);
    });
  }

  it('takes 50 blocks in a message and 100 in a modal', () => {
    const dividers = (n: number) => many(n, () => ({ type: 'divider' }));
    expect(faultsInBlocks(dividers(50))).to.deep.equal([]);
    expect(faultsInBlocks(dividers(51))).to.deep.equal([
      'no more than 50 items allowed [json-pointer:/blocks]',
    ]);
    expect(faultsInView(modal({ blocks: dividers(100) }), 'modal')).to.deep.equal([]);
    expect(faultsInView(modal({ blocks: dividers(101) }), 'modal')).to.include(
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    );
  });

  it('limits the total text of a message', () => {
    const sections = (n: number) => many(n, () => ({ type: 'section', text: mrkdwn(3000) }));
    expect(isTooMuchText(sections(4))).to.equal(false);
    expect(isTooMuchText(sections(5))).to.equal(true);
  });

  it('refuses unknown blocks and elements, and elements in the wrong place', () => {
    const fault = (block: object) => faultsInBlocks([block]).join();
    expect(fault({ type: 'sparkle' })).to.include('unsupported type: sparkle');
    expect(fault(actions({ type: 'sparkle' }))).to.include('unsupported type: sparkle');
    expect(fault(actions({ type: 'plain_text_input' }))).to.include('unsupported type');
    expect(fault(input(button()))).to.include('unsupported type: button');
    const picker = { type: 'datetimepicker' };
    expect(faultsInView({ type: 'home', blocks: [actions(picker)] }, 'home').join()).to.include(
      'unsupported type: datetimepicker',
    );
  });

  it('refuses unknown and missing properties', () => {
    const fault = (block: object) => faultsInBlocks([block]).join();
    expect(fault({ type: 'divider', colour: 'red' })).to.include(
      'invalid additional property: colour',
    );
    expect(fault({ type: 'header' })).to.include('missing required field: text');
    expect(fault({ type: 'section' })).to.include('must define either `text` or `fields`');
    expect(fault({ type: 'header', text: mrkdwn(3) })).to.include('unsupported type: mrkdwn');
    expect(fault({ type: 'section', text: mrkdwn(0) })).to.include(
      'must be more than 0 characters',
    );
  });

  it('requires unique ids, existing choices and fitting initial values', () => {
    const fault = (...blocks: object[]) => faultsInBlocks(blocks).join();
    const same = { action_id: 'a' };
    expect(fault(actions(button(same), button(same)))).to.include('`action_id` a already exists');
    expect(fault(actions(button(same)), actions(button(same)))).to.equal('');
    const twice = { type: 'divider', block_id: 'b' };
    expect(fault(twice, twice)).to.include('`block_id` b already exists');
    const wrong = { ...select([option(1)]), initial_option: option(2) };
    expect(fault(actions(wrong))).to.include('initial option must be one of the options');
    const long = { type: 'plain_text_input', max_length: 3, initial_value: 'four' };
    expect(fault(input(long))).to.include('must be less than 4 characters');
    expect(fault(input({ ...long, max_length: 3001 }))).to.include('less than or equal to 3000');
  });

  it('requires a submit button in a modal with inputs', () => {
    const { submit: _submit, ...bare } = modal({
      blocks: [input({ type: 'plain_text_input' })],
    }) as {
      submit: object;
    };
    expect(faultsInView(bare, 'modal').join()).to.include('missing required field: submit');
  });

  describe('over HTTP', () => {
    let harness: SlackHarness;
    beforeEach(async () => {
      harness = await startSlackHarness();
    });
    afterEach(() => harness.stop());

    it('answers invalid_blocks with the reasons in Slack’s words', async () => {
      const blocks = [{ type: 'section', text: mrkdwn(3001) }];
      const error = await harness.api.chat
        .postMessage({ channel: 'general', text: 'x', blocks: blocks as never })
        .catch((caught: { data: object }) => caught);
      expect(error)
        .to.have.property('data')
        .that.deep.includes({
          ok: false,
          error: 'invalid_blocks',
          errors: [
            'failed to match all allowed schemas [json-pointer:/blocks/0/text]',
            'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
          ],
        });
      expect(harness.slack.messages('general')).to.be.empty;
    });

    it('answers msg_blocks_too_long when each block fits but all together do not', async () => {
      const blocks = many(5, () => ({ type: 'section', text: mrkdwn(3000) }));
      const error = await harness.api.chat
        .postMessage({ channel: 'general', text: 'x', blocks: blocks as never })
        .catch((caught: { data: { error: string } }) => caught.data.error);
      expect(error).to.equal('msg_blocks_too_long');
    });
  });
});
