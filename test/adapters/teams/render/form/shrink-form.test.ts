import { brotliCompressSync, constants } from 'node:zlib';
import { expect } from 'chai';
import { toTaskModuleResponse } from '../../../../../adapters/teams/inbound/reply.js';
import {
  parseActionData,
  type SubmitData,
  toForm,
} from '../../../../../adapters/teams/render/action-data.js';
import { type Dialog, renderForm } from '../../../../../adapters/teams/render/form/dialog.js';
import {
  compressFormState,
  toFormState,
} from '../../../../../adapters/teams/render/form/form-state.js';
import { LIMITS, toDialogBytes } from '../../../../../adapters/teams/render/limits.js';
import { silentLogger } from '../../../../../src/ports/logger.js';
import { TEAMS_TEXT } from '../../../../../src/text/teams-en.js';
import type { Form, FormFault } from '../../../../../src/views/elements.js';
import { fileForm } from '../../../../../src/views/forms/intake-forms.js';
import { createOrganisation, MONDAY } from '../../../../support/domain.js';
import { SAMPLE_FORM } from '../../../sample-form.js';
import { TENANT } from '../arbitraries.js';

const SEAL = () => 'x'.repeat(22);
const HERE = { tenant: TENANT, zone: 'Europe/Berlin', seal: SEAL };
/** The response that contains a dialog. */
const toResponse = (dialog: Dialog) => ({ task: { type: 'continue', value: dialog } });
const getBody = (dialog: Dialog): string => JSON.stringify(dialog.card.content.body);

function readSubmitData(dialog: Dialog): SubmitData {
  const [action] = dialog.card.content.actions ?? [];
  const data = action !== undefined && 'data' in action ? parseActionData(action.data) : undefined;
  if (data?.kind !== 'submit') throw new Error('the dialog cannot be submitted');
  return data;
}

/** Different names in the script of `piece`. */
function toName(index: number, piece: string, length: number): string {
  return `${index} ${piece.repeat(length)}`.slice(0, length).replace(/\p{Surrogate}$/u, '');
}

/** The intake form of an organisation with this number of categories and this length of their names. */
function createFileForm(categories: number, piece: string, length: number, description = ''): Form {
  const keys = Array.from({ length: categories }, (_, index) => `category-${index}`);
  const named = keys.map((key, index) => ({
    ...{ key, name: toName(index, piece, length), team: 'repairs', confidential: false },
  }));
  const organised = createOrganisation();
  const all = new Map(named.map((one) => [one.key, one]));
  const draft = fileForm(
    { ...organised, categories: all },
    {
      description,
      now: MONDAY,
    },
  );
  return { ...draft, submissionId: 's'.repeat(36), context: '' };
}

const PIECES = ['漢', '"', '\n', 'é', '😀', 'x'];

function createFullInputs(piece: string): Record<string, string> {
  const of = (length: number) => piece.repeat(length / piece.length);
  return {
    ...{ 'f.complainant': of(150), 'f.account': of(150) },
    ...{ 'f.description': of(3000), 'f.desiredOutcome': of(3000) },
    ...{ 'f.category': 'category-7', 'f.impact': 'high', 'f.means': 'phone', 'f.isPublic': 'true' },
  };
}

const WHOLE: readonly FormFault[] = [{ field: null, message: 'Please send it again. '.repeat(6) }];

