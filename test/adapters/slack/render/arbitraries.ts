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

const FAMILY = '👨‍👩‍👧‍👦';

/** Short and very long text of every kind, with broken surrogates and control characters. */
export const text = fc.oneof(
  { weight: 12, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\n\t', '\u0000', '\uD83D', '\uDC00a') },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('x', '&', '<>', '"\\', '\n', 'é', FAMILY, '\uD83D', 'ab '),
        fc.nat(20_000),
      )
      .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length))),
  },
);

const account = fc.record({
  platform: fc.constantFrom('slack' as const, 'teams' as const),
  workspace: fc.constantFrom('T1', 'T2'),
  userId: fc.oneof(fc.constantFrom('U1', 'UABCDEF', '<!here>'), text),
});

const mention: fc.Arbitrary<Mention> = fc.record({
  name: text,
  accounts: fc.array(account, { maxLength: 2 }),
});

const inline: fc.Arbitrary<Inline> = fc.oneof(
  text,
  fc.record({ strong: text }),
  fc.record({ written: text }),
  fc.record({ written: text, isStrong: fc.constant(true as const) }),
  fc.record({ command: fc.constantFrom('' as const, 'list' as const) }),
  fc.record({ person: mention }),
  fc.record({
    team: fc.record({
      name: text,
      group: fc.option(
        fc.record({
          platform: fc.constantFrom('slack' as const, 'teams' as const),
          id: fc.oneof(fc.constant('S1'), text),
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

const inlines = fc.array(inline, { maxLength: 6 });

const button: fc.Arbitrary<Button> = fc.record(
  {
    action: fc.constantFrom('take', 'release', 'promise', 'take#2'),
    value: fc.string({ unit: 'binary', maxLength: 1900 }),
    label: text,
    opens: fc.boolean(),
    style: fc.constantFrom('primary' as const, 'danger' as const, 'plain' as const),
    confirm: text,
  },
  { requiredKeys: ['action', 'value', 'label', 'style', 'opens'] },
);

export const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: inlines }),
  fc.record({ kind: fc.constant('quote' as const), label: text, text, max: fc.nat(25_000) }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: text, value: inlines }), { maxLength: 25 }),
  }),
  fc.record({ kind: fc.constant('note' as const), text: inlines }),
  fc.record(
    {
      kind: fc.constant('buttons' as const),
      buttons: fc.array(button, { maxLength: 60 }),
      more: fc.array(
        fc.oneof(
          button,
          button.map(({ confirm: _, ...rest }) => ({ ...rest, value: rest.value.slice(0, 20) })),
        ),
        { maxLength: 13 },
      ),
    },
    { requiredKeys: ['kind', 'buttons'] },
  ),
  fc.record({ kind: fc.constant('divider' as const) }),
);

const blocks = fc.oneof(
  fc.array(block, { maxLength: 8 }),
  fc.array(block, { minLength: 20, maxLength: 70, size: 'max' }),
);

export const card: fc.Arbitrary<Card> = fc.record({
  summary: text,
  title: fc.option(text),
  blocks,
});

export const notice: fc.Arbitrary<Notice> = fc.record({ text, blocks });

const fieldParts = { label: text, hint: text, required: fc.boolean() };
const requiredKeys = ['label', 'required', 'kind'] as const;

const options = fc.tuple(fc.integer({ min: 1, max: 300 }), text).map(([count, label]) =>
  Array.from({ length: count }, (_, index) => ({
    value: `v${index}`,
    label: `${label}${index}`,
  })),
);

/** A field without a name; `form` names fields by position, so that names are unique. */
const namelessField = fc.oneof(
  fc.record(
    {
      ...fieldParts,
      kind: fc.constant('text' as const),
      lines: fc.constantFrom('one' as const, 'many' as const),
      max: fc.nat(10_000),
      initial: text,
    },
    { requiredKeys: [...requiredKeys, 'lines', 'max'] },
  ),
  fc.record(
    {
      ...fieldParts,
      kind: fc.constant('choice' as const),
      options,
      initial: fc.constantFrom('v0', 'v299', 'nothing'),
      look: fc.constantFrom('menu' as const, 'radio' as const),
    },
    { requiredKeys: [...requiredKeys, 'options', 'look'] },
  ),
  fc.record(
    {
      ...fieldParts,
      kind: fc.constant('moment' as const),
      initial: fc.oneof(fc.integer(), fc.double(), fc.constant(1_900_000_000_000)),
    },
    { requiredKeys: [...requiredKeys] },
  ),
  fc.record(
    { ...fieldParts, kind: fc.constant('tick' as const), text, initial: fc.boolean() },
    { requiredKeys: [...requiredKeys, 'text'] },
  ),
  fc.record(
    { ...fieldParts, kind: fc.constant('person' as const), initial: account },
    { requiredKeys: [...requiredKeys] },
  ),
);

export const form: fc.Arbitrary<Form> = fc.record({
  id: fc.constantFrom('file', 'promise'),
  submissionId: fc.uuid(),
  context: fc.string({ maxLength: 500 }),
  title: text,
  submit: fc.option(text),
  blocks,
  fields: fc
    .array(namelessField, { maxLength: 20 })
    .map((list) => list.map((field, index): Field => ({ ...field, name: `field${index}` }))),
});
