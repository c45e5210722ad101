import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';
import type { Card } from '../../../../src/views/elements.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { type Harness, startHarness } from '../harness.js';

const ANN = { platform: 'slack', workspace: TEAM_ID, userId: PEOPLE.ann };

const CARD: Card = {
  summary: 'C-1001',
  title: 'C-1001',
  blocks: [
    {
      kind: 'buttons',
      buttons: [
        { action: 'take', value: 'C-1001', label: 'Take', style: 'primary', opens: false },
        { action: 'take', value: 'C-1002', label: 'Take the other', style: 'plain', opens: false },
      ],
    },
  ],
};

for (const socket of [false, true]) {
  describe(`Slack's events over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await startHarness({ socket, rate: false });
    });
    afterEach(() => harness.stop());

    const slash = (text: string) =>
      harness.workspace.slash(PEOPLE.ann, CHANNELS.general, '/complaint', text);

    async function postCard(card: Card = CARD, thread = false) {
      const place = { platform: 'slack' as const, channel: CHANNELS.general };
      const root = await harness.slack.channel.post({ place }, { deliveryId: 'd1', card });
      if (root.kind !== 'sent') throw new Error(root.kind);
      if (!thread) return { channel: CHANNELS.general, ts: String(root.ref.ts) };
      const reply = await harness.slack.channel.post(
        { thread: root.ref },
        { deliveryId: 'd2', card },
      );
      if (reply.kind !== 'sent') throw new Error(reply.kind);
      return { channel: CHANNELS.general, ts: String(reply.ref.ts) };
    }

    async function openForm() {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      const { modal } = await slash('');
      if (modal === undefined) throw new Error('no modal opened');
      return modal;
    }

    const FILLED = {
      what: 'A refund',
      basis: 'goodwill',
      due: 1_900_000_000,
      told: ['yes'],
      by: PEOPLE.ben,
    };

    it('pass a command’s text to the intake as typed', async () => {
      await slash('late & <wet> delivery');
      expect(harness.events).to.have.length(1);
      expect(harness.events[0]).to.deep.include({
        account: ANN,
        payload: { kind: 'command', text: 'late & <wet> delivery' },
      });
      expect(harness.events[0]?.eventId).to.be.a('string').and.not.equal('');
    });

    it('show a notice only to the person who typed the command', async () => {
      harness.replyWith({ kind: 'notice', notice: { text: 'Two & a <half>', blocks: [] } });
      const outcome = await slash('help');
      expect(outcome.status).to.equal('ok');
      // The workspace stores texts escaped, as Slack does.
      expect(JSON.stringify(outcome.ephemeral?.blocks)).to.contain('Two &amp; a &lt;half&gt;');
      expect(harness.workspace.messages(CHANNELS.general)).to.deep.equal([]);
    });

    it('acknowledge a command without a message when there is no reply', async () => {
      const outcome = await slash('');
      expect(outcome).to.deep.equal({ status: 'ok' });
    });

    it('open a form from a command', async () => {
      const modal = await openForm();
      expect(modal.callback_id).to.equal('promise');
      expect(modal.blocks.filter(({ type }) => type === 'input')).to.have.length(5);
    });

    it('tell the person when a form could not be opened in time', async () => {
      harness.workspace.fault({
        kind: 'refuse',
        method: 'views.open',
        error: 'expired_trigger_id',
      });
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      await slash('');
      const notice = await harness.workspace.until(() =>
        harness.workspace.ephemerals(PEOPLE.ann).at(-1),
      );
      expect(notice.text).to.equal(SLACK_TEXT.pressAgain);
    });

    it('pass a form to the intake with each value in its field’s kind, under its submission id', async () => {
      const modal = await openForm();
      harness.replyWith({ kind: 'none' });
      const outcome = await harness.workspace.submit(PEOPLE.ann, modal.id, FILLED);
      expect(outcome.status).to.equal('closed');
      expect(harness.events.at(-1)).to.deep.include({
        eventId: 's_1',
        account: ANN,
        payload: {
          kind: 'submission',
          form: 'promise',
          context: 'C-1001',
          values: {
            what: 'A refund',
            basis: 'goodwill',
            due: 1_900_000_000_000,
            told: true,
            by: { platform: 'slack', workspace: TEAM_ID, userId: PEOPLE.ben },
          },
        },
      });
    });

    it('have the same id when a form is sent again after a lost response', async () => {
      const modal = await openForm();
      harness.replyWith({ kind: 'none' });
      harness.workspace.fault({ kind: 'lost-answer', method: 'interactive' });
      const lost = await harness.workspace.submit(PEOPLE.ann, modal.id, FILLED);
      const again = await harness.workspace.submit(PEOPLE.ann, modal.id, FILLED);
      expect([lost.status, again.status]).to.deep.equal(['failed', 'closed']);
      const submissions = harness.events.filter(({ payload }) => payload.kind === 'submission');
      expect(submissions.map(({ eventId }) => eventId)).to.deep.equal(['s_1', 's_1']);
    });

    it('keep a form open and show faults under their fields, and faults of the whole form under the first', async () => {
      const modal = await openForm();
      harness.replyWith({
        kind: 'faults',
        faults: [
          { field: 'due', message: 'That is in the past.' },
          { field: null, message: 'The database is away.' },
          { field: 'nowhere', message: 'Please send it again.' },
        ],
      });
      const outcome = await harness.workspace.submit(PEOPLE.ann, modal.id, FILLED);
      expect(outcome.status).to.equal('errors');
      expect(outcome.errors).to.deep.equal({
        due: 'That is in the past.',
        what: 'The database is away. Please send it again.',
      });
      expect(JSON.stringify(outcome.modal?.state)).to.contain('A refund');
    });

    it('replace a form by the next form or by a notice', async () => {
      const modal = await openForm();
      harness.replyWith({
        kind: 'form',
        form: { ...SAMPLE_FORM, submissionId: 's_2', title: 'Next' },
      });
      const next = await harness.workspace.submit(PEOPLE.ann, modal.id, FILLED);
      expect(next.status).to.equal('updated');
      expect(next.modal?.private_metadata).to.contain('s_2');
      harness.replyWith({ kind: 'notice', notice: { text: 'Recorded as C-1001.', blocks: [] } });
      const last = await harness.workspace.submit(PEOPLE.ann, modal.id, FILLED);
      expect(last.status).to.equal('updated');
      expect(JSON.stringify(last.modal?.blocks)).to.contain('Recorded as C-1001.');
      expect(last.modal?.submit ?? null).to.equal(null);
    });

    it('keep the form open with its content when the intake fails', async () => {
      const modal = await openForm();
      harness.replyWith(() => {
        throw new Error('a defect');
      });
      const outcome = await harness.workspace.submit(PEOPLE.ann, modal.id, FILLED);
      expect(outcome.status).to.equal('failed');
      expect(outcome.closed).to.equal(false);
    }).timeout(6000);

    it('pass the pressed button to the intake, also when several buttons have one action', async () => {
      const message = await postCard();
      await harness.workspace.press(PEOPLE.ben, message, 'take', 'C-1001');
      await harness.workspace.press(PEOPLE.ben, message, 'take#2', 'C-1002');
      expect(harness.events.map(({ payload }) => payload)).to.deep.equal([
        { kind: 'action', action: 'take', value: 'C-1001' },
        { kind: 'action', action: 'take', value: 'C-1002' },
      ]);
      expect(harness.events[0]?.account.userId).to.equal(PEOPLE.ben);
      expect(harness.events[0]?.eventId).not.to.equal(harness.events[1]?.eventId);
    });

    it('show the notice for a button only to its presser, beside the card', async () => {
      const message = await postCard();
      harness.replyWith({ kind: 'notice', notice: { text: 'Ben has it already.', blocks: [] } });
      const outcome = await harness.workspace.press(PEOPLE.ben, message, 'take');
      const notice =
        outcome.ephemeral ??
        (await harness.workspace.until(() => harness.workspace.ephemerals(PEOPLE.ben).at(-1)));
      expect(notice.text).to.equal('Ben has it already.');
      expect(harness.workspace.messages(CHANNELS.general)).to.have.length(1);
      expect(harness.workspace.messages(CHANNELS.general)[0]?.text).to.equal('C-1001');
    });

    it('open a form from a button, also in a thread', async () => {
      const message = await postCard(CARD, true);
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      const outcome = await harness.workspace.press(PEOPLE.ben, message, 'take');
      expect(outcome.modal?.callback_id).to.equal('promise');
    });

    it('pass messages in threads to the intake, and no other messages', async () => {
      const message = await postCard();
      await harness.workspace.write(PEOPLE.ben, CHANNELS.general, 'outside any thread');
      const { ts } = await harness.workspace.write(
        PEOPLE.ben,
        CHANNELS.general,
        'a secret',
        message.ts,
      );
      await postCard(CARD, true);
      await harness.workspace.eventsIdle();
      expect(harness.events).to.have.length(1);
      expect(harness.events[0]?.payload).to.deep.equal({
        kind: 'message',
        thread: `${message.channel}:${message.ts}`,
        at: Math.round(Number(ts) * 1000),
      });
      expect(JSON.stringify(harness.events)).not.to.contain('secret');
    });
  });
}

describe('An event of Slack', () => {
  it('is resent until the intake has handled it', async () => {
    const harness = await startHarness({ retryDelaysMs: [1, 1, 1] });
    try {
      const place = { platform: 'slack' as const, channel: CHANNELS.general };
      const root = await harness.slack.channel.post({ place }, { deliveryId: 'd', card: CARD });
      let failures = 2;
      harness.replyWith(() => {
        failures -= 1;
        if (failures >= 0) throw new Error('not now');
        return { kind: 'none' };
      });
      const ts = root.kind === 'sent' ? String(root.ref.ts) : '';
      await harness.workspace.write(PEOPLE.ben, CHANNELS.general, 'hello', ts);
      await harness.workspace.eventsIdle();
      expect(harness.events).to.have.length(3);
      expect(new Set(harness.events.map(({ eventId }) => eventId)).size).to.equal(1);
    } finally {
      await harness.stop();
    }
  });
});
