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

/** What each command means, as the text behind `/complaint`: written here once more, apart from the code. */
const TEXTS: Readonly<Record<string, string>> = {
  complaint: '',
  'complaint list': 'list',
  'complaint help': 'help',
  'complaint-list': 'list',
  'complaint-help': 'help',
};

const FORM_REPLY: Reply = { kind: 'form', form: SAMPLE_FORM };
const ALONE = 'Seen by one person';
const NOTICE: Reply = { kind: 'notice', notice: { text: ALONE, blocks: [] } };

describe('Each command in the Teams app’s manifest', () => {
  let rig: Harness;

  before(async () => {
    rig = await startHarness({ rate: false });
  });
  after(() => rig.stop());
  beforeEach(() => {
    for (const { id } of rig.tenant.dialogs(PEOPLE.ann)) rig.tenant.closeDialog(PEOPLE.ann, id);
    rig.seen.splice(0);
    // As the core answers: the word alone by the form, `list` and `help` by what is for one person.
    rig.answer(({ payload }) =>
      payload.kind === 'command' && ['list', 'help'].includes(payload.text) ? NOTICE : FORM_REPLY,
    );
  });

  const gestures = () => rig.seen.map(({ payload }) => payload);
  const shown = (value: unknown) => JSON.stringify(value);
  const titlesIn = (scope: string) =>
    LISTS.filter(({ scopes }) => scopes.some((one) => one === scope)).flatMap(({ commands }) =>
      commands.map(({ title }) => title),
    );

  /** No message can open a dialog: a card stands for the form, and its button opens it. */
  async function opensTheForm(message: { conversation: string; id: string } | undefined) {
    const at = { conversation: message?.conversation ?? '', activity: message?.id ?? '' };
    const pressed = await rig.tenant.press(PEOPLE.ann, at, {});
    expect(pressed.status, pressed.error).to.equal('ok');
    expect(pressed.dialog?.title).to.equal(SAMPLE_FORM.title);
    expect(gestures().at(-1)).to.deep.equal({ kind: 'command', text: '' });
  }

  for (const title of titlesIn('personal')) {
    it(`is handled as a message in a personal chat, and answered there: ${title}`, async () => {
      const before = rig.tenant.personalChat(PEOPLE.ann).length;
      await rig.tenant.command(PEOPLE.ann, 'personal', title);
      await rig.tenant.eventsIdle();
      const answers = rig.tenant.personalChat(PEOPLE.ann).slice(before + 1);
      expect(answers).to.have.length(1);
      if (TEXTS[title] === '') return opensTheForm(answers[0]);
      expect(gestures()).to.deep.equal([{ kind: 'command', text: TEXTS[title] }]);
      expect(shown(answers)).to.contain(ALONE);
    });
  }

  for (const title of titlesIn('team')) {
    it(`is handled in a channel, without showing the channel what is for one person: ${title}`, async () => {
      const before = rig.tenant.personalChat(PEOPLE.ann).length;
      const asked = await rig.tenant.command(PEOPLE.ann, CHANNELS.billing, title);
      await rig.tenant.eventsIdle();
      const [, ...replies] = rig.tenant.thread(CHANNELS.billing, asked.activity);
      expect(replies).to.have.length(1);
      if (TEXTS[title] === '') return opensTheForm(replies[0]);
      expect(gestures()).to.deep.equal([{ kind: 'command', text: TEXTS[title] }]);
      expect(shown(replies)).not.to.contain(ALONE);
      expect(shown(rig.tenant.personalChat(PEOPLE.ann).slice(before))).to.contain(ALONE);
    });
  }

  for (const [id, from] of COMMANDS.flatMap(({ id, context }) => context.map((one) => [id, one]))) {
    it(`opens its dialog as ${id} of the message extension from ${from}`, async () => {
      const { general: conversation } = CHANNELS;
      const { activity } = await rig.tenant.write(PEOPLE.ann, conversation, 'Damp again!');
      await rig.tenant.eventsIdle();
      rig.seen.splice(0);
      const message = { conversation, activity };
      const where = { compose: { conversation }, commandBox: {}, message: { message } };
      const used = await rig.tenant.extension(
        PEOPLE.ann,
        id ?? '',
        where[from as keyof typeof where],
      );
      expect(used.status, `${used.error} ${used.reasons?.join()}`).to.equal('ok');
      expect(rig.seen).to.have.length(1);
      const [payload] = gestures();
      const text = payload?.kind === 'command' ? payload.text : undefined;
      if (from === 'message') {
        expect(text).to.contain('Damp again!');
        expect(text).to.contain('https://teams.microsoft.com/l/message/');
      } else expect(text).to.equal(TEXTS[id ?? '']);
      if (TEXTS[id ?? ''] === '') expect(used.dialog?.title).to.equal(SAMPLE_FORM.title);
      else expect(shown(used)).to.contain(ALONE);
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
