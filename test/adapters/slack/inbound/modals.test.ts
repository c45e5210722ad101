import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import type { Block } from '../../../../src/views/elements.js';
import { FORM } from '../../form.js';
import { type Rig, startRig } from '../harness.js';

const BLOCKS: readonly Block[] = [
  {
    kind: 'buttons',
    buttons: [{ action: 'take', value: 'C-1001', label: 'Take', style: 'primary', opens: false }],
  },
];

/** A form to read, with a button. */
const READ = { ...FORM, id: 'details', blocks: BLOCKS, fields: [], submit: null };

for (const socket of [false, true]) {
  describe(`Modals on modals in Slack over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await startRig({ socket, rate: false });
    });
    afterEach(() => rig.stop());

    const slash = (text: string) =>
      rig.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', text);

    const FILLED = {
      what: 'A refund',
      basis: 'goodwill',
      due: 1_900_000_000,
      told: ['yes'],
      by: PEOPLE.ben,
    };

    it('stacks a modal on the one its button stood in', async () => {
      rig.answer({ kind: 'form', form: READ });
      const list = (await slash('list')).modal;
      rig.answer({ kind: 'form', form: FORM });
      const outcome = await rig.workspace.pressInModal(PEOPLE.ann, list?.id ?? '', 'take');
      expect(outcome.status).to.equal('ok');
      const open = await rig.workspace.until(() => {
        const modals = rig.workspace.modals(PEOPLE.ann);
        return modals.length === 2 && modals;
      });
      expect(open[1]?.callback_id).to.equal('promise');
    });

    it('shows a form anew in its own place when one of its buttons changed what it shows', async () => {
      rig.answer({ kind: 'form', form: READ });
      const modal = (await slash('list')).modal;
      rig.answer({ kind: 'form', form: { ...READ, title: 'As it is now' } });
      await rig.workspace.pressInModal(PEOPLE.ann, modal?.id ?? '', 'take');
      expect(rig.seen.at(-1)?.payload).to.include({ kind: 'action', form: 'details' });
      await rig.workspace.until(() =>
        JSON.stringify(rig.workspace.modals(PEOPLE.ann)).includes('As it is now'),
      );
      expect(rig.workspace.modals(PEOPLE.ann)).to.have.length(1);
    });

    it('closes the modals below a form that was sent: they show what was before', async () => {
      rig.answer({ kind: 'form', form: READ });
      const modal = (await slash('list')).modal;
      rig.answer({ kind: 'form', form: FORM });
      await rig.workspace.pressInModal(PEOPLE.ann, modal?.id ?? '', 'take');
      const top = await rig.workspace.until(() => rig.workspace.modals(PEOPLE.ann)[1]);
      rig.answer({ kind: 'none' });
      await rig.workspace.submit(PEOPLE.ann, top.id, FILLED);
      expect(rig.workspace.modals(PEOPLE.ann)).to.deep.equal([]);
    });

    it('turns the modal below into the next when Slack stacks no more', async () => {
      rig.answer({ kind: 'form', form: READ });
      const list = (await slash('list')).modal;
      rig.workspace.fault({ kind: 'refuse', method: 'views.push', error: 'push_limit_reached' });
      rig.answer({ kind: 'notice', notice: { text: 'Already done.', blocks: [] } });
      await rig.workspace.pressInModal(PEOPLE.ann, list?.id ?? '', 'take');
      await rig.workspace.until(() =>
        JSON.stringify(rig.workspace.modals(PEOPLE.ann)).includes('Already done.'),
      );
      expect(rig.workspace.modals(PEOPLE.ann)).to.have.length(1);
    });
  });
}
