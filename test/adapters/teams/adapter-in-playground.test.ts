import { expect } from 'chai';
import { CHANNELS, PEOPLE, TENANT_ID } from '../../../playground/teams/seed.js';
import type { Message } from '../../../playground/teams/types.js';
import type { Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Button, Card } from '../../../src/views/elements.js';
import { SAMPLE_FORM } from '../sample-form.js';
import { type Harness, startHarness } from './harness.js';

const NONE: Reply = { kind: 'none' };
const SAID: Reply = { kind: 'notice', notice: { text: 'For Ann alone', blocks: [] } };
const FORM_REPLY: Reply = { kind: 'form', form: SAMPLE_FORM };
const FAULTS: Reply = {
  kind: 'faults',
  faults: [{ field: 'what', message: 'Say more, please.' }],
};

const TAKE: Button = {
  ...{ action: 'take', value: 'C-1001', label: 'Take', style: 'primary', opens: false },
};
const PROMISE: Button = { ...TAKE, action: 'promise', label: 'Promise', opens: true };
const CARD: Card = {
  summary: 'C-1001',
  title: 'C-1001',
  blocks: [{ kind: 'buttons', buttons: [TAKE, PROMISE] }],
};

const FILLED = {
  what: 'Call Mrs Smith back',
  basis: 'goodwill',
  'due.date': '2027-07-01',
  'due.time': '17:00',
  told: 'true',
};

