import { expect } from 'chai';
import { CHANNELS, PEOPLE, TENANT_ID } from '../../../playground/teams/seed.js';
import type { Message } from '../../../playground/teams/types.js';
import type { Reply } from '../../../src/ports/intake.js';
import { TEAMS_TEXT } from '../../../src/text/teams-en.js';
import type { Button, Card } from '../../../src/views/elements.js';
import { SAMPLE_FORM } from '../sample-form.js';
import { type Harness, startHarness } from './harness.js';

const NONE: Reply = { kind: 'none' };
const NOTICE: Reply = { kind: 'notice', notice: { text: 'For Ann alone', blocks: [] } };
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

const INPUTS = {
  what: 'Call Mrs Smith back',
  basis: 'goodwill',
  'due.date': '2027-07-01',
  'due.time': '17:00',
  told: 'true',
};

describe('The Teams adapter in the playground’s tenant', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness({ rateLimit: false });
  });
  afterEach(() => harness.stop());

  /** Posts a card to the billing channel, as a delivery does. */
  async function postCard() {
    const place = { platform: 'teams', team: CHANNELS.general, channel: CHANNELS.billing } as const;
    const outcome = await harness.teams.channel.post({ place }, { deliveryId: 'd', card: CARD });
    if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
    const { conversation, activity } = outcome.ref;
    return { conversation: String(conversation), activity: String(activity), ref: outcome.ref };
  }

  const toJson = (value: unknown) => JSON.stringify(value);
  const payloads = () => harness.events.map(({ payload }) => payload);
  const toLastMessage = (messages: readonly Message[]) => toJson(messages.at(-1) ?? null);

  describe('opens a form', () => {
    it('from the message extension, and closes it after the submission', async () => {
      harness.replyWith(FORM_REPLY);
      const opened = await harness.tenant.extension(PEOPLE.ann, 'complaint');
      expect(opened.status, toJson(opened)).to.equal('ok');
      expect(opened.dialog?.title).to.equal('Promise');
      expect(payloads()).to.deep.equal([{ kind: 'command', text: '' }]);
      harness.replyWith(NONE);
      const sent = await harness.tenant.submit(PEOPLE.ann, opened.dialog?.id ?? '', INPUTS);
      expect(sent, toJson(sent)).to.include({ status: 'ok', closed: true });
      expect(harness.events[1]).to.deep.include({
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
      const at = await postCard();
      harness.replyWith(FORM_REPLY);
      const opened = await harness.tenant.press(PEOPLE.ben, at, { action: 'promise' });
      expect(opened.status, toJson(opened)).to.equal('ok');
      harness.replyWith(FAULTS);
      const first = await harness.tenant.submit(PEOPLE.ben, opened.dialog?.id ?? '', INPUTS);
      expect(first.closed, toJson(first)).to.equal(false);
      const again = toJson(first.dialog?.card);
      expect(again).to.contain('Error: ').and.contain('Say more, please.');
      expect(again).to.contain('Call Mrs Smith back').and.contain('2027-07-01');
      harness.replyWith(NONE);
      const more = { ...INPUTS, what: 'Call Mrs Smith back on Monday' };
      const second = await harness.tenant.submit(PEOPLE.ben, first.dialog?.id ?? '', more);
      expect(second, toJson(second)).to.include({ status: 'ok', closed: true });
      const event = `${PEOPLE.ben}/s_1`;
      expect(harness.events.map(({ eventId }) => eventId).slice(1)).to.deep.equal([event, event]);
      expect(payloads().at(-1)).to.have.nested.property('values.what', more.what);
    });

    it('from the card that answers the command, with the text after the command', async () => {
      harness.replyWith(FORM_REPLY);
      await harness.tenant.write(PEOPLE.ann, 'personal', 'complaint The lift is broken');
      await harness.tenant.eventsIdle();
      const opener = harness.tenant.personalChat(PEOPLE.ann).at(-1);
      expect(opener?.from).to.equal(harness.tenant.botId);
      const at = { conversation: opener?.chat ?? '', activity: opener?.id ?? '' };
      const opened = await harness.tenant.press(PEOPLE.ann, at, { title: TEAMS_TEXT.openerButton });
      expect(opened.status, toJson(opened)).to.equal('ok');
      const command = { kind: 'command', text: 'The lift is broken' };
      expect(payloads()).to.deep.equal([command, command]);
    });

    it('in a channel from a card in the thread', async () => {
      harness.replyWith(FORM_REPLY);
      await harness.tenant.command(PEOPLE.ben, 'Billing', 'complaint');
      await harness.tenant.eventsIdle();
      const messages = harness.tenant.channelMessages('Billing');
      expect(messages).to.have.length(2);
      expect(toLastMessage(messages)).to.contain(TEAMS_TEXT.openerButton);
      expect(messages[1]?.root).to.equal(messages[0]?.id);
    });
  });

  describe('answers', () => {
    it('a button with a text that only the actor sees', async () => {
      const at = await postCard();
      harness.replyWith(NONE);
      const first = await harness.tenant.press(PEOPLE.ben, at, { action: 'take' });
      expect(first, toJson(first)).to.include({ status: 'ok', message: TEAMS_TEXT.done });
      harness.replyWith(NOTICE);
      const second = await harness.tenant.press(PEOPLE.ben, at, { action: 'take' });
      expect(second, toJson(second)).to.include({ status: 'ok', message: 'For Ann alone' });
      expect(harness.tenant.channelMessages('Billing')).to.have.length(1);
    });

    it('a button of an old client in the actor’s personal chat', async () => {
      const at = await postCard();
      harness.replyWith(NOTICE);
      const pressed = await harness.tenant.press(PEOPLE.ben, at, {
        action: 'take',
        fallback: true,
      });
      expect(pressed.status, toJson(pressed)).to.equal('ok');
      await harness.tenant.eventsIdle();
      expect(payloads()).to.deep.equal([{ kind: 'action', action: 'take', value: 'C-1001' }]);
      expect(harness.tenant.channelMessages('Billing')).to.have.length(1);
      expect(toLastMessage(harness.tenant.personalChat(PEOPLE.ben))).to.contain('For Ann alone');
    });

    it('a command in a channel in the actor’s personal chat', async () => {
      harness.replyWith(NOTICE);
      await harness.tenant.command(PEOPLE.ben, 'Billing', 'complaint list');
      await harness.tenant.eventsIdle();
      expect(payloads()).to.deep.equal([{ kind: 'command', text: 'list' }]);
      expect(toLastMessage(harness.tenant.personalChat(PEOPLE.ben))).to.contain('For Ann alone');
      const thread = toJson(harness.tenant.channelMessages('Billing'));
      expect(thread).to.contain(TEAMS_TEXT.seePersonalChat).and.not.contain('For Ann alone');
    });

    it('a message extension command with a dialog', async () => {
      harness.replyWith(NOTICE);
      const read = await harness.tenant.extension(PEOPLE.ann, 'complaint-list');
      expect(read.status, toJson(read)).to.equal('ok');
      expect(toJson(read.dialog?.card)).to.contain('For Ann alone');
    });

    it('an unknown text in a personal chat with help', async () => {
      harness.replyWith(NOTICE);
      await harness.tenant.write(PEOPLE.ann, 'personal', 'hello?');
      await harness.tenant.eventsIdle();
      expect(payloads()).to.deep.equal([{ kind: 'command', text: 'help' }]);
      expect(toLastMessage(harness.tenant.personalChat(PEOPLE.ann))).to.contain('For Ann alone');
    });
  });

  describe('receives', () => {
    it('a message in a complaint’s thread, with the key of the card', async () => {
      const { ref, activity } = await postCard();
      await harness.tenant.write(PEOPLE.ben, 'Billing', 'I am on it', { thread: activity });
      await harness.tenant.eventsIdle();
      expect(payloads()).to.have.length(1);
      expect(payloads()[0]).to.deep.include({ kind: 'message', thread: ref.key });
    });

    it('a message that Teams repeats after a 500', async () => {
      await harness.stop();
      harness = await startHarness({ rateLimit: false, retryDelaysMs: [1, 1, 1] });
      const { activity } = await postCard();
      let fails = 2;
      harness.replyWith(() => {
        fails -= 1;
        if (fails >= 0) throw new TypeError('the store is away');
        return NONE;
      });
      await harness.tenant.write(PEOPLE.ben, 'Billing', 'I am on it', { thread: activity });
      await harness.tenant.eventsIdle();
      expect(payloads()).to.have.length(3);
    });

    it('the installation and removal of the app, with the person’s reference', async () => {
      await harness.tenant.write(PEOPLE.dev, 'personal', 'help');
      await harness.tenant.eventsIdle();
      harness.events.length = 0;
      harness.tenant.uninstall(PEOPLE.dev);
      await harness.tenant.eventsIdle();
      harness.replyWith(NOTICE);
      harness.tenant.install(PEOPLE.dev);
      await harness.tenant.eventsIdle();
      const kinds = payloads().map(({ kind }) => kind);
      expect(kinds[0]).to.equal('uninstalled');
      expect(kinds.slice(1).every((kind) => kind === 'installed')).to.equal(true);
      const installed = harness.events.at(-1);
      expect(installed?.account).to.deep.equal({
        platform: 'teams',
        workspace: TENANT_ID,
        userId: PEOPLE.dev,
      });
      expect(installed?.reference).to.deep.include({
        serviceUrl: `${harness.tenant.url}/`,
        conversation: harness.tenant.personalConversation(PEOPLE.dev),
      });
      const welcomes = harness.tenant
        .personalChat(PEOPLE.dev)
        .filter((one) => toJson(one).includes('For Ann alone'));
      expect(welcomes).to.have.length(1);
    });
  });

  it('handles an invoke once when Teams sends it twice', async () => {
    const at = await postCard();
    harness.tenant.fault({ kind: 'twice', operation: 'invoke' });
    await harness.tenant.press(PEOPLE.ben, at, { action: 'take' });
    expect(payloads()).to.have.length(1);
  });

  it('accepts new signing keys of Microsoft', async () => {
    let now = Date.now();
    await harness.stop();
    harness = await startHarness({ rateLimit: false, now: () => now });
    const at = await postCard();
    now += 60_000;
    harness.tenant.rotateKeys();
    const pressed = await harness.tenant.press(PEOPLE.ben, at, { action: 'take' });
    expect(pressed.status, toJson(pressed)).to.equal('ok');
  });

  it('reports a team it was removed from, until it is added again', async () => {
    harness.tenant.removeFromTeam();
    await harness.tenant.eventsIdle();
    expect(JSON.stringify(harness.teams.health())).to.contain(CHANNELS.general);
    harness.tenant.installInTeam();
    await harness.tenant.eventsIdle();
    expect(harness.teams.health()).to.equal('ok');
  });
});
