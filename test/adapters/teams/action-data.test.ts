import { expect } from 'chai';
import fc from 'fast-check';
import { readActionData } from '../../../adapters/teams/action-data.js';

const SUBMIT = {
  kind: 'submit',
  form: 'file',
  submission: 's-1',
  context: '',
  zone: null,
  carried: { t: 'T', s: 'S', b: [], f: [] },
};

describe('The data of an action in Teams', () => {
  it('is read whatever else the client put beside it', () => {
    const press = { kind: 'press', action: 'take', value: 'C-1' };
    for (const redress of [press, { ...press, form: 'file' }, SUBMIT, { kind: 'open', text: '' }]) {
      const data = { redress, 'f.what': 'x', msteams: { type: 'task/fetch' } };
      expect(readActionData(data)).to.deep.equal(redress);
    }
  });

  it('is nothing where it is not ours or was changed out of shape', () => {
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
    for (const data of strange) expect(readActionData(data)).to.equal(undefined);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (redress) => {
        expect(() => readActionData({ redress })).not.to.throw();
        expect(() => readActionData({ redress: { ...SUBMIT, carried: redress } })).not.to.throw();
      }),
    );
  });
});
