import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import type { Reply } from '../../../../src/ports/intake.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { type Harness, startHarness } from '../harness.js';

const TEXT = 'C-1001 is recorded and goes to Billing.';
const RECORDED: Reply = {
  kind: 'recorded',
  reference: 'C-1001',
  notice: { text: TEXT, blocks: [] },
};
const FILLED = { what: 'A refund', basis: 'goodwill', due: 1_900_000_000 };
const HALF_AN_HOUR = 30 * 60_000;

for (const socket of [false, true]) {
  describe(`What was recorded, in Slack over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    const { logger, lines } = createMemoryLogger();
    let harness: Harness;
    let now: number;
    beforeEach(async () => {
      lines.length = 0;
      now = Date.now();
      harness = await startHarness({ socket, rate: false, logger, now: () => now });
    });
    afterEach(() => harness.stop());

    const { general } = CHANNELS;
    const openForm = async () => {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      const { modal } = await harness.workspace.slash(PEOPLE.ann, general, '/complaint', 'Late');
      return modal?.id ?? '';
    };
    const send = async (modal: string) => {
      harness.replyWith(RECORDED);
      const sent = await harness.workspace.submit(PEOPLE.ann, modal, FILLED);
      // Resolves when the work after the acknowledgement has ended.
      await harness.slack.stop(5000);
      return sent;
    };
    const seen = () =>
      harness.workspace
        .ephemerals(PEOPLE.ann)
        .map(({ text, channel, thread_ts = null }) => ({ text, channel, thread_ts }));
    const THERE = { text: TEXT, channel: general, thread_ts: null };
    const calls = () => harness.workspace.requests().map(({ method }) => method);

    it('is shown to the reporter alone where they typed the command', async () => {
      const sent = await send(await openForm());
      expect(sent.status).to.equal('closed');
      expect(seen()).to.deep.equal([THERE]);
      expect(harness.workspace.messages(general)).to.deep.equal([]);
      expect(calls()).not.to.include('chat.postEphemeral');
    });

    it('gives way to the form that follows, in the same modal', async () => {
      const modal = await openForm();
      const next = { ...SAMPLE_FORM, submissionId: 's-2', title: 'C-1001 is recorded' };
      harness.replyWith({ ...RECORDED, next });
      const sent = await harness.workspace.submit(PEOPLE.ann, modal, FILLED);
      await harness.slack.stop(5000);
      expect(sent.status).to.equal('updated');
      const [shown] = harness.workspace.modals(PEOPLE.ann);
      expect(shown?.title?.text).to.equal('C-1001 is recorded');
      expect(seen()).to.deep.equal([]);
    });

    it('is shown also in a channel without the bot', async () => {
      const modal = await openForm();
      harness.workspace.removeBot(general);
      await send(modal);
      expect(seen()).to.deep.equal([THERE]);
    });

    it('is shown also when filling in the form took longer than half an hour', async () => {
      const modal = await openForm();
      now += HALF_AN_HOUR + 1000;
      await send(modal);
      expect(seen()).to.deep.equal([THERE]);
      expect(calls()).to.include('chat.postEphemeral');
    });

    it('is left to the reporter’s card when there is no way to show it', async () => {
      const modal = await openForm();
      now += HALF_AN_HOUR + 1000;
      harness.workspace.removeBot(general);
      const sent = await send(modal);
      expect(sent.status).to.equal('closed');
      expect(seen()).to.deep.equal([]);
      expect(lines.join()).to.include('chat.postEphemeral failed');
    });

    it('is shown in the thread of the message that was recorded', async () => {
      const root = await harness.workspace.write(PEOPLE.ben, general, 'So many calls');
      const { ts } = await harness.workspace.write(PEOPLE.ben, general, 'And one more', root.ts);
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      const at = { channel: general, ts };
      const used = await harness.workspace.messageShortcut(PEOPLE.ann, at, 'complaint');
      await send(used.modal?.id ?? '');
      expect(seen()).to.deep.equal([{ ...THERE, thread_ts: root.ts }]);
    });

    it('is shown in the modal of a form that does not say where it was asked for', async () => {
      const modal = await openForm();
      const [view] = harness.workspace.state.modals[PEOPLE.ann] ?? [];
      if (view === undefined) throw new Error('no modal');
      const { origin, ...older } = JSON.parse(view.private_metadata);
      expect(origin).to.include({ channel: general, thread: null });
      view.private_metadata = JSON.stringify(older);
      const sent = await send(modal);
      expect(sent.status).to.equal('updated');
      expect(JSON.stringify(sent.modal?.blocks)).to.include(TEXT);
      expect(seen()).to.deep.equal([]);
    });
  });
}
