import { expect } from 'chai';
import { sendByHttp } from '../../../../playground/slack/bot-link.js';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../../../playground/slack/seed.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { FORM } from '../../form.js';
import { fixture } from '../fixtures.js';
import { type Rig, SECRET, startRig } from '../harness.js';

for (const socket of [false, true]) {
  describe(`Slack's shortcut on a message over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    const { logger, lines } = createMemoryLogger();
    let rig: Rig;
    beforeEach(async () => {
      lines.length = 0;
      rig = await startRig({ socket, rate: false, logger });
    });
    afterEach(() => rig.stop());

    /** Ben writes a message, and Ann uses the shortcut on it. */
    async function use(text: string, thread?: string) {
      const { ts } = await rig.workspace.write(PEOPLE.ben, CHANNELS.billing, text, thread);
      const at = { channel: CHANNELS.billing, ts };
      return { at, outcome: await rig.workspace.messageShortcut(PEOPLE.lena, at, 'complaint') };
    }

    const words = () => {
      const payload = rig.seen.find((one) => one.payload.kind === 'command')?.payload;
      return payload?.kind === 'command' ? payload.text : undefined;
    };

    it('opens the form with what the message says, whoever is named in it, and where it stands', async () => {
      rig.answer({ kind: 'form', form: FORM });
      const text = '@Ann Reporter: Mr Ray & his <dog> are furious, tell @billing and #repairs';
      const { at, outcome } = await use(text);
      expect(outcome.status).to.equal('ok');
      expect(outcome.modal?.callback_id).to.equal(FORM.id);
      const link = `https://redress-playground.slack.com/archives/${at.channel}/p${at.ts.replace('.', '')}`;
      expect(words()).to.equal(`${link}\n\n${text.replace('@billing', '@group')}`);
      const used = rig.seen.filter(({ payload }) => payload.kind === 'command');
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
      rig.answer(async () => {
        await isAnswered;
        return { kind: 'none' };
      });
      const { outcome } = await use('All is late');
      expect(outcome).to.deep.equal({ status: 'ok' });
      answer?.();
    });

    it('opens the form though Slack does not say who is mentioned', async () => {
      rig.answer({ kind: 'form', form: FORM });
      rig.workspace.fault({ kind: 'http-500', method: 'users.info' });
      const { outcome } = await use('@Ann Reporter knows');
      expect(outcome.modal?.callback_id).to.equal(FORM.id);
      expect(words()).to.match(/\n\n@someone knows$/);
    });

    it('says so, where the message is, when the form could not be opened in time', async () => {
      const root = await rig.workspace.write(PEOPLE.ben, CHANNELS.billing, 'So many calls');
      rig.workspace.fault({ kind: 'refuse', method: 'views.open', error: 'expired_trigger_id' });
      rig.answer((incoming) =>
        incoming.payload.kind === 'command' ? { kind: 'form', form: FORM } : { kind: 'none' },
      );
      await use('And one more', root.ts);
      const told = await rig.workspace.until(() => rig.workspace.ephemerals(PEOPLE.lena).at(-1));
      expect(told).to.include({ text: SLACK_TEXT.pressAgain, thread_ts: root.ts });
    });

    it('shows a notice to whoever used it, and to nobody else', async () => {
      rig.answer({ kind: 'notice', notice: { text: 'The database is away.', blocks: [] } });
      const { outcome } = await use('Where is my order?');
      const told =
        outcome.ephemeral ??
        (await rig.workspace.until(() => rig.workspace.ephemerals(PEOPLE.lena).at(-1)));
      expect(told.text).to.equal('The database is away.');
      expect(rig.workspace.messages(CHANNELS.billing)).to.have.length(1);
    });

    it('is the same event when Slack sends it twice', async () => {
      rig.answer({ kind: 'form', form: FORM });
      rig.workspace.fault({ kind: 'twice', method: 'interactive' });
      const { outcome } = await use('Twice');
      expect(outcome.status).to.equal('ok');
      await rig.workspace.until(() => words() !== undefined);
      const ids = rig.seen.filter(({ payload }) => payload.kind === 'command');
      expect(new Set(ids.map(({ eventId }) => eventId)).size).to.equal(1);
      expect(rig.workspace.modals(PEOPLE.lena)).to.have.length(1);
    });

    it('leaves no word of the message in the log', async () => {
      rig.workspace.fault({ kind: 'refuse', method: 'views.open', error: 'expired_trigger_id' });
      rig.answer({ kind: 'form', form: FORM });
      await use('The harpsichord of @Ann Reporter is out of tune');
      await rig.workspace.until(() => rig.workspace.ephemerals(PEOPLE.lena).at(-1));
      expect(lines.length).to.be.greaterThan(0);
      expect(JSON.stringify(lines)).not.to.match(/harpsichord|Ann Reporter/);
    });
  });
}

describe('A shortcut of Slack that is not ours', () => {
  it('is acknowledged and left alone, as is ours without what it needs', async () => {
    const rig = await startRig();
    try {
      const link = {
        ...{ botUrl: () => rig.botUrl, signingSecret: SECRET },
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
        const payload = { ...fixture('message-shortcut'), ...change };
        const answer = await sendByHttp({ type: 'interactive', payload }, link);
        expect(answer, JSON.stringify(change)).to.include({ kind: 'answered', status: 200 });
      }
      expect(rig.seen).to.deep.equal([]);
    } finally {
      await rig.stop();
    }
  });
});
