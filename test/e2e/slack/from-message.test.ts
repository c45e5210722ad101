import { expect } from 'chai';
import { requiredScopes } from '../../../adapters/slack/scopes.js';
import { BOT, CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { View } from '../../../playground/slack/server.js';
import type { ChannelKind } from '../../../playground/slack/types.js';
import type { PersonName } from '../../../playground/users/user-driver.js';
import type { Harness } from '../support/harness.js';
import {
  closeForm,
  findPost,
  findPosts,
  press,
  pressForForm,
  startOnMonday,
  submitAsNew,
  waitForModal,
  waitForNotice,
} from '../support/intake-helpers.js';
import { forgeButtonPress, forgeInteraction, sendForged } from './forged-requests.js';

const ENTRIES = { complainant: 'Mr Ray', desiredOutcome: 'A working lift', category: 'wrong-bill' };

describe('a complaint recorded from a message in Slack', function () {
  this.timeout(60_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday({ env: { LOG_LEVEL: 'debug' } });
  });
  after(() => harness.close());
  afterEach(() => closeForm(harness, 'ann'));

  /** Ben asks, Cleo answers, and Ann uses the shortcut on the answer. */
  async function useShortcut(channel: string = CHANNELS.general): Promise<void> {
    const { slack } = harness;
    const { ts } = await slack.write(PEOPLE.ben, channel, 'Has anybody heard of the lift?');
    const chosen = await slack.write(
      PEOPLE.cleo,
      channel,
      'Mr Ray says the kazoo lift is stuck',
      ts,
    );
    await slack.write(PEOPLE.dev, channel, 'It was stuck on Friday too', ts);
    const used = await slack.messageShortcut(PEOPLE.ann, { channel, ts: chosen.ts }, 'complaint');
    expect(used.status).to.equal('ok');
  }

  const findBox = ({ blocks }: View) => blocks.find(({ block_id }) => block_id === 'keepSource');
  const toHint = (view: View): string => JSON.stringify(findBox(view)?.hint ?? '');
  const isTicked = (view: View): boolean =>
    JSON.stringify(findBox(view)).includes('initial_options');

  /** The form as soon as its box says this. */
  function waitForHint(hint: RegExp): Promise<View> {
    const find = () => harness.slack.modals(PEOPLE.ann).find((view) => hint.test(toHint(view)));
    return harness.slack.until(find, `a form that says ${hint}`, 5000);
  }

  /** Records it, and returns what Ann's form says after that, and the details. */
  async function record(form: View, more: Readonly<Record<string, string | string[]>> = {}) {
    const { slack, lab } = harness;
    const sent = await submitAsNew(harness, 'ann', form.id, { ...ENTRIES, ...more });
    expect(sent.status).to.equal('updated');
    const answer = JSON.stringify(slack.modals(PEOPLE.ann).at(-1));
    await closeForm(harness, 'ann');
    await lab.settle();
    const card = findPosts(harness, 'dm ann', /your complaint/).at(-1);
    if (card === undefined) throw new Error('no card');
    await harness.driverFor('ann').user('ann').press(card, 'details');
    const details = JSON.stringify(await waitForModal(harness, 'ann'));
    return { answer, details };
  }

  it('opens the form at once, counts the thread in it, and keeps it', async () => {
    await useShortcut();
    const form = await waitForHint(/Kept: 3 messages of 3 people, with the link/);
    expect(isTicked(form)).to.equal(true);
    const { answer, details } = await record(form);
    expect(answer).to.include('Kept with it: 3 messages of 3 people.');
    for (const words of [
      'Has anybody heard',
      'kazoo lift',
      'on Friday too',
      'Cleo Clarke',
      'Open the message',
    ]) {
      expect(details).to.include(words);
    }
  });

  it('keeps what was entered while the thread was read', async () => {
    harness.slack.fault({ kind: 'slow', method: 'conversations.replies', ms: 700 });
    await useShortcut();
    const opened = await waitForHint(/reading the thread/);
    const typed = { type: 'plain_text_input', value: 'Typed meanwhile' };
    opened.state.values.complainant = { value: typed };
    const form = await waitForHint(/Kept: 3 messages/);
    expect(JSON.stringify(form.state.values.complainant)).to.include('Typed meanwhile');
  });

  it('keeps nothing if the reporter leaves it out', async () => {
    await useShortcut();
    const { answer, details } = await record(await waitForHint(/Kept: 3/), { keepSource: [] });
    expect(answer).not.to.include('Kept with it');
    expect(details).not.to.include('on Friday too');
  });

  it('keeps nothing of a private channel by itself', async () => {
    await withKind('private', async () => {
      await useShortcut();
      const form = await waitForHint(/Kept: 3 messages .* It is private/);
      expect(isTicked(form)).to.equal(false);
      const { details } = await record(form);
      expect(details).not.to.include('on Friday too');
    });
  });

  it('keeps the message and its link where Redress is no member, and says so', async () => {
    harness.slack.removeBot('general');
    await useShortcut();
    const form = await waitForHint(
      /Kept: 1 message of 1 person, .* Redress is not in this conversation/,
    );
    const { answer, details } = await record(form);
    expect(answer).to.include('Redress is not in this conversation');
    expect(details).to.include('kazoo lift').and.not.to.include('on Friday too');
    harness.slack.inviteBot('general');
  });

  it('goes on when Redress is restarted while the form is open', async () => {
    await useShortcut();
    const form = await waitForHint(/Kept: 3 messages/);
    await harness.bot.kill();
    await harness.bot.start();
    // other words, so that it is not asked whether the complaint is known
    const { details } = await record(form, { description: 'No answer', desiredOutcome: 'A call' });
    expect(details).to.include('on Friday too');
  });

  describe('that is confidential', () => {
    let id: string;
    before(async () => {
      await useShortcut();
      const form = await waitForHint(/Kept: 3 messages/);
      await submitAsNew(harness, 'ann', form.id, { ...ENTRIES, category: 'staff-conduct' });
      await closeForm(harness, 'ann');
      await harness.lab.settle();
      id =
        /C-\d+/.exec(findPosts(harness, 'dm ann', /your complaint/).at(-1)?.text ?? '')?.[0] ?? '';
    });

    const toShown = (name: PersonName): string => {
      const { slack } = harness;
      return JSON.stringify([slack.modals(PEOPLE[name]), slack.ephemerals(PEOPLE[name])]);
    };
    const findCard = () => findPost(harness, 'billing', new RegExp(id));
    const SECRET = /on Friday too|Has anybody heard|kazoo/;

    for (const name of ['ben', 'cleo'] as const) {
      it(`keeps the conversation from ${name} of the team, behind its card`, async () => {
        await press(harness, name, findCard(), 'details');
        await waitForNotice(harness, name, /No complaint that you can see/);
        expect(toShown(name)).not.to.match(SECRET);
      });
    }

    for (const name of ['dev', 'rita'] as const) {
      it(`keeps it from ${name}, who forges the press`, async () => {
        const forged = forgeButtonPress(name, 'details', id, `9.${Date.now()}.${name}`);
        expect((await sendForged(harness, forgeInteraction(forged))).status).to.equal(200);
        expect(toShown(name)).not.to.match(SECRET);
      });
    }

    for (const name of ['lena', 'omar'] as const) {
      it(`shows it to ${name}`, async () => {
        const view = await pressForForm(harness, name, findCard(), 'details');
        expect(JSON.stringify(view)).to.match(SECRET);
        await closeForm(harness, name);
      });
    }
  });

  it('is on no card, and leaves no word in the log', () => {
    const posted = JSON.stringify(
      Object.values(harness.slack.state.messages)
        .flat()
        .filter(({ bot_id }) => bot_id),
    );
    expect(posted).not.to.match(/on Friday too|Has anybody heard/);
    expect(harness.bot.output).not.to.match(/on Friday too|Has anybody heard|kazoo/);
  });

  async function withKind(kind: ChannelKind, act: () => Promise<void>): Promise<void> {
    const general = harness.slack.state.channels.find(({ id }) => id === CHANNELS.general);
    if (general === undefined) throw new Error('no channel');
    general.kind = kind;
    await act();
    general.kind = 'public';
  }
});

