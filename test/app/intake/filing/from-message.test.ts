import { expect } from 'chai';
import { withholdFrom } from '../../../../src/domain/complaint/permissions.js';
import type { FieldValue, Reply } from '../../../../src/ports/intake.js';
import type {
  ChosenMessage,
  ThreadReader,
  ThreadReading,
} from '../../../../src/ports/thread-reader.js';
import type { Form } from '../../../../src/views/elements.js';
import { getForm, openApp, type TestApp } from '../../../support/app.js';
import { FILING_VALUES } from '../../../support/complaint/filing-values.js';

const MINUTE = 60_000;
const CHOSEN: ChosenMessage = {
  ...{ thread: 'C1/1/2', link: 'https://example.org/m/2', isPrivate: false },
  message: { by: 'Ben', at: 2 * MINUTE, text: 'It leaks' },
};
const THREAD: ThreadReading = {
  unread: null,
  messages: [
    { by: 'Cleo', at: MINUTE, text: 'Who knows more?' },
    { by: 'Ben', at: 2 * MINUTE, text: 'It leaks', isChosen: true },
    { by: 'Cleo', at: 3 * MINUTE, text: 'Since when?' },
  ],
};
const NEWER = { by: 'Dev', at: 4 * MINUTE, text: 'Said after the form was opened' };

