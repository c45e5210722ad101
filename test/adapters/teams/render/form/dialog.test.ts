import { expect } from 'chai';
import {
  parseActionData,
  type SubmitData,
  toForm,
} from '../../../../../adapters/teams/render/action-data.js';
import type { CardElement } from '../../../../../adapters/teams/render/card-elements.js';
import {
  type Dialog,
  renderForm,
  renderNoticeDialog,
} from '../../../../../adapters/teams/render/form/dialog.js';
import { TEAMS_TEXT } from '../../../../../src/text/teams-en.js';
import type { Field, Form } from '../../../../../src/views/elements.js';
import { BEN, TENANT } from '../arbitraries.js';

const ZONE = 'Europe/Berlin';
const HERE = { tenant: TENANT, zone: ZONE, seal: () => 'sealed' };

function field(rest: Partial<Field> & Pick<Field, 'kind' | 'name'>): Field {
  return { label: `The ${rest.name}`, required: true, ...rest } as Field;
}

const FIELDS: readonly Field[] = [
  field({
    kind: 'text',
    name: 'what',
    lines: 'many',
    max: 3000,
    hint: 'In their words.',
    initial: 'A\nB',
  }),
  field({
    kind: 'choice',
    name: 'means',
    look: 'radio',
    options: [
      { value: 'phone', label: 'Phone' },
      { value: 'email', label: 'E-mail' },
    ],
    initial: 'email',
  }),
  field({ kind: 'moment', name: 'due', initial: Date.UTC(2026, 6, 1, 10, 5) }),
  field({ kind: 'tick', name: 'told', text: 'They were told', required: false }),
  field({ kind: 'person', name: 'who', required: false }),
];

const FORM: Form = {
  id: 'promise',
  submissionId: 'sub-1',
  context: 'C-1001',
  title: 'Record a promise',
  submit: 'Record',
  blocks: [{ kind: 'text', text: ['Promise only what you can keep.'] }],
  fields: FIELDS,
};

const getBody = (dialog: Dialog): readonly CardElement[] => dialog.card.content.body;
const toJson = (dialog: Dialog): string => JSON.stringify(getBody(dialog));

function findInput(dialog: Dialog, id: string): unknown {
  return getBody(dialog).find((element) => 'id' in element && element.id === id);
}

function readSubmitData(dialog: Dialog): SubmitData {
  const [action] = dialog.card.content.actions ?? [];
  const data = action !== undefined && 'data' in action ? parseActionData(action.data) : undefined;
  if (data?.kind !== 'submit') throw new Error('the dialog cannot be submitted');
  return data;
}

