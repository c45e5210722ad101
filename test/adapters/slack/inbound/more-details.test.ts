import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import type { Form } from '../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { type Harness, startHarness } from '../harness.js';

const DAY = 1_900_000_000_000;
const base = { required: false, isMore: true } as const;
const FOLDED: Form = {
  ...SAMPLE_FORM,
  context: 'billing',
  fields: [
    { kind: 'text', name: 'what', label: 'What?', required: true, lines: 'many', max: 3000 },
    { ...base, kind: 'text', name: 'account', label: 'Account', lines: 'one', max: 150 },
    { ...base, kind: 'moment', name: 'received', label: 'When?', initial: DAY },
    { ...base, kind: 'tick', name: 'public', label: 'Public?', text: 'Yes', initial: false },
  ],
};

for (const socket of [false, true]) {
  describe(`More details in a form in Slack over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await startHarness({ socket, rate: false });
    });
    afterEach(() => harness.stop());

    const open = async () => {
      harness.replyWith({ kind: 'form', form: FOLDED });
      const { modal } = await harness.workspace.slash(
        ...([PEOPLE.ann, CHANNELS.general, '/complaint', 'Late'] as const),
      );
      return modal?.id ?? '';
    };
    const listInputs = () =>
      (harness.workspace.modals(PEOPLE.ann).at(-1)?.blocks ?? [])
        .filter(({ type }) => type === 'input')
        .map(({ block_id }) => block_id);
    const unfold = async (modal: string, values: Readonly<Record<string, string>>) => {
      harness.replyWith({ kind: 'form', form: { ...FOLDED, isUnfolded: true } });
      await harness.workspace.pressInModal(PEOPLE.ann, modal, 'unfold', { values });
      await harness.workspace.until(() => listInputs().length > 1);
    };

    it('are left out at first, and count as they start', async () => {
      const modal = await open();
      expect(listInputs()).to.deep.equal(['what']);
      harness.replyWith({ kind: 'none' });
      await harness.workspace.submit(PEOPLE.ann, modal, { what: 'A refund' });
      expect(harness.events.at(-1)?.payload).to.deep.include({
        values: { what: 'A refund', received: DAY, public: false },
      });
    });

    it('are added to the same form, which keeps what was entered', async () => {
      const modal = await open();
      await unfold(modal, { what: 'A refund' });
      expect(harness.events.at(-1)?.payload).to.deep.include({
        ...{ kind: 'unfold', form: FOLDED.id, context: 'billing' },
        submission: FOLDED.submissionId,
      });
      expect(listInputs()).to.deep.equal(['what', 'account', 'received', 'public']);
      expect(harness.workspace.modals(PEOPLE.ann)).to.have.length(1);
      harness.replyWith({ kind: 'none' });
      await harness.workspace.submit(PEOPLE.ann, modal, { account: 'T-17' });
      const sent = harness.events.at(-1);
      expect(sent?.eventId).to.equal(FOLDED.submissionId);
      expect(sent?.payload).to.deep.include({
        values: { what: 'A refund', account: 'T-17', received: DAY, public: false },
      });
    });

    it('are left out if the form changed meanwhile', async () => {
      const modal = await open();
      harness.workspace.fault({ kind: 'refuse', method: 'views.update', error: 'hash_conflict' });
      harness.replyWith({ kind: 'form', form: { ...FOLDED, isUnfolded: true } });
      await harness.workspace.pressInModal(PEOPLE.ann, modal, 'unfold');
      await harness.slack.stop(5000);
      expect(listInputs()).to.deep.equal(['what']);
      const [update] = harness.workspace
        .requests()
        .filter(({ method }) => method === 'views.update');
      expect(JSON.stringify(update)).to.include('hash');
    });
  });
}
