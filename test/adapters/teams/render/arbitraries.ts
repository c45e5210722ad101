import fc from 'fast-check';
import type {
  Block,
  Button,
  Card,
  Field,
  Form,
  Inline,
  Mention,
  Notice,
} from '../../../../src/views/elements.js';

export const TENANT = '72f988bf-86f1-41af-91ab-2d7cd011db47';
export const BEN = '87d349ed-44d7-43e1-9a83-5f2406dee5bd';
export const CLEO = '87d349ed-44d7-43e1-9a83-5f2406dee5be';

const PIECES = [
  'x',
  '&',
  '<>',
  '"\\',
  '\n',
  'é',
  '漢字',
  'नमस्ते ',
  'السلام',
  '👨‍👩‍👧‍👦',
  '\uD83D',
  'ab ',
  '**b** ',
  '<at>Ben</at>',
  '{{DATE(2017-02-14T06:00:00Z)}}',
];

/** Short and huge text in many scripts, with markup, broken surrogates and control characters. */
export const text = fc.oneof(
  { weight: 10, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((a) => a.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\n\t', '\u0000', '\uD83D', '\uDC00a') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...PIECES), fc.nat(20_000))
      .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length))),
  },
);

const account = fc.record({
  platform: fc.constantFrom('slack' as const, 'teams' as const),
  workspace: fc.constantFrom(TENANT, 'T2'),
  userId: fc.oneof(fc.constantFrom(BEN, CLEO, '</at>'), text),
});

const name = fc.oneof(fc.constantFrom('Ben', 'Ben (2)', 'Ben_*B*', '<at>'), text);

export const mention: fc.Arbitrary<Mention> = fc.record({
  name,
  accounts: fc.array(account, { maxLength: 2 }),
});

const inline: fc.Arbitrary<Inline> = fc.oneof(
  text,
  fc.record({ strong: text }),
  fc.record({ written: text }),
  fc.record({ written: text, isStrong: fc.constant(true as const) }),
  fc.record({ command: fc.constantFrom('' as const, 'list' as const) }),
  fc.record({ person: mention }),
  fc.record({ person: mention, isCalled: fc.constant(true as const) }),
  fc.record({
    team: fc.record({
      name,
      group: fc.option(
        fc.record({
          platform: fc.constantFrom('slack' as const, 'teams' as const),
          id: fc.oneof(fc.constant('dGFn'), text),
        }),
      ),
      members: fc.array(mention, { maxLength: 20 }),
    }),
  }),
  fc.record({
    link: fc.oneof(
      fc.webUrl(),
      fc.constantFrom('', 'javascript:x', 'https://example.org/(a|b)>_*'),
    ),
    label: fc.string({ unit: 'binary' }),
  }),
  fc.record({
    moment: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(8.64e15, -8.64e15)),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', '', 'No/Where', '|>'),
  }),
);

export const inlines = fc.array(inline, { maxLength: 6 });

const button: fc.Arbitrary<Button> = fc.record(
  {
    action: fc.constantFrom('take', 'release', 'promise'),
    value: fc.constantFrom('C-1001', 'C-999999999999/p999999', ''),
    label: text,
    opens: fc.boolean(),
    style: fc.constantFrom('primary' as const, 'danger' as const, 'plain' as const),
    confirm: fc.constantFrom('Sure?', 'x'.repeat(400), ''),
  },
  { requiredKeys: ['action', 'value', 'label', 'style', 'opens'] },
);

const words: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: inlines }),
  fc.record({ kind: fc.constant('quote' as const), label: text, text, max: fc.nat(25_000) }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: text, value: inlines }), { maxLength: 25 }),
  }),
  fc.record({ kind: fc.constant('note' as const), text: inlines }),
  fc.record({ kind: fc.constant('divider' as const) }),
);

const rowOfButtons: fc.Arbitrary<Block> = fc.record(
  {
    kind: fc.constant('buttons' as const),
    buttons: fc.array(button, { maxLength: 8 }),
    more: fc.array(button, { maxLength: 8 }),
  },
  { requiredKeys: ['kind', 'buttons'] },
);

/** Few or very many blocks, with buttons in the middle. */
const blocks: fc.Arbitrary<readonly Block[]> = fc
  .tuple(
    fc.oneof(
      fc.array(words, { maxLength: 8 }),
      fc.array(words, { minLength: 20, maxLength: 60, size: 'max' }),
    ),
    fc.option(rowOfButtons),
    fc.nat(60),
  )
  .map(([all, row, at]) => (row === null ? all : [...all.slice(0, at), row, ...all.slice(at)]));

export const card: fc.Arbitrary<Card> = fc.record({
  summary: text,
  title: fc.option(text),
  blocks,
});

export const notice: fc.Arbitrary<Notice> = fc.record({ text, blocks });

const short = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('漢字'.repeat(30), '', ' '));
const fieldBase = { label: short, hint: short, required: fc.boolean() };
const requiredKeys = ['label', 'required', 'kind'] as const;

const options = fc.tuple(fc.integer({ min: 1, max: 25 }), short).map(([count, label]) =>
  Array.from({ length: count }, (_, index) => ({
    value: `v${index}`,
    label: `${label.slice(0, 20)}${index}`,
  })),
);

const long = fc.record(
  {
    ...fieldBase,
    kind: fc.constant('text' as const),
    lines: fc.constantFrom('one' as const, 'many' as const),
    max: fc.constantFrom(150, 3000),
    initial: text,
  },
  { requiredKeys: [...requiredKeys, 'lines', 'max'] },
);

const other = fc.oneof(
  fc.record(
    {
      ...fieldBase,
      kind: fc.constant('choice' as const),
      options,
      initial: fc.constantFrom('v0', 'v299', 'nothing'),
      look: fc.constantFrom('menu' as const, 'radio' as const),
    },
    { requiredKeys: [...requiredKeys, 'options', 'look'] },
  ),
  fc.record(
    {
      ...fieldBase,
      kind: fc.constant('moment' as const),
      initial: fc.oneof(fc.integer(), fc.double(), fc.constant(1_900_000_000_000)),
    },
    { requiredKeys: [...requiredKeys] },
  ),
  fc.record(
    { ...fieldBase, kind: fc.constant('tick' as const), text: short, initial: fc.boolean() },
    { requiredKeys: [...requiredKeys, 'text'] },
  ),
  fc.record(
    { ...fieldBase, kind: fc.constant('person' as const), initial: account },
    { requiredKeys: [...requiredKeys] },
  ),
);

/** At most as many fields as our forms have, two of them for long texts. */
export const fields: fc.Arbitrary<readonly Field[]> = fc
  .tuple(fc.array(long, { maxLength: 2 }), fc.array(other, { maxLength: 5 }))
  .map(([some, more]) =>
    [...some, ...more].map((field, index): Field => ({ ...field, name: `field${index}` })),
  );

export const form: fc.Arbitrary<Form> = fc.record({
  id: fc.constantFrom('file', 'promise'),
  submissionId: fc.uuid(),
  context: fc.string({ maxLength: 500 }),
  title: text,
  submit: fc.option(text),
  blocks,
  fields,
});
