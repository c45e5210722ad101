import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../../playground/slack/seed.js';
import type { Reply } from '../../../../src/ports/intake.js';
import { SLACK_TEXT } from '../../../../src/text/slack-en.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { type Harness, startHarness } from '../harness.js';

const NOTICE: Reply = { kind: 'notice', notice: { text: 'For Ann alone', blocks: [] } };
const FORM: Reply = { kind: 'form', form: SAMPLE_FORM };

for (const socket of [false, true]) {
  describe(`A mention in a channel in Slack over ${socket ? 'Socket Mode' : 'HTTP'}`, () => {
    const { logger, lines } = createMemoryLogger();
    let harness: Harness;
    beforeEach(async () => {
      lines.length = 0;
      harness = await startHarness({ socket, rate: false, logger });
    });
    afterEach(() => harness.stop());

    const write = (text: string, thread?: string) =>
      harness.workspace.write(PEOPLE.ann, CHANNELS.general, text, thread);
    const payloads = () => harness.events.map(({ payload }) => payload);
    const seeLast = () =>
      harness.workspace.until(
        () => harness.workspace.ephemerals(PEOPLE.ann).at(-1),
        'the answer to Ann',
      );

    it('is answered to its author alone', async () => {
      harness.replyWith(NOTICE);
      await write('@Redress help');
      const seen = await seeLast();
      expect(seen).to.include({ text: 'For Ann alone', channel: CHANNELS.general });
      expect(seen).not.to.have.property('thread_ts');
      expect(payloads()).to.deep.equal([{ kind: 'command', text: 'help' }]);
      expect(harness.workspace.messages(CHANNELS.general), 'nothing for all').to.have.length(1);
    });

    it('in a thread is passed on as a message there, and answered in that thread', async () => {
      const { ts } = await harness.workspace.write(PEOPLE.ben, CHANNELS.general, 'Anyone?');
      harness.replyWith(NOTICE);
      await write('@Redress list', ts);
      expect(await seeLast()).to.include({ text: 'For Ann alone', thread_ts: ts });
      expect(payloads()[0]).to.include({ kind: 'message', asks: 'list' });
    });

    it('gets no answer when the intake has none', async () => {
      const { ts } = await harness.workspace.write(PEOPLE.ben, CHANNELS.general, 'C-1001');
      await write('@Redress help', ts);
      await harness.workspace.eventsIdle();
      await harness.slack.stop(1000);
      expect(payloads()).to.have.length(1);
      expect(harness.workspace.ephemerals(PEOPLE.ann)).to.deep.equal([]);
    });

    it('asks for a form with a button, which opens it with the words filled in', async () => {
      harness.replyWith(FORM);
      await write('@Redress complaint @Ben Baker: late & <wet>, 100 %');
      const seen = await seeLast();
      expect(seen.text).to.equal(SLACK_TEXT.opener);
      const at = { channel: seen.channel, ts: seen.ts };
      const pressed = await harness.workspace.press(PEOPLE.ann, at, 'open-form');
      expect(pressed.modal?.callback_id).to.equal(SAMPLE_FORM.id);
      const words = '@Ben Baker: late & <wet>, 100 %';
      expect(payloads()).to.deep.equal([
        { kind: 'command', text: words },
        { kind: 'quote', text: words },
      ]);
    });

    it('whose form was sent says so in the place of the button', async () => {
      harness.replyWith(FORM);
      await write('@Redress complaint Late');
      const seen = await seeLast();
      const at = { channel: seen.channel, ts: seen.ts };
      const { modal } = await harness.workspace.press(PEOPLE.ann, at, 'open-form');
      const notice = { text: 'C-1001 is recorded.', blocks: [] };
      harness.replyWith({ kind: 'recorded', reference: 'C-1001', notice });
      const form = { what: 'Late', basis: 'goodwill', due: 1_900_000_000 };
      const sent = await harness.workspace.submit(PEOPLE.ann, modal?.id ?? '', form);
      expect(sent.status).to.equal('closed');
      const shown = () => harness.workspace.ephemerals(PEOPLE.ann).map(({ text }) => text);
      await harness.workspace.until(() => shown().includes(notice.text), 'what was recorded');
      expect(shown()).to.deep.equal([notice.text]);
      expect(JSON.stringify(harness.workspace.ephemerals(PEOPLE.ann))).not.to.include('open-form');
    });

    it('whose words were added to another complaint says so in the place of the button', async () => {
      harness.replyWith(FORM);
      await write('@Redress complaint Late');
      const seen = await seeLast();
      const at = { channel: seen.channel, ts: seen.ts };
      const { modal } = await harness.workspace.press(PEOPLE.ann, at, 'open-form');
      const form = { what: 'Late', basis: 'goodwill', due: 1_900_000_000 };
      await harness.workspace.submit(PEOPLE.ann, modal?.id ?? '', form);
      const notice = { text: 'C-1001: Added.', blocks: [] };
      harness.replyWith({ kind: 'notice', notice, addedTo: 'C-1001' });
      const [adding] = harness.workspace.modals(PEOPLE.ann);
      const sent = await harness.workspace.submit(PEOPLE.ann, adding?.id ?? '', form);
      expect(sent.status).to.equal('updated');
      const shown = () => harness.workspace.ephemerals(PEOPLE.ann).map(({ text }) => text);
      await harness.workspace.until(() => shown().includes(notice.text), 'what was added');
      expect(shown()).to.deep.equal([notice.text]);
    });

    it('is acknowledged before the answer is posted, and a failure is only logged', async () => {
      harness.workspace.fault({
        ...{ kind: 'refuse', method: 'chat.postEphemeral', error: 'user_not_in_channel' },
      });
      harness.replyWith(NOTICE);
      await write('@Redress help');
      await harness.workspace.eventsIdle();
      await harness.slack.stop(1000);
      expect(payloads()).to.have.length(1);
      expect(lines.join()).to.include('chat.postEphemeral failed');
    });
  });
}