describe('a complaint recorded from a message with a token of today’s first scopes', function () {
  this.timeout(60_000);

  it('is recorded with the message and its link, and the form says which scope is missing', async () => {
    const harness = await startOnMonday({ isInProcess: true, slack: { scopes: requiredScopes() } });
    const { slack, lab } = harness;
    try {
      const channel = {
        ...({
          id: 'C0MPIM00001',
          name: 'mpdm-ann--ben--redress-1',
          kind: 'mpim',
          topic: '',
        } as const),
        ...{ members: [PEOPLE.ann, PEOPLE.ben, BOT.userId], archived: false, created: 1 },
      };
      slack.state.channels.push(channel);
      slack.state.messages[channel.id] ??= [];
      const { ts } = await slack.write(PEOPLE.ben, channel.id, 'The gate is locked');
      await slack.messageShortcut(PEOPLE.ann, { channel: channel.id, ts }, 'complaint');
      const says = (view: View) => JSON.stringify(view).includes('it lacks mpim:history');
      const form = await slack.until(() => slack.modals(PEOPLE.ann).find(says), 'the scope', 5000);
      const sent = await slack.submit(PEOPLE.ann, form.id, { ...ENTRIES, keepSource: ['yes'] });
      expect(sent.status).to.equal('updated');
      expect(JSON.stringify(slack.modals(PEOPLE.ann))).to.include(
        'Kept with it: 1 message of 1 person',
      );
      await lab.settle();
      expect(findPosts(harness, 'billing', /The gate is locked/)).to.have.length(1);
      const { status } = await fetch(`${harness.bot.url}/readyz`);
      expect(status).to.equal(200);
    } finally {
      await harness.close();
    }
  });
});
