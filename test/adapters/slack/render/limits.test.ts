import { expect } from 'chai';
import fc from 'fast-check';
import {
  assertNoViolations,
  findMessageViolations,
  findViewViolations,
  LIMITS,
} from '../../../../adapters/slack/render/limits.js';
import { renderForm, renderNoticeModal } from '../../../../adapters/slack/render/modal.js';
import { renderCard, renderNotice } from '../../../../adapters/slack/render/render.js';
import { RedressError } from '../../../../src/errors.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import * as arbitrary from './arbitraries.js';

const HERE = { workspace: 'T1' };
const x = (count: number) => 'x'.repeat(count);
const plain = (count: number) => ({ type: 'plain_text', text: x(count) });
const mrkdwn = (count: number) => ({ type: 'mrkdwn', text: x(count) });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

function message(...blocks: unknown[]) {
  return findMessageViolations({ text: 'x', blocks });
}

function view(...blocks: unknown[]) {
  return findViewViolations({ title: { text: 'x' }, blocks });
}

function input(element: object, more: object = {}) {
  return view({ type: 'input', label: plain(1), element: { action_id: 'a', ...element }, ...more });
}

function button(more: object) {
  return { type: 'button', action_id: 'a', text: plain(1), ...more };
}

function confirm(more: object) {
  const dialog = { title: plain(1), text: plain(1), confirm: plain(1), deny: plain(1), ...more };
  return message({ type: 'actions', elements: [button({ confirm: dialog })] });
}

const option = (text: number, value: number) => ({ text: plain(text), value: x(value) });
const options = (count: number) =>
  times(count, (index) => ({ text: plain(1), value: String(index + 1) }));
const select = (more: object) => input({ type: 'static_select', options: options(1), ...more });

const D = { type: 'divider' };
const S = { type: 'section' };

/** Each limit with something of that size; `LIMITS` and this table are kept equal below. */
const AT: Record<keyof typeof LIMITS, (size: number) => readonly string[]> = {
  messageBlocks: (n) => message(...times(n, () => D)),
  viewBlocks: (n) => view(...times(n, () => D)),
  messageCharacters: (n) => {
    const section = (count: number) => ({ ...S, text: plain(count) });
    const frame = JSON.stringify(times(5, () => section(0))).length;
    const share = Math.floor((n - frame) / 5);
    return message(...times(4, () => section(share)), section(n - frame - 4 * share));
  },
  viewBytes: (n) => {
    const section = (count: number) => ({ ...S, text: plain(count) });
    const all = (rest: number) => [...times(90, () => section(2700)), section(rest)];
    const frame = JSON.stringify({ title: { text: 'x' }, blocks: all(0) }).length;
    return view(...all(n - frame));
  },
  messageText: (n) => findMessageViolations({ text: x(n), blocks: [] }),
  sectionText: (n) => message({ ...S, text: mrkdwn(n) }),
  fields: (n) => message({ ...S, fields: times(n, () => plain(1)) }),
  fieldText: (n) => message({ ...S, fields: [mrkdwn(n)] }),
  header: (n) => message({ type: 'header', text: plain(n) }),
  contextElements: (n) => message({ type: 'context', elements: times(n, () => plain(1)) }),
  contextText: (n) => message({ type: 'context', elements: [mrkdwn(n)] }),
  actionsElements: (n) =>
    message({ type: 'actions', elements: times(n, (i) => button({ action_id: `a${i}` })) }),
  buttonText: (n) => message({ type: 'actions', elements: [button({ text: plain(n) })] }),
  buttonValue: (n) => message({ type: 'actions', elements: [button({ value: x(n) })] }),
  actionId: (n) => message({ type: 'actions', elements: [button({ action_id: x(n) })] }),
  blockId: (n) => message({ ...D, block_id: x(n) }),
  callbackId: (n) => findViewViolations({ title: { text: 'x' }, callback_id: x(n), blocks: [D] }),
  confirmTitle: (n) => confirm({ title: plain(n) }),
  confirmText: (n) => confirm({ text: plain(n) }),
  confirmButton: (n) => confirm({ deny: plain(n) }),
  label: (n) => input({ type: 'datetimepicker' }, { label: plain(n) }),
  hint: (n) => input({ type: 'datetimepicker' }, { hint: plain(n) }),
  placeholder: (n) => select({ placeholder: plain(n) }),
  initialValue: (n) => input({ type: 'plain_text_input', max_length: 3000, initial_value: x(n) }),
  maxLength: (n) => input({ type: 'plain_text_input', max_length: n }),
  options: (n) => select({ options: options(n) }),
  optionGroups: (n) =>
    select({
      options: undefined,
      option_groups: times(n, () => ({ label: plain(1), options: options(1) })),
    }),
  boxOptions: (n) => input({ type: 'radio_buttons', options: options(n) }),
  optionText: (n) => select({ options: [option(n, 1)] }),
  optionValue: (n) => select({ options: [option(1, n)] }),
  viewTitle: (n) => findViewViolations({ title: { text: x(n) }, blocks: [D] }),
  viewButton: (n) =>
    findViewViolations({ title: { text: 'x' }, submit: { text: x(n) }, blocks: [D] }),
  privateMetadata: (n) =>
    findViewViolations({ title: { text: 'x' }, private_metadata: x(n), blocks: [D] }),
};