describe('A form as a dialog in Teams', () => {
  it('has its title, its blocks and an input for each field, with label and hint', () => {
    const dialog = renderForm(FORM, HERE);
    expect(dialog).to.include({ title: 'Record a promise', height: 'large', width: 'medium' });
    expect(toJson(dialog)).to.include('Promise only what you can keep.');
    expect(toJson(dialog)).to.include('In their words.');
    expect(findInput(dialog, 'f.what')).to.deep.equal({
      type: 'Input.Text',
      id: 'f.what',
      label: 'The what',
      isRequired: true,
      errorMessage: TEAMS_TEXT.fillIn,
      isMultiline: true,
      maxLength: 3000,
      value: 'A\nB',
    });
    expect(findInput(dialog, 'f.means')).to.include({ style: 'expanded', value: 'email' });
    expect(findInput(dialog, 'f.told')).to.include({ type: 'Input.Toggle', value: 'false' });
    expect(findInput(dialog, 'f.who')).to.have.deep.property('choices.data', {
      type: 'Data.Query',
      dataset: 'graph.microsoft.com/users',
    });
  });

  it("asks for a moment in the person's zone, and names the zone", () => {
    const dialog = renderForm(FORM, HERE);
    expect(findInput(dialog, 'f.due.date')).to.include({ type: 'Input.Date', value: '2026-07-01' });
    expect(findInput(dialog, 'f.due.time')).to.include({
      type: 'Input.Time',
      value: '12:05',
      label: TEAMS_TEXT.time(ZONE),
    });
  });

  it('asks in UTC and says so when the zone is unknown', () => {
    for (const zone of [null, 'No/Where']) {
      const time = findInput(renderForm(FORM, { ...HERE, zone }), 'f.due.time');
      expect(time).to.include({ value: '10:05', label: TEAMS_TEXT.time('UTC') });
    }
  });

  it('contains its submission id and everything needed to render it again', () => {
    const data = readSubmitData(renderForm(FORM, HERE));
    expect(data).to.include({
      form: 'promise',
      submission: 'sub-1',
      context: 'C-1001',
      zone: ZONE,
    });
    const fields = FIELDS.map(({ initial: _, ...rest }) => rest);
    expect(toForm(data)).to.deep.equal({ ...FORM, fields });
  });

  it('is rendered again with its faults and all entered values', () => {
    const values = {
      'f.what': 'mine *as typed*',
      'f.means': 'phone',
      'f.due.date': '2026-08-02',
      'f.due.time': '09:30',
      'f.told': 'true',
      'f.who': BEN,
    };
    const faults = [
      { field: 'what', message: 'Too vague.' },
      { field: null, message: 'Not today.' },
      { field: 'gone', message: 'Elsewhere.' },
    ];
    const form = toForm(readSubmitData(renderForm(FORM, HERE)));
    const dialog = renderForm(form, { ...HERE, values, faults });
    const shown = (id: string) => findInput(dialog, id);
    expect(shown('f.what')).to.have.property('value', 'mine *as typed*');
    expect(shown('f.means')).to.have.property('value', 'phone');
    expect(shown('f.due.date')).to.have.property('value', '2026-08-02');
    expect(shown('f.due.time')).to.have.property('value', '09:30');
    expect(shown('f.told')).to.have.property('value', 'true');
    expect(shown('f.who')).to.have.property('value', BEN);
    const elements = getBody(dialog).map((element) => JSON.stringify(element));
    const at = (words: string) => elements.findIndex((one) => one.includes(words));
    expect(at('"Error: Not today."')).to.equal(0);
    expect(at('"Error: Elsewhere."')).to.equal(1);
    expect(at('"Error: Too vague."')).to.equal(at('"f.what"') - 1);
    expect(elements[at('Too vague')]).to.include('"color":"attention"');
  });

  it('keeps an emptied field empty when rendered again, and drops malformed values', () => {
    const values = { 'f.due.date': 'x', 'f.due.time': '25:00', 'f.means': 'fax', 'f.who': '<at>' };
    const dialog = renderForm(FORM, { ...HERE, values });
    for (const id of ['f.what', 'f.due.date', 'f.due.time', 'f.means', 'f.who']) {
      expect(findInput(dialog, id), id).not.to.have.property('value');
    }
  });

  it('shows a sentence above the fields when all faults belong to fields', () => {
    const faults = [{ field: 'what', message: 'Too vague.' }];
    const [first] = getBody(renderForm(FORM, { ...HERE, faults }));
    expect(JSON.stringify(first)).to.include(TEAMS_TEXT.formFaults);
  });

  it('has no submit button when it is only to read', () => {
    const { content } = renderForm({ ...FORM, submit: null, fields: [] }, HERE).card;
    expect(content).not.to.have.property('actions');
  });

  it('has buttons that can be pressed without filling in the form', () => {
    const buttons = [
      { action: 'take', value: 'C-1', label: 'Take', style: 'plain', opens: true },
    ] as const;
    const dialog = renderForm({ ...FORM, blocks: [{ kind: 'buttons', buttons }] }, HERE);
    expect(getBody(dialog)[0])
      .to.have.nested.property('actions[0]')
      .that.deep.equals({
        type: 'Action.Submit',
        title: 'Take',
        associatedInputs: 'none',
        data: {
          redress: {
            ...{ kind: 'press', action: 'take', value: 'C-1', form: 'promise' },
            seal: 'sealed',
          },
        },
      });
  });
});

describe('A notice as a dialog in Teams', () => {
  it('has its own title', () => {
    const dialog = renderNoticeDialog({ title: 'Help', text: 'What it does', blocks: [] }, HERE);
    expect(dialog.title).to.equal('Help');
    expect(toJson(dialog)).to.include('What it does').and.not.include('"Help"');
  });

  it('has its text and its buttons, which belong to no form', () => {
    const buttons = [
      { action: 'take', value: 'C-1', label: 'Take', style: 'plain', opens: false },
    ] as const;
    const dialog = renderNoticeDialog(
      { text: 'Free.', blocks: [{ kind: 'buttons', buttons }] },
      HERE,
    );
    expect(dialog.title).to.equal(TEAMS_TEXT.noticeTitle);
    expect(toJson(dialog)).to.include('"Free."');
    expect(getBody(dialog)[1]).to.have.nested.property('actions[0].data.redress').that.deep.equals({
      kind: 'press',
      action: 'take',
      value: 'C-1',
      seal: 'sealed',
    });
  });
});