describe('The Teams adapter in the playground’s tenant', () => {
  let rig: Harness;
  beforeEach(async () => {
    rig = await startHarness({ rate: false });
  });
  afterEach(() => rig.stop());

  /** A card in the billing channel, as deliveries post it. */
  async function posted() {
    const place = { platform: 'teams', team: CHANNELS.general, channel: CHANNELS.billing } as const;
    const outcome = await rig.teams.channel.post({ place }, { deliveryId: 'd', card: CARD });
    if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
    const { conversation, activity } = outcome.ref;
    return { conversation: String(conversation), activity: String(activity), ref: outcome.ref };
  }

  const shown = (value: unknown) => JSON.stringify(value);
  const gestures = () => rig.seen.map(({ payload }) => payload);
  const lastOf = (messages: readonly Message[]) => shown(messages.at(-1) ?? null);

  describe('opens a form', () => {
    it('from the message extension, and closes it after the submission', async () => {
      rig.answer(FORM_REPLY);
      const opened = await rig.tenant.extension(PEOPLE.ann, 'complaint');
      expect(opened.status, shown(opened)).to.equal('ok');
      expect(opened.dialog?.title).to.equal('Promise');
      expect(gestures()).to.deep.equal([{ kind: 'command', text: '' }]);
      rig.answer(NONE);
      const sent = await rig.tenant.submit(PEOPLE.ann, opened.dialog?.id ?? '', FILLED);
      expect(sent, shown(sent)).to.include({ status: 'ok', closed: true });
      expect(rig.seen[1]).to.deep.include({
        eventId: `${PEOPLE.ann}/s_1`,
        payload: {
          kind: 'submission',
          form: 'promise',
          context: 'C-1001',
          values: {
            what: 'Call Mrs Smith back',
            basis: 'goodwill',
            due: Date.UTC(2027, 6, 1, 16),
            told: true,
            by: null,
          },
        },
      });
    });

    it('from a card’s button, and shows faults with the entered values', async () => {
      const at = await posted();
      rig.answer(FORM_REPLY);
      const opened = await rig.tenant.press(PEOPLE.ben, at, { action: 'promise' });
      expect(opened.status, shown(opened)).to.equal('ok');
      rig.answer(FAULTS);
      const first = await rig.tenant.submit(PEOPLE.ben, opened.dialog?.id ?? '', FILLED);
      expect(first.closed, shown(first)).to.equal(false);
      const again = shown(first.dialog?.card);
      expect(again).to.contain('Error: ').and.contain('Say more, please.');
      expect(again).to.contain('Call Mrs Smith back').and.contain('2027-07-01');
      rig.answer(NONE);
      const more = { ...FILLED, what: 'Call Mrs Smith back on Monday' };
      const second = await rig.tenant.submit(PEOPLE.ben, first.dialog?.id ?? '', more);
      expect(second, shown(second)).to.include({ status: 'ok', closed: true });
      const event = `${PEOPLE.ben}/s_1`;
      expect(rig.seen.map(({ eventId }) => eventId).slice(1)).to.deep.equal([event, event]);
      expect(gestures().at(-1)).to.have.nested.property('values.what', more.what);
    });

    it('from the card that answers the command, with the text after the command', async () => {
      rig.answer(FORM_REPLY);
      await rig.tenant.write(PEOPLE.ann, 'personal', 'complaint The lift is broken');
      await rig.tenant.eventsIdle();
      const opener = rig.tenant.personalChat(PEOPLE.ann).at(-1);
      expect(opener?.from).to.equal(rig.tenant.botId);
      const at = { conversation: opener?.chat ?? '', activity: opener?.id ?? '' };
      const opened = await rig.tenant.press(PEOPLE.ann, at, { title: TEAMS_TEXT.openerButton });
      expect(opened.status, shown(opened)).to.equal('ok');
      const said = { kind: 'command', text: 'The lift is broken' };
      expect(gestures()).to.deep.equal([said, said]);
    });

    it('in a channel from a card in the thread', async () => {
      rig.answer(FORM_REPLY);
      await rig.tenant.command(PEOPLE.ben, 'Billing', 'complaint');
      await rig.tenant.eventsIdle();
      const messages = rig.tenant.channelMessages('Billing');
      expect(messages).to.have.length(2);
      expect(lastOf(messages)).to.contain(TEAMS_TEXT.openerButton);
      expect(messages[1]?.root).to.equal(messages[0]?.id);
    });
  });

  describe('answers', () => {
    it('a button with a text that only the actor sees', async () => {
      const at = await posted();
      rig.answer(NONE);
      const done = await rig.tenant.press(PEOPLE.ben, at, { action: 'take' });
      expect(done, shown(done)).to.include({ status: 'ok', message: TEAMS_TEXT.done });
      rig.answer(SAID);
      const told = await rig.tenant.press(PEOPLE.ben, at, { action: 'take' });
      expect(told, shown(told)).to.include({ status: 'ok', message: 'For Ann alone' });
      expect(rig.tenant.channelMessages('Billing')).to.have.length(1);
    });

    it('a button of an old client in the actor’s personal chat', async () => {
      const at = await posted();
      rig.answer(SAID);
      const pressed = await rig.tenant.press(PEOPLE.ben, at, { action: 'take', fallback: true });
      expect(pressed.status, shown(pressed)).to.equal('ok');
      await rig.tenant.eventsIdle();
      expect(gestures()).to.deep.equal([{ kind: 'action', action: 'take', value: 'C-1001' }]);
      expect(rig.tenant.channelMessages('Billing')).to.have.length(1);
      expect(lastOf(rig.tenant.personalChat(PEOPLE.ben))).to.contain('For Ann alone');
    });

    it('a command in a channel in the actor’s personal chat', async () => {
      rig.answer(SAID);
      await rig.tenant.command(PEOPLE.ben, 'Billing', 'complaint list');
      await rig.tenant.eventsIdle();
      expect(gestures()).to.deep.equal([{ kind: 'command', text: 'list' }]);
      expect(lastOf(rig.tenant.personalChat(PEOPLE.ben))).to.contain('For Ann alone');
      const thread = shown(rig.tenant.channelMessages('Billing'));
      expect(thread).to.contain(TEAMS_TEXT.seePersonalChat).and.not.contain('For Ann alone');
    });

    it('a message extension command with a dialog', async () => {
      rig.answer(SAID);
      const read = await rig.tenant.extension(PEOPLE.ann, 'complaint-list');
      expect(read.status, shown(read)).to.equal('ok');
      expect(shown(read.dialog?.card)).to.contain('For Ann alone');
    });

    it('an unknown text in a personal chat with help', async () => {
      rig.answer(SAID);
      await rig.tenant.write(PEOPLE.ann, 'personal', 'hello?');
      await rig.tenant.eventsIdle();
      expect(gestures()).to.deep.equal([{ kind: 'command', text: 'help' }]);
      expect(lastOf(rig.tenant.personalChat(PEOPLE.ann))).to.contain('For Ann alone');
    });
  });

  describe('receives', () => {
    it('a message in a complaint’s thread, with the key of the card', async () => {
      const { ref, activity } = await posted();
      await rig.tenant.write(PEOPLE.ben, 'Billing', 'I am on it', { thread: activity });
      await rig.tenant.eventsIdle();
      expect(gestures()).to.have.length(1);
      expect(gestures()[0]).to.deep.include({ kind: 'message', thread: ref.key });
    });

    it('a message that Teams repeats after a 500', async () => {
      await rig.stop();
      rig = await startHarness({ rate: false, retryDelaysMs: [1, 1, 1] });
      const { activity } = await posted();
      let fails = 2;
      rig.answer(() => {
        fails -= 1;
        if (fails >= 0) throw new TypeError('the store is away');
        return NONE;
      });
      await rig.tenant.write(PEOPLE.ben, 'Billing', 'I am on it', { thread: activity });
      await rig.tenant.eventsIdle();
      expect(gestures()).to.have.length(3);
    });

    it('the installation and removal of the app, with the person’s reference', async () => {
      await rig.tenant.write(PEOPLE.dev, 'personal', 'help');
      await rig.tenant.eventsIdle();
      rig.seen.length = 0;
      rig.tenant.uninstall(PEOPLE.dev);
      await rig.tenant.eventsIdle();
      rig.answer(SAID);
      rig.tenant.install(PEOPLE.dev);
      await rig.tenant.eventsIdle();
      const kinds = gestures().map(({ kind }) => kind);
      expect(kinds[0]).to.equal('uninstalled');
      expect(kinds.slice(1).every((kind) => kind === 'installed')).to.equal(true);
      const arrived = rig.seen.at(-1);
      expect(arrived?.account).to.deep.equal({
        platform: 'teams',
        workspace: TENANT_ID,
        userId: PEOPLE.dev,
      });
      expect(arrived?.reference).to.deep.include({
        serviceUrl: `${rig.tenant.url}/`,
        conversation: rig.tenant.personalConversation(PEOPLE.dev),
      });
      const greetings = rig.tenant
        .personalChat(PEOPLE.dev)
        .filter((one) => shown(one).includes('For Ann alone'));
      expect(greetings).to.have.length(1);
    });
  });

  it('handles an invoke once when Teams sends it twice', async () => {
    const at = await posted();
    rig.tenant.fault({ kind: 'twice', operation: 'invoke' });
    await rig.tenant.press(PEOPLE.ben, at, { action: 'take' });
    expect(gestures()).to.have.length(1);
  });

  it('accepts new signing keys of Microsoft', async () => {
    let now = Date.now();
    await rig.stop();
    rig = await startHarness({ rate: false, now: () => now });
    const at = await posted();
    now += 60_000;
    rig.tenant.rotateKeys();
    const pressed = await rig.tenant.press(PEOPLE.ben, at, { action: 'take' });
    expect(pressed.status, shown(pressed)).to.equal('ok');
  });

  it('reports a team it was removed from, until it is added again', async () => {
    rig.tenant.removeFromTeam();
    await rig.tenant.eventsIdle();
    expect(JSON.stringify(rig.teams.health())).to.contain(CHANNELS.general);
    rig.tenant.installInTeam();
    await rig.tenant.eventsIdle();
    expect(rig.teams.health()).to.equal('ok');
  });
});
