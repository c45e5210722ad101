import { expect } from 'chai';
import { sendByHttp } from '../../../../playground/slack/bot-link.js';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { loadFixture } from '../fixtures.js';
import { type Harness, SECRET, startHarness } from '../harness.js';

for (const socket of [false, true]) {
  describe(`Slack's message shortcut over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    const { logger, lines } = createMemoryLogger();
    let harness: Harness;
    beforeEach(async () => {
      lines.length = 0;
      harness = await startHarness({ socket, rate: false, logger });
    });
    afterEach(() => harness.stop());

    /** Ben writes a message, and Ann uses the shortcut on it. */
    async function useShortcut(text: string, thread?: string) {
      const { ts } = await harness.workspace.write(PEOPLE.ben, CHANNELS.billing, text, thread);
      const at = { channel: CHANNELS.billing, ts };
      return { at, outcome: await harness.workspace.messageShortcut(PEOPLE.lena, at, 'complaint') };
    }

    const commandText = () => {
      const payload = harness.events.find((one) => one.payload.kind === 'quote')?.payload;
      return payload?.kind === 'quote' ? payload.text : undefined;
    };

    it('opens the form with the message’s text and the names in it, and knows its link', async () => {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      const text = '@Ann Reporter: Mr Ray & his <dog> are furious, tell @billing and #repairs';
      const { at, outcome } = await useShortcut(text);
      expect(outcome.status).to.equal('ok');
      expect(outcome.modal?.callback_id).to.equal(SAMPLE_FORM.id);
      const link = `https://redress-playground.slack.com/archives/${at.channel}/p${at.ts.replace('.', '')}`;
      expect(commandText()).to.equal(text.replace('@billing', '@group'));
      const used = harness.events.filter(({ payload }) => payload.kind === 'quote');
      expect(used).to.have.length(1);
      expect(used[0]?.payload).to.have.nested.property('source.link', link);
      expect(used[0]?.account).to.deep.equal({
        platform: 'slack',
        workspace: TEAM_ID,
        userId: PEOPLE.lena,
      });
    });

    it('is acknowledged before the intake has answered', async () => {
      let answer: (() => void) | undefined;
      const isAnswered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      harness.replyWith(async () => {
        await isAnswered;
        return { kind: 'none' };
      });
      const { outcome } = await useShortcut('All is late');
      expect(outcome).to.deep.equal({ status: 'ok' });
      answer?.();
    });

    it('opens the form even if the names of the people mentioned are unknown', async () => {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      harness.workspace.fault({ kind: 'http-500', method: 'users.info', times: 2 });
      const { outcome } = await useShortcut('@Ann Reporter knows');
      expect(outcome.modal?.callback_id).to.equal(SAMPLE_FORM.id);
      expect(commandText()).to.equal('@someone knows');
    });

    it('tells the person, beside the message, when the form could not be opened in time', async () => {
      const root = await harness.workspace.write(PEOPLE.ben, CHANNELS.billing, 'So many calls');
      harness.workspace.fault({
        kind: 'refuse',
        method: 'views.open',
        error: 'expired_trigger_id',
      });
      harness.replyWith((incoming) =>
        incoming.payload.kind === 'quote' ? { kind: 'form', form: SAMPLE_FORM } : { kind: 'none' },
      );
      await useShortcut('And one more', root.ts);
      const notice = await harness.workspace.until(() =>
        harness.workspace.ephemerals(PEOPLE.lena).at(-1),
      );
      expect(notice).to.include({ text: SLACK_TEXT.pressAgain, thread_ts: root.ts });
    });

    it('shows a notice only to the person who used it', async () => {
      harness.replyWith({ kind: 'notice', notice: { text: 'The database is away.', blocks: [] } });
      const { outcome } = await useShortcut('Where is my order?');
      const notice =
        outcome.ephemeral ??
        (await harness.workspace.until(() => harness.workspace.ephemerals(PEOPLE.lena).at(-1)));
      expect(notice.text).to.equal('The database is away.');
      expect(harness.workspace.messages(CHANNELS.billing)).to.have.length(1);
    });

    it('has the same event id when Slack sends it twice', async () => {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      harness.workspace.fault({ kind: 'twice', method: 'interactive' });
      const { outcome } = await useShortcut('Twice');
      expect(outcome.status).to.equal('ok');
      await harness.workspace.until(() => commandText() !== undefined);
      const ids = harness.events.filter(({ payload }) => payload.kind === 'quote');
      expect(new Set(ids.map(({ eventId }) => eventId)).size).to.equal(1);
      expect(harness.workspace.modals(PEOPLE.lena)).to.have.length(1);
    });

    it('leaves no text of the message in the log', async () => {
      harness.workspace.fault({
        kind: 'refuse',
        method: 'views.open',
        error: 'expired_trigger_id',
      });
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      await useShortcut('The harpsichord of @Ann Reporter is out of tune');
      await harness.workspace.until(() => harness.workspace.ephemerals(PEOPLE.lena).at(-1));
      expect(lines.length).to.be.greaterThan(0);
      expect(JSON.stringify(lines)).not.to.match(/harpsichord|Ann Reporter/);
    });
  });
}

describe('A shortcut that is not ours', () => {
  it('is acknowledged and ignored, and so is a malformed one of ours', async () => {
    const harness = await startHarness();
    try {
      const link = {
        ...{ botUrl: () => harness.botUrl, signingSecret: SECRET },
        ...{ answerMs: 3000, now: Date.now },
      };
      const malformed = [
        { callback_id: 'record' },
        { type: 'shortcut' },
        { callback_id: undefined },
        { trigger_id: undefined },
        { message: null },
        { channel: 'C1' },
      ];
      for (const change of malformed) {
        const payload = { ...loadFixture('message-shortcut'), ...change };
        const answer = await sendByHttp({ type: 'interactive', payload }, link);
        expect(answer, JSON.stringify(change)).to.include({ kind: 'answered', status: 200 });
      }
      expect(harness.events).to.deep.equal([]);
    } finally {
      await harness.stop();
    }
  });
});