describe('The form to file a complaint in Teams', () => {
  for (const [count, length] of [
    [3, 20],
    [40, 30],
    [100, 24],
    [100, 75],
  ] as const) {
    it(`keeps every entered character when rendered again, in any script, with ${count} categories of ${length} characters`, () => {
      for (const piece of PIECES) {
        const opened = renderForm(createFileForm(count, piece, length, piece.repeat(4000)), HERE);
        expect(toDialogBytes(toResponse(opened)), piece).to.be.at.most(LIMITS.dialog);
        const values = {
          ...createFullInputs(piece),
          ...(count < 7 ? { 'f.category': 'category-2' } : {}),
        };
        const form = toForm(readSubmitData(opened));
        const again = renderForm(form, { ...HERE, values, faults: WHOLE });
        expect(toDialogBytes(toResponse(again)), piece).to.be.at.most(LIMITS.dialog);
        for (const value of Object.values(values)) {
          expect(getBody(again)).to.include(`"value":${JSON.stringify(value)}`);
        }
        const { fields } = toForm(readSubmitData(again));
        expect(fields.map(({ name }) => name)).to.deep.equal(form.fields.map(({ name }) => name));
      }
    });
  }

  it('offers all categories if they fit, and otherwise says why not', () => {
    const choices = (dialog: Dialog) =>
      getBody(dialog).match(/"title":"[^"]*","value":"category-\d+"/g) ?? [];
    const values = createFullInputs('漢');
    const few = renderForm(createFileForm(20, '漢', 30), { ...HERE, values, faults: WHOLE });
    expect(choices(few)).to.have.length(20);
    expect(getBody(few)).not.to.include(TEAMS_TEXT.onlyChosen);
    const many = renderForm(createFileForm(100, '漢', 75), { ...HERE, values, faults: WHOLE });
    expect(choices(many)).to.have.length(1);
    expect(getBody(many)).to.include(TEAMS_TEXT.onlyChosen);
  });

  it('keeps all options of a choice with a fault', () => {
    const faults = [{ field: 'category', message: 'That category no longer exists.' }];
    const values = { ...createFullInputs('x'), 'f.category': 'category-3' };
    const dialog = renderForm(createFileForm(100, 'x', 75), { ...HERE, values, faults });
    expect(getBody(dialog).match(/"title":"[^"]*","value":"category-\d+"/g)).to.have.length(100);
    expect(toDialogBytes(toResponse(dialog))).to.be.at.most(LIMITS.dialog);
  });
});

describe('A form that cannot be rendered again in Teams', () => {
  it('becomes its faults and the entered texts, to be copied', () => {
    const form = createFileForm(100, '漢', 75);
    const { id, submissionId: submission, context } = form;
    const state = toFormState(form, false);
    const data = {
      kind: 'submit',
      form: id,
      submission,
      context,
      zone: null,
      carried: state,
    } as const;
    const reply = {
      kind: 'faults',
      faults: [{ field: 'category', message: 'That category is gone.' }],
    } as const;
    const inputs = { ...createFullInputs('漢'), 'f.account': 'A-77', 'f.category': 'gone' };
    const asked = { invoke: 'submit', data, inputs, zone: null, seal: SEAL } as const;
    const response = JSON.stringify(
      toTaskModuleResponse({ tenant: TENANT, logger: silentLogger }, asked, reply),
    );
    expect(Buffer.byteLength(response)).to.be.at.most(LIMITS.dialog);
    expect(response).to.include(TEAMS_TEXT.cannotShowForm).and.to.include('That category is gone.');
    expect(response).to.include('漢'.repeat(3000)).and.to.include('A-77');
    expect(TEAMS_TEXT.cannotShow + TEAMS_TEXT.cannotShowForm).not.to.match(/nothing was lost/i);
  });
});

describe('A compressed form in a Teams dialog', () => {
  const state = toFormState(SAMPLE_FORM, true);
  const data = (form: unknown) => ({
    redress: {
      ...{ kind: 'submit', form: 'file', submission: 's', context: '', zone: null },
      carried: form,
    },
  });

  it('is restored unchanged', () => {
    expect(parseActionData(data(compressFormState(state)))).to.deep.equal(data(state).redress);
  });

  it('is refused when it is malformed or decompresses to too much', () => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
    const blank = `${JSON.stringify(state)}${' '.repeat(5_000_000)}`;
    const bomb = brotliCompressSync(blank, { params }).toString('base64');
    expect(bomb.length).to.be.below(2000);
    const strange = ['', 'x', Buffer.from('{}').toString('base64'), bomb];
    const wrong = compressFormState({ ...state, f: 1 } as never);
    for (const one of [...strange, wrong]) {
      expect(parseActionData(data(one))).to.equal(undefined);
    }
  });
});