describe('A complaint that is recorded from a message', () => {
  let test: TestApp;
  let reading: ThreadReading;
  let asked: number;

  beforeEach(async () => {
    [reading, asked] = [THREAD, 0];
    const reader: ThreadReader = {
      platform: 'slack',
      readThread: async () => {
        asked += 1;
        return reading;
      },
    };
    test = await openApp(undefined, { threadReaders: new Map([['slack', reader]]) });
  });
  afterEach(() => test.close());

  type Opened = Extract<Reply, { kind: 'form' }>;

  async function open(chosen: ChosenMessage = CHOSEN): Promise<Opened> {
    const reply = await test.send('ann', { kind: 'quote', text: 'It leaks', source: chosen });
    if (reply.kind !== 'form') throw new Error(`no form but ${reply.kind}`);
    return reply;
  }

  async function showThread(reply: Opened): Promise<Form> {
    const form = await reply.later?.();
    if (form === undefined) throw new Error('the thread was not added');
    return form;
  }

  const keepField = ({ fields }: Form) => fields.find(({ name }) => name === 'keepSource');

  async function record(
    form: Form,
    values: Readonly<Record<string, FieldValue>> = { keepSource: true },
    app = test,
  ) {
    const reply = await app.submit(
      'ann',
      'file',
      form.context,
      { ...FILING_VALUES, ...values },
      form.submissionId,
    );
    const [complaint] = await app.listAll();
    return { reply, source: complaint?.source };
  }

  it('keeps the thread, which the form counted before', async () => {
    const opened = await open();
    expect(keepField(opened.form)).to.include({ kind: 'tick', initial: true });
    expect(keepField(opened.form)?.hint).to.match(/reading the thread/);
    expect(asked, 'nothing is read before the form is open').to.equal(0);
    const form = await showThread(opened);
    expect(form.submissionId).to.equal(opened.form.submissionId);
    expect(keepField(form)?.hint).to.match(/^Kept: 3 messages of 2 people, with the link\./);
    const { reply, source } = await record(form);
    expect(source).to.deep.equal({
      platform: 'slack',
      link: CHOSEN.link,
      messages: THREAD.messages,
    });
    expect(JSON.stringify(reply)).to.include('Kept with it: 3 messages of 2 people.');
    expect(asked).to.equal(1);
  });

  it('keeps nothing if the reporter leaves it out, and says nothing of it', async () => {
    const form = await showThread(await open());
    const { reply, source } = await record(form, { keepSource: false });
    expect(source).to.equal(undefined);
    expect(JSON.stringify(reply)).not.to.include('Kept with it');
  });

  it('keeps nothing of a private conversation unless the reporter wants it', async () => {
    const opened = await open({ ...CHOSEN, isPrivate: true });
    expect(keepField(opened.form)).to.include({ initial: false });
    const form = await showThread(opened);
    expect(keepField(form)).to.include({ initial: false });
    expect(keepField(form)?.hint).to.match(/It is private/);
    const { source } = await record(form);
    expect(source).to.include({ isPrivate: true });
  });

  for (const [unread, sentence] of [
    ['not-member', /not in this conversation/],
    ['not-permitted', /lacks mpim:history/],
    ['no-answer', /could not be read in time/],
  ] as const) {
    it(`keeps the message and its link and says why there is no more: ${unread}`, async () => {
      reading = { messages: [], unread, needs: 'mpim:history' };
      const form = await showThread(await open());
      expect(keepField(form)?.hint)
        .to.match(/^Kept: 1 message of 1 person/)
        .and.to.match(sentence);
      const { source } = await record(form);
      expect(source).to.deep.equal({
        ...{ platform: 'slack', link: CHOSEN.link, unread },
        messages: [{ ...CHOSEN.message, isChosen: true }],
      });
    });
  }

  it('keeps the message and its link if the form is sent before the thread is in it', async () => {
    const opened = await open();
    const { reply, source } = await record(opened.form);
    expect(source).to.deep.include({
      unread: 'not-shown',
      messages: [{ ...CHOSEN.message, isChosen: true }],
    });
    expect(JSON.stringify(reply)).to.include('before it showed the thread');
  });

  it('shows the thread in a form with all its fields too', async () => {
    const { form } = await open();
    const { submissionId: submission, context } = form;
    const unfolded = await test.send('ann', {
      kind: 'unfold',
      form: 'file',
      context,
      submission,
      values: {},
    });
    if (unfolded.kind !== 'form') throw new Error(unfolded.kind);
    const shown = await showThread(unfolded);
    expect(shown.isUnfolded).to.equal(true);
    expect(keepField(shown)?.hint).to.match(/^Kept: 3 messages/);
    expect((await record(shown)).source?.messages).to.have.length(3);
  });

  describe('when Redress was restarted while the form was open', () => {
    /** The submission arrives at another process, which has not opened the form. */
    async function recordElsewhere(form: Form, values: Readonly<Record<string, FieldValue>> = {}) {
      const other = test.startAnother('other');
      const event = {
        ...{
          eventId: form.submissionId,
          account: test.account('ann'),
          displayName: null,
          zone: null,
          reference: null,
        },
        payload: {
          ...({ kind: 'submission', form: 'file', context: form.context } as const),
          values: { ...FILING_VALUES, keepSource: true, ...values },
        },
      };
      const reply = await other.intake.handle(event);
      const [complaint] = await test.listAll();
      return { reply, source: complaint?.source };
    }

    it('reads the thread again, and keeps no more than the form said', async () => {
      const form = await showThread(await open());
      reading = { ...THREAD, messages: [...THREAD.messages, NEWER] };
      const { source } = await recordElsewhere(form);
      expect(source).to.deep.equal({
        platform: 'slack',
        link: CHOSEN.link,
        messages: THREAD.messages,
      });
    });

    it('keeps the message and its link and says so if the thread cannot be read any more', async () => {
      const form = await showThread(await open());
      reading = { messages: [], unread: 'no-answer' };
      const { reply, source } = await recordElsewhere(form);
      expect(source).to.deep.equal({
        ...{ platform: 'slack', link: CHOSEN.link, unread: 'forgotten' },
        messages: [{ ...CHOSEN.message, isChosen: true }],
      });
      expect(JSON.stringify(reply)).to.include('restarted while the form was open');
    });

    it('goes on to say what is kept when it asks about a known complaint, and keeps that', async () => {
      await test.file('ann');
      const form = await showThread(await open());
      const asked = getForm((await recordElsewhere(form)).reply);
      expect(keepField(asked)?.hint).to.match(/^Kept: 3 messages/);
      const { source } = await recordElsewhere(asked, { match: 'new' });
      expect(source?.messages).to.deep.equal(THREAD.messages);
    });

    it('keeps the message and its link if the form had not shown the thread', async () => {
      const { form } = await open();
      const { source } = await recordElsewhere(form);
      expect(source).to.deep.include({
        unread: 'forgotten',
        messages: [{ ...CHOSEN.message, isChosen: true }],
      });
      expect(asked).to.equal(0);
    });

    it('carries at most 1,500 characters in the form, whatever was written', async () => {
      const text = '"\\\n'.repeat(9000);
      const link = `https://example.org/${'x'.repeat(3000)}`;
      const form = await showThread(
        await open({ ...CHOSEN, link, message: { by: text, at: 1, text } }),
      );
      expect(JSON.stringify(form.context).length).to.be.at.most(1500);
    });
  });

  it('is read with the whole complaint only', async () => {
    await record(await showThread(await open()));
    const [complaint] = await test.listAll();
    if (complaint === undefined) throw new Error('not recorded');
    const details = await test.press('ann', 'details', complaint.id);
    expect(JSON.stringify(details)).to.include('Since when?').and.to.include('Open the message');
    expect(JSON.stringify(withholdFrom('part', complaint))).not.to.include('Since when?');
    await test.settle();
    await test.app.background.whenIdle();
    expect(JSON.stringify(test.channel.messages.map(({ card }) => card))).not.to.include(
      'Since when?',
    );
    expect(JSON.stringify(test.logs)).not.to.include('Since when?');
  });

  it('is recorded when the form is sent twice, once', async () => {
    const form = await showThread(await open());
    await record(form);
    await record(form, { keepSource: false });
    expect(await test.listAll()).to.have.length(1);
  });
});
