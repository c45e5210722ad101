import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import type { Form } from '../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { type Harness, startHarness } from '../harness.js';

const line = { kind: 'text', lines: 'one', max: 150, required: false } as const;
const FORM: Form = {
  ...SAMPLE_FORM,
  context: 'billing',
  fields: [
    { ...line, name: 'what', label: 'What?', required: true },
    { ...line, name: 'account', label: 'Account', isLookedUp: true },
  ],
};
const options = [
  { value: 'new', label: 'No' },
  { value: 'add:C-1', label: 'Add to C-1' },
];
const ASKING: Form = {
  ...FORM,
  fields: [
    ...FORM.fields,
    {
      ...{ kind: 'choice', name: 'match', label: 'Is it one of these?', required: false },
      ...{ look: 'radio', options, initial: 'new' },
    },
  ],
};

for (const socket of [false, true]) {
  describe(`a field that is looked up in Slack over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    let harness: Harness;
    let modal: string;
    beforeEach(async () => {
      harness = await startHarness({ socket, rate: false });
      harness.replyWith({ kind: 'form', form: FORM });
      const opened = await harness.workspace.slash(
        ...([PEOPLE.ann, CHANNELS.general, '/complaint', 'Late'] as const),
      );
      modal = opened.modal?.id ?? '';
    });
    afterEach(() => harness.stop());

    const listInputs = () =>
      (harness.workspace.modals(PEOPLE.ann).at(-1)?.blocks ?? [])
        .filter(({ type: kind }) => kind === 'input')
        .map(({ block_id }) => block_id);
    const type = (account: string) =>
      harness.workspace.pressInModal(PEOPLE.ann, modal, 'value', {
        ...{ blockId: 'account', value: account, values: { what: 'A refund' } },
      });

    it('is told while somebody types, with all that was entered', async () => {
      harness.replyWith({ kind: 'none' });
      await type('T-17');
      expect(harness.events.at(-1)?.payload).to.deep.equal({
        ...{ kind: 'look-up', form: FORM.id, context: 'billing', submission: FORM.submissionId },
        values: { what: 'A refund', account: 'T-17' },
      });
      expect(listInputs()).to.deep.equal(['what', 'account']);
    });

    it('adds the question to the same form, which keeps what was entered', async () => {
      harness.replyWith({ kind: 'form', form: ASKING });
      await type('T-17');
      await harness.workspace.until(() => listInputs().length > 2);
      harness.replyWith({ kind: 'none' });
      await harness.workspace.submit(PEOPLE.ann, modal, { match: 'add:C-1' });
      const sent = harness.events.at(-1);
      expect(sent?.eventId).to.equal(FORM.submissionId);
      expect(sent?.payload).to.deep.include({
        values: { what: 'A refund', account: 'T-17', match: 'add:C-1' },
      });
    });

    it('leaves the form as it is if it changed meanwhile', async () => {
      harness.workspace.fault({ kind: 'refuse', method: 'views.update', error: 'hash_conflict' });
      harness.replyWith({ kind: 'form', form: ASKING });
      await type('T-17');
      await harness.slack.stop(5000);
      expect(listInputs()).to.deep.equal(['what', 'account']);
    });

    it('asks in place of the form that was sent, and keeps what was entered', async () => {
      harness.replyWith({ kind: 'form', form: ASKING });
      const values = { what: 'A refund', account: 'T-17' };
      await harness.workspace.submit(PEOPLE.ann, modal, values);
      expect(listInputs()).to.deep.equal(['what', 'account', 'match']);
      harness.replyWith({ kind: 'none' });
      const [shown] = harness.workspace.modals(PEOPLE.ann);
      await harness.workspace.submit(PEOPLE.ann, shown?.id ?? '', {});
      expect(harness.events.at(-1)?.payload).to.deep.include({
        values: { ...values, match: 'new' },
      });
    });
  });
}
