import { expect } from 'chai';
import { buildManifest } from '../../../../adapters/teams/manifest/manifest.js';
import { CHANNELS, PEOPLE } from '../../../../playground/teams/seed.js';
import type { Reply } from '../../../../src/ports/intake.js';
import { SAMPLE_FORM } from '../../sample-form.js';
import { APP_ID } from '../fixtures.js';
import { type Harness, startHarness } from '../harness.js';

const page = 'https://example.org/';
const manifest = buildManifest({
  ...{ appId: APP_ID, domain: 'redress.example.org', version: '1.0.0' },
  developer: { name: 'Example Housing', website: page, privacy: page, terms: page },
});
const COMMANDS = manifest.composeExtensions.flatMap(({ commands }) => commands);
const LISTS = manifest.bots.flatMap(({ commandLists }) => commandLists);

/** The text after `/complaint` for each command, written independently of the code. */
const TEXTS: Readonly<Record<string, string>> = {
  complaint: '',
  'complaint list': 'list',
  'complaint away': 'away',
  'complaint back': 'back',
  'complaint reminders': 'reminders',
  'complaint help': 'help',
  'complaint-list': 'list',
  'complaint-away': 'away',
  'complaint-back': 'back',
  'complaint-reminders': 'reminders',
  'complaint-help': 'help',
};

/** The texts of commands that open a form. */
const FORM_TEXTS: readonly (string | undefined)[] = ['', 'away'];

const FORM_REPLY: Reply = { kind: 'form', form: SAMPLE_FORM };
const PRIVATE_TEXT = 'For one person';
const NOTICE: Reply = { kind: 'notice', notice: { text: PRIVATE_TEXT, blocks: [] } };

describe('Each command in the Teams app’s manifest', () => {
  let harness: Harness;

  before(async () => {
    harness = await startHarness({ rateLimit: false });
  });
  after(() => harness.stop());
  beforeEach(() => {
    for (const { id } of harness.tenant.dialogs(PEOPLE.ann))
      harness.tenant.closeDialog(PEOPLE.ann, id);
    harness.events.splice(0);
    // Like the core: a form for the command alone and for `away`, else a notice.
    harness.replyWith(({ payload }) =>
      payload.kind === 'command' && !FORM_TEXTS.includes(payload.text) ? NOTICE : FORM_REPLY,
    );
  });

  const payloads = () => harness.events.map(({ payload }) => payload);
  const toJson = (value: unknown) => JSON.stringify(value);
  const findTitles = (scope: string) =>
    LISTS.filter(({ scopes }) => scopes.some((one) => one === scope)).flatMap(({ commands }) =>
      commands.map(({ title }) => title),
    );

  /** A message cannot open a dialog, so a card is sent whose button opens the form. */
  async function expectOpensForm(
    message: { conversation: string; id: string } | undefined,
    text = '',
  ) {
    const at = { conversation: message?.conversation ?? '', activity: message?.id ?? '' };
    const pressed = await harness.tenant.press(PEOPLE.ann, at, {});
    expect(pressed.status, pressed.error).to.equal('ok');
    expect(pressed.dialog?.title).to.equal(SAMPLE_FORM.title);
    expect(payloads().at(-1)).to.deep.equal({ kind: 'command', text });
  }

  for (const title of findTitles('personal')) {
    it(`is handled as a message in a personal chat, and answered there: ${title}`, async () => {
      const before = harness.tenant.personalChat(PEOPLE.ann).length;
      await harness.tenant.command(PEOPLE.ann, 'personal', title);
      await harness.tenant.eventsIdle();
      const answers = harness.tenant.personalChat(PEOPLE.ann).slice(before + 1);
      expect(answers).to.have.length(1);
      if (FORM_TEXTS.includes(TEXTS[title])) return expectOpensForm(answers[0], TEXTS[title]);
      expect(payloads()).to.deep.equal([{ kind: 'command', text: TEXTS[title] }]);
      expect(toJson(answers)).to.contain(PRIVATE_TEXT);
    });
  }

  for (const title of findTitles('team')) {
    it(`is handled in a channel, without showing the channel what is for one person: ${title}`, async () => {
      const before = harness.tenant.personalChat(PEOPLE.ann).length;
      const asked = await harness.tenant.command(PEOPLE.ann, CHANNELS.billing, title);
      await harness.tenant.eventsIdle();
      const [, ...replies] = harness.tenant.thread(CHANNELS.billing, asked.activity);
      expect(replies).to.have.length(1);
      if (FORM_TEXTS.includes(TEXTS[title])) return expectOpensForm(replies[0], TEXTS[title]);
      expect(payloads()).to.deep.equal([{ kind: 'command', text: TEXTS[title] }]);
      expect(toJson(replies)).not.to.contain(PRIVATE_TEXT);
      expect(toJson(harness.tenant.personalChat(PEOPLE.ann).slice(before))).to.contain(
        PRIVATE_TEXT,
      );
    });
  }

  for (const [id, from] of COMMANDS.flatMap(({ id, context }) => context.map((one) => [id, one]))) {
    it(`opens its dialog as ${id} of the message extension from ${from}`, async () => {
      const { general: conversation } = CHANNELS;
      const { activity } = await harness.tenant.write(PEOPLE.ann, conversation, 'Damp again!');
      await harness.tenant.eventsIdle();
      harness.events.splice(0);
      const message = { conversation, activity };
      const where = { compose: { conversation }, commandBox: {}, message: { message } };
      const used = await harness.tenant.extension(
        PEOPLE.ann,
        id ?? '',
        where[from as keyof typeof where],
      );
      expect(used.status, `${used.error} ${used.reasons?.join()}`).to.equal('ok');
      expect(harness.events).to.have.length(1);
      const [payload] = payloads();
      const text = payload !== undefined && 'text' in payload ? payload.text : undefined;
      expect(text).to.equal(from === 'message' ? 'Damp again!' : TEXTS[id ?? '']);
      if (FORM_TEXTS.includes(TEXTS[id ?? '']))
        expect(used.dialog?.title).to.equal(SAMPLE_FORM.title);
      else expect(toJson(used)).to.contain(PRIVATE_TEXT);
    });
  }

  it('is listed in this test, and this test lists no other', () => {
    const offered = LISTS.flatMap(({ commands }) => commands.map(({ title }) => title));
    const ids = COMMANDS.map(({ id }) => id);
    expect(new Set([...offered, ...ids])).to.deep.equal(new Set(Object.keys(TEXTS)));
    for (const { type, fetchTask } of COMMANDS) {
      expect({ type, fetchTask }).to.deep.equal({ type: 'action', fetchTask: true });
    }
  });
});
