import { expect } from 'chai';
import { sendByHttp } from '../../../../playground/slack/bot-link.js';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { loadFixture } from '../fixtures.js';
import { type Harness, SECRET, startHarness } from '../harness.js';

for (const socket of [false, true]) {
  describe(`Slack's shortcut on a message over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    const { logger, lines } = createMemoryLogger();
    let harness: Harness;
    beforeEach(async () => {
      lines.length = 0;
      harness = await startHarness({ socket, rate: false, logger });
    });
    afterEach(() => harness.stop());

    /** Ben writes a message, and Ann uses the shortcut on it. */
    async function use(text: string, thread?: string) {
      const { ts } = await harness.workspace.write(PEOPLE.ben, CHANNELS.billing, text, thread);
      const at = { channel: CHANNELS.billing, ts };
      return { at, outcome: await harness.workspace.messageShortcut(PEOPLE.lena, at, 'complaint') };
    }

    const words = () => {
      const payload = harness.events.find((one) => one.payload.kind === 'command')?.payload;
      return payload?.kind === 'command' ? payload.text : undefined;
    };

    it('opens the form with what the message says, whoever is named in it, and where it stands', async () => {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      const text = '@Ann Reporter: Mr Ray & his <dog> are furious, tell @billing and #repairs';
      const { at, outcome } = await use(text);
      expect(outcome.status).to.equal('ok');
      expect(outcome.modal?.callback_id).to.equal(SAMPLE_FORM.id);
      const link = `https://redress-playground.slack.com/archives/${at.channel}/p${at.ts.replace('.', '')}`;
      expect(words()).to.equal(`${link}\n\n${text.replace('@billing', '@group')}`);
      const used = harness.events.filter(({ payload }) => payload.kind === 'command');
      expect(used).to.have.length(1);
      expect(used[0]?.account).to.deep.equal({
        platform: 'slack',
        workspace: TEAM_ID,
        userId: PEOPLE.lena,
      });
    });

    it('is acknowledged before the core was asked', async () => {
      let answer: (() => void) | undefined;
      const isAnswered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      harness.replyWith(async () => {
        await isAnswered;
        return { kind: 'none' };
      });
      const { outcome } = await use('All is late');
      expect(outcome).to.deep.equal({ status: 'ok' });
      answer?.();
    });

    it('opens the form though Slack does not say who is mentioned', async () => {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      harness.workspace.fault({ kind: 'http-500', method: 'users.info' });
      const { outcome } = await use('@Ann Reporter knows');
      expect(outcome.modal?.callback_id).to.equal(SAMPLE_FORM.id);
      expect(words()).to.match(/\n\n@someone knows$/);
    });

    it('says so, where the message is, when the form could not be opened in time', async () => {
      const root = await harness.workspace.write(PEOPLE.ben, CHANNELS.billing, 'So many calls');
      harness.workspace.fault({
        kind: 'refuse',
        method: 'views.open',
        error: 'expired_trigger_id',
      });
      harness.replyWith((incoming) =>
        incoming.payload.kind === 'command'
          ? { kind: 'form', form: SAMPLE_FORM }
          : { kind: 'none' },
      );
      await use('And one more', root.ts);
      const told = await harness.workspace.until(() =>
        harness.workspace.ephemerals(PEOPLE.lena).at(-1),
      );
      expect(told).to.include({ text: SLACK_TEXT.pressAgain, thread_ts: root.ts });
    });

    it('shows a notice to whoever used it, and to nobody else', async () => {
      harness.replyWith({ kind: 'notice', notice: { text: 'The database is away.', blocks: [] } });
      const { outcome } = await use('Where is my order?');
      const told =
        outcome.ephemeral ??
        (await harness.workspace.until(() => harness.workspace.ephemerals(PEOPLE.lena).at(-1)));
      expect(told.text).to.equal('The database is away.');
      expect(harness.workspace.messages(CHANNELS.billing)).to.have.length(1);
    });

    it('is the same event when Slack sends it twice', async () => {
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      harness.workspace.fault({ kind: 'twice', method: 'interactive' });
      const { outcome } = await use('Twice');
      expect(outcome.status).to.equal('ok');
      await harness.workspace.until(() => words() !== undefined);
      const ids = harness.events.filter(({ payload }) => payload.kind === 'command');
      expect(new Set(ids.map(({ eventId }) => eventId)).size).to.equal(1);
      expect(harness.workspace.modals(PEOPLE.lena)).to.have.length(1);
    });

    it('leaves no word of the message in the log', async () => {
      harness.workspace.fault({
        kind: 'refuse',
        method: 'views.open',
        error: 'expired_trigger_id',
      });
      harness.replyWith({ kind: 'form', form: SAMPLE_FORM });
      await use('The harpsichord of @Ann Reporter is out of tune');
      await harness.workspace.until(() => harness.workspace.ephemerals(PEOPLE.lena).at(-1));
      expect(lines.length).to.be.greaterThan(0);
      expect(JSON.stringify(lines)).not.to.match(/harpsichord|Ann Reporter/);
    });
  });
}

describe('A shortcut of Slack that is not ours', () => {
  it('is acknowledged and left alone, as is ours without what it needs', async () => {
    const harness = await startHarness();
    try {
      const link = {
        ...{ botUrl: () => harness.botUrl, signingSecret: SECRET },
        ...{ answerMs: 3000, now: Date.now },
      };
      const strange = [
        { callback_id: 'record' },
        { type: 'shortcut' },
        { callback_id: undefined },
        { trigger_id: undefined },
        { message: null },
        { channel: 'C1' },
      ];
      for (const change of strange) {
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
