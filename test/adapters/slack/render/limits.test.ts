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

const CONTEXT = { workspace: 'T1' };
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

/** For each limit, the violations of something of a given size. A test below compares the keys with `LIMITS`. */
const CHECKS: Record<keyof typeof LIMITS, (size: number) => readonly string[]> = {
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
  overflowOptions: (n) =>
    message({
      type: 'actions',
      elements: [{ type: 'overflow', action_id: 'a', options: options(n) }],
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

describe("The check of Slack's limits", () => {
  for (const [name, make] of Object.entries(CHECKS)) {
    const limit = LIMITS[name as keyof typeof LIMITS];
    it(`accepts ${name} of ${limit} and one less, and reports one more`, () => {
      expect(make(limit - 1), 'below').to.deep.equal([]);
      expect(make(limit), 'at').to.deep.equal([]);
      expect(make(limit + 1), 'above').not.to.deep.equal([]);
    });
  }

  it('is tested at every limit', () => {
    expect(Object.keys(CHECKS).sort()).to.deep.equal(Object.keys(LIMITS).sort());
  });

  it('reports empty texts, broken surrogates and duplicate ids', () => {
    expect(message({ ...S, text: plain(0) })).not.to.deep.equal([]);
    expect(message({ ...S, text: { type: 'plain_text', text: 'a\uD83D' } })).not.to.deep.equal([]);
    expect(message({ ...D, block_id: 'a' }, { ...D, block_id: 'a' })).not.to.deep.equal([]);
    expect(message({ type: 'actions', elements: [button({}), button({})] })).not.to.deep.equal([]);
    expect(message({ type: 'section' })).not.to.deep.equal([]);
  });

  it('reports blocks and elements that this adapter does not make', () => {
    expect(message({ type: 'carousel' })).not.to.deep.equal([]);
    expect(input({ type: 'file_input' })).not.to.deep.equal([]);
  });

  it('reports an initial value longer than its field', () => {
    const field = { type: 'plain_text_input', max_length: 3, initial_value: 'abcd' };
    expect(input(field)).not.to.deep.equal([]);
  });

  it('names the place and the rule, never the text', () => {
    const violations = message({
      ...S,
      text: { type: 'plain_text', text: 'Mrs Smith '.repeat(400) },
    });
    const assert = () => assertNoViolations('anything', violations);
    expect(assert).to.throw(RedressError, '/0/text/text').with.property('code', 'RENDER_LIMIT');
    expect(violations.join()).not.to.contain('Smith');
  });
});

describe('A rendering that cannot be shortened is refused', () => {
  it("for a button's value that is too long", () => {
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
    expect(() => renderCard(card, CONTEXT))
      .to.throw(RedressError)
      .with.property('code', 'RENDER_LIMIT');
  });

  it("for an option's value or a form's context that is too long, or too many fields", () => {
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
      expect(() => renderForm(form, CONTEXT))
        .to.throw(RedressError)
        .with.property('code', 'RENDER_LIMIT');
    }
  });
});

describe('Any rendering', () => {
  const runs = { numRuns: 50 };

  it('of a card passes the check', () => {
    fc.assert(
      fc.property(arbitrary.card, (card) => {
        expect(findMessageViolations(renderCard(card, CONTEXT))).to.deep.equal([]);
      }),
      runs,
    );
  }).timeout(30_000);

  it('of a notice passes the check, as a message and as a modal', () => {
    fc.assert(
      fc.property(arbitrary.notice, (notice) => {
        expect(findMessageViolations(renderNotice(notice, CONTEXT))).to.deep.equal([]);
        expect(findViewViolations(renderNoticeModal(notice, CONTEXT))).to.deep.equal([]);
      }),
      runs,
    );
  }).timeout(30_000);

  it('of a form passes the check and has all fields', () => {
    fc.assert(
      fc.property(arbitrary.form, (form) => {
        const view = renderForm(form, CONTEXT);
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