describe("The checker of Slack's limits", () => {
  for (const [name, make] of Object.entries(AT)) {
    const limit = LIMITS[name as keyof typeof LIMITS];
    it(`takes ${name} of ${limit} and a little less, and refuses one more`, () => {
      expect(make(limit - 1), 'below').to.deep.equal([]);
      expect(make(limit), 'at').to.deep.equal([]);
      expect(make(limit + 1), 'above').not.to.deep.equal([]);
    });
  }

  it('is tried at every limit there is', () => {
    expect(Object.keys(AT).sort()).to.deep.equal(Object.keys(LIMITS).sort());
  });

  it('refuses empty texts, broken surrogates, and ids that are there twice', () => {
    expect(message({ ...S, text: plain(0) })).not.to.deep.equal([]);
    expect(message({ ...S, text: { type: 'plain_text', text: 'a\uD83D' } })).not.to.deep.equal([]);
    expect(message({ ...D, block_id: 'a' }, { ...D, block_id: 'a' })).not.to.deep.equal([]);
    expect(message({ type: 'actions', elements: [button({}), button({})] })).not.to.deep.equal([]);
    expect(message({ type: 'section' })).not.to.deep.equal([]);
  });

  it('refuses blocks and elements this adapter does not make', () => {
    expect(message({ type: 'carousel' })).not.to.deep.equal([]);
    expect(input({ type: 'file_input' })).not.to.deep.equal([]);
  });

  it('refuses an initial value longer than its field', () => {
    const field = { type: 'plain_text_input', max_length: 3, initial_value: 'abcd' };
    expect(input(field)).not.to.deep.equal([]);
  });

  it('names what broke, never the text', () => {
    const breaches = message({
      ...S,
      text: { type: 'plain_text', text: 'Mrs Smith '.repeat(400) },
    });
    const refuse = () => assertNoViolations('anything', breaches);
    expect(refuse).to.throw(RedressError, '/0/text/text').with.property('code', 'RENDER_LIMIT');
    expect(breaches.join()).not.to.contain('Smith');
  });
});

describe('What cannot be shortened is refused, not sent', () => {
  it("a button's value", () => {
    const button = {
      action: 'take',
      value: x(2001),
      label: 'Take',
      style: 'plain' as const,
      opens: false,
    };
    const card = {
      summary: 's',
      title: null,
      blocks: [{ kind: 'buttons' as const, buttons: [button] }],
    };
    expect(() => renderCard(card, HERE))
      .to.throw(RedressError)
      .with.property('code', 'RENDER_LIMIT');
  });

  it("an option's value, a form's context and fields past a modal's room", () => {
    const field = { name: 'a', label: 'A', required: true, kind: 'moment' as const };
    const choice = { ...field, kind: 'choice' as const, look: 'menu' as const };
    const fields = times(101, (index) => ({ ...field, name: `f${index}` }));
    const broken = [
      { ...SAMPLE_FORM, fields: [{ ...choice, options: [{ value: x(151), label: 'A' }] }] },
      { ...SAMPLE_FORM, fields: [{ ...choice, options: [] }] },
      { ...SAMPLE_FORM, context: x(3000) },
      { ...SAMPLE_FORM, fields },
    ];
    for (const form of broken) {
      expect(() => renderForm(form, HERE))
        .to.throw(RedressError)
        .with.property('code', 'RENDER_LIMIT');
    }
  });
});

describe('Whatever is rendered', () => {
  const runs = { numRuns: 50 };

  it('a card passes the checker', () => {
    fc.assert(
      fc.property(arbitrary.card, (card) => {
        expect(findMessageViolations(renderCard(card, HERE))).to.deep.equal([]);
      }),
      runs,
    );
  }).timeout(30_000);

  it('a notice passes the checker, as a message and as a modal', () => {
    fc.assert(
      fc.property(arbitrary.notice, (notice) => {
        expect(findMessageViolations(renderNotice(notice, HERE))).to.deep.equal([]);
        expect(findViewViolations(renderNoticeModal(notice, HERE))).to.deep.equal([]);
      }),
      runs,
    );
  }).timeout(30_000);

  it('a form passes the checker and keeps all its questions', () => {
    fc.assert(
      fc.property(arbitrary.form, (form) => {
        const view = renderForm(form, HERE);
        expect(findViewViolations(view)).to.deep.equal([]);
        const inputs = view.blocks.filter(({ type }) => type === 'input');
        expect(inputs.map(({ block_id }) => block_id)).to.deep.equal(
          form.fields.map(({ name }) => name),
        );
      }),
      runs,
    );
  }).timeout(30_000);
});
