import { expect } from 'chai';
import { parseActionData, toForm } from '../../../../../adapters/teams/render/action-data.js';
import { renderForm } from '../../../../../adapters/teams/render/form/dialog.js';
import type { Form } from '../../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../../sample-form.js';
import { TENANT } from '../arbitraries.js';

const HERE = { tenant: TENANT, zone: 'Europe/Berlin', seal: () => 'x'.repeat(22) };
const base = { required: false, isMore: true } as const;
const FOLDED: Form = {
  ...SAMPLE_FORM,
  fields: [
    { kind: 'text', name: 'what', label: 'What?', required: true, lines: 'many', max: 3000 },
    { ...base, kind: 'text', name: 'account', label: 'Account', lines: 'one', max: 150 },
    { ...base, kind: 'tick', name: 'public', label: 'Public?', text: 'Yes', initial: true },
  ],
};

function findMore(parts: Partial<Parameters<typeof renderForm>[1]> = {}) {
  const dialog = renderForm(FOLDED, { ...HERE, ...parts });
  const { body } = dialog.card.content;
  const hidden = body.find((one) => one.type === 'Container');
  const toggle = body.find((one) => one.type === 'ActionSet');
  if (hidden?.type !== 'Container' || toggle?.type !== 'ActionSet') throw new Error('no toggle');
  return { dialog, body, hidden, toggle };
}

describe('More details in a form in Teams', () => {
  it('are hidden, and shown by a button without asking the bot', () => {
    const { body, hidden, toggle } = findMore();
    expect(hidden.isVisible).to.equal(false);
    expect(toggle.actions).to.deep.equal([
      { type: 'Action.ToggleVisibility', title: 'More details', targetElements: [hidden.id] },
    ]);
    expect(JSON.stringify(body.filter((one) => one !== hidden))).not.to.include('f.account');
  });

  it('have no required input, because Teams checks hidden ones too', () => {
    expect(JSON.stringify(findMore().hidden)).to.include('f.account').and.not.include('isRequired');
  });

  it('are shown if one of them has a fault', () => {
    const faults = [{ field: 'account', message: 'That is too long.' }];
    expect(findMore({ faults }).hidden.isVisible).to.equal(true);
    const others = [{ field: 'what', message: 'That is too long.' }];
    expect(findMore({ faults: others }).hidden.isVisible).to.equal(false);
  });

  it('stay behind the button when the form is shown again', () => {
    const [action] = findMore().dialog.card.content.actions ?? [];
    const data =
      action !== undefined && 'data' in action ? parseActionData(action.data) : undefined;
    if (data?.kind !== 'submit') throw new Error('the dialog cannot be submitted');
    const again = toForm(data).fields.map(({ name, isMore = false }) => [name, isMore]);
    expect(again).to.deep.equal([
      ['what', false],
      ['account', true],
      ['public', true],
    ]);
  });
});
