import { expect } from 'chai';
import fc from 'fast-check';
import { parseActionData } from '../../../../adapters/teams/render/action-data.js';
import { renderForm } from '../../../../adapters/teams/render/form/dialog.js';
import type { Form } from '../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../sample-form.js';

const SUBMIT = {
  kind: 'submit',
  form: 'file',
  submission: 's-1',
  context: '',
  zone: null,
  carried: { t: 'T', s: 'S', b: [], f: [] },
};

describe('The data of an action in Teams', () => {
  it('is parsed whatever else the client added', () => {
    const press = { kind: 'press', action: 'take', value: 'C-1' };
    for (const redress of [press, { ...press, form: 'file' }, SUBMIT, { kind: 'open', text: '' }]) {
      const data = { redress, 'f.what': 'x', msteams: { type: 'task/fetch' } };
      expect(parseActionData(data)).to.deep.equal(redress);
    }
  });

  it('is undefined when it is of another app or malformed', () => {
    const strange = [
      undefined,
      null,
      'redress',
      [],
      {},
      { redress: null },
      { redress: { kind: 'press' } },
      { redress: { kind: 'press', action: '', value: '' } },
      { redress: { kind: 'press', action: 'take', value: 'x'.repeat(2001) } },
      { redress: { kind: 'admin', action: 'take', value: '' } },
      { redress: { ...SUBMIT, submission: '' } },
      { redress: { ...SUBMIT, carried: { ...SUBMIT.carried, f: [{ k: 'file', n: 'x', l: '' }] } } },
      { redress: { ...SUBMIT, carried: JSON.stringify(SUBMIT.carried) } },
    ];
    for (const data of strange) expect(parseActionData(data)).to.equal(undefined);
  });

  it('is not parsed when it is larger or deeper than ours', () => {
    const carrying = (carried: object) => ({ redress: { ...SUBMIT, carried } });
    const field = { k: 'line', n: 'x', l: 'X', max: 10 };
    const read = (carried: object) => parseActionData(carrying({ ...SUBMIT.carried, ...carried }));
    const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as object;
    const inlines = (count: number) => [{ kind: 'text', text: many(count, 'x') }];
    const facts = (count: number) => [{ kind: 'facts', facts: many(count, FACT) }];
    const menu = (count: number) => [{ ...field, k: 'menu', o: many(count, ['v', 'l']) }];
    const FACT = { label: 'l', value: ['v'] };
    for (const fits of [
      ...[{ b: many(60, { kind: 'divider' }) }, { b: inlines(200) }, { b: facts(60) }],
      ...[{ f: many(30, field) }, { f: menu(300) }, { t: 'x'.repeat(3500) }],
    ]) {
      expect(read(fits), Object.keys(fits).join()).to.include({ kind: 'submit' });
    }
    for (const big of [
      ...[{ b: many(61, { kind: 'divider' }) }, { b: inlines(201) }, { b: facts(61) }],
      ...[{ f: many(31, field) }, { f: menu(301) }, { t: 'x'.repeat(3501) }],
      ...[{ extra: 'x'.repeat(66_000) }, { extra: many(20_000, 1) }, { extra: deep }],
    ]) {
      expect(read(big), Object.keys(big).join()).to.equal(undefined);
    }
    const zone = `Europe/${'x'.repeat(60)}`;
    expect(parseActionData({ redress: { ...SUBMIT, zone } })).to.equal(undefined);
  });

  it('is accepted for every form that can be rendered', () => {
    const blocks: Form['blocks'] = [
      { kind: 'quote', label: 'Said', text: 'x'.repeat(20_000), max: 20_000 },
    ];
    for (const form of [SAMPLE_FORM, { ...SAMPLE_FORM, blocks }]) {
      const dialog = renderForm(form, { tenant: 't', zone: null, seal: () => 'sealed' });
      const [action] = dialog.card.content.actions ?? [];
      const data = action !== undefined && 'data' in action ? action.data : undefined;
      expect(parseActionData(data)).to.include({ kind: 'submit', seal: 'sealed' });
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (redress) => {
        expect(() => parseActionData({ redress })).not.to.throw();
        expect(() => parseActionData({ redress: { ...SUBMIT, carried: redress } })).not.to.throw();
      }),
    );
  });
});
