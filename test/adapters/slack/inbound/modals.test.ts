import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import type { Block } from '../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { type Harness, startHarness } from '../harness.js';

const BLOCKS: readonly Block[] = [
  {
    kind: 'buttons',
    buttons: [{ action: 'take', value: 'C-1001', label: 'Take', style: 'primary', opens: false }],
  },
];

/** A form without fields, with a button. */
const READ_ONLY_FORM = { ...SAMPLE_FORM, id: 'details', blocks: BLOCKS, fields: [], submit: null };

for (const socket of [false, true]) {
  describe(`Modals on modals in Slack over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await startHarness({ socket, rate: false });
    });
    afterEach(() => harness.stop());

    const slash = (text: string) =>
      harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', text);

    const FILLED = {
      what: 'A refund',
      basis: 'goodwill',
      due: 1_900_000_000,
      told: ['yes'],
      by: PEOPLE.ben,
    };

    it('opens a modal on top of the button’s modal', async () => {
      harness.replyWith({ kind: 'form', form: READ_ONLY_FORM });
      const list = (await slash('list')).modal;
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      const outcome = await harness.workspace.pressInModal(PEOPLE.ann, list?.id ?? '', 'take');
      expect(outcome.status).to.equal('ok');
      const open = await harness.workspace.until(() => {
        const modals = harness.workspace.modals(PEOPLE.ann);
        return modals.length === 2 && modals;
      });
      expect(open[1]?.callback_id).to.equal('promise');
    });

    it('updates a form in place when one of its buttons changed its content', async () => {
      harness.replyWith({ kind: 'form', form: READ_ONLY_FORM });
      const modal = (await slash('list')).modal;
      harness.replyWith({ kind: 'form', form: { ...READ_ONLY_FORM, title: 'As it is now' } });
      await harness.workspace.pressInModal(PEOPLE.ann, modal?.id ?? '', 'take');
      expect(harness.events.at(-1)?.payload).to.include({ kind: 'action', form: 'details' });
      await harness.workspace.until(() =>
        JSON.stringify(harness.workspace.modals(PEOPLE.ann)).includes('As it is now'),
      );
      expect(harness.workspace.modals(PEOPLE.ann)).to.have.length(1);
    });

    it('closes the modals below a submitted form, because they are out of date', async () => {
      harness.replyWith({ kind: 'form', form: READ_ONLY_FORM });
      const modal = (await slash('list')).modal;
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      await harness.workspace.pressInModal(PEOPLE.ann, modal?.id ?? '', 'take');
      const top = await harness.workspace.until(() => harness.workspace.modals(PEOPLE.ann)[1]);
      harness.replyWith({ kind: 'none' });
      await harness.workspace.submit(PEOPLE.ann, top.id, FILLED);
      expect(harness.workspace.modals(PEOPLE.ann)).to.deep.equal([]);
    });

    it('leaves the modal below as it is when the answer of opening one on top is lost', async () => {
      harness.replyWith({ kind: 'form', form: READ_ONLY_FORM });
      const list = (await slash('list')).modal;
      harness.workspace.fault({ kind: 'lost-reply', method: 'views.push' });
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      await harness.workspace.pressInModal(PEOPLE.ann, list?.id ?? '', 'take');
      await harness.workspace.until(() => harness.workspace.modals(PEOPLE.ann)[1]);
      // Resolves when the work after the acknowledgement has ended.
      await harness.slack.stop(5000);
      const open = harness.workspace.modals(PEOPLE.ann).map((one) => one.callback_id);
      expect(open).to.deep.equal(['details', 'promise']);
    });

    it('updates the modal below when Slack opens no more on top', async () => {
      harness.replyWith({ kind: 'form', form: READ_ONLY_FORM });
      const list = (await slash('list')).modal;
      harness.workspace.fault({
        kind: 'refuse',
        method: 'views.push',
        error: 'push_limit_reached',
      });
      harness.replyWith({ kind: 'notice', notice: { text: 'Already done.', blocks: [] } });
      await harness.workspace.pressInModal(PEOPLE.ann, list?.id ?? '', 'take');
      await harness.workspace.until(() =>
        JSON.stringify(harness.workspace.modals(PEOPLE.ann)).includes('Already done.'),
      );
      expect(harness.workspace.modals(PEOPLE.ann)).to.have.length(1);
    });
  });
}
