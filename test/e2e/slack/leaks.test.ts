import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { slackPosts, toSlackText } from '../../../playground/users/slack-posts.js';
import type { PersonName } from '../../../playground/users/user-driver.js';
import { startScenario } from '../scenario/scenario.js';
import { waitUntilCorrect } from '../scenario/scenario-with-faults.js';
import { SCENARIO_STEPS } from '../scenario/steps.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import { type Harness, SECRETS, startHarness } from '../support/harness.js';
import {
  closeForm,
  fileComplaint,
  findPost,
  findPosts,
  press,
  pressForForm,
  startOnMonday,
  waitForModal,
  waitForNotice,
} from '../support/intake-helpers.js';
import { MessageRecorder } from '../support/recording/message-recorder.js';
import { forgeButtonPress, forgeInteraction, sendForged } from './forged-requests.js';

/** Details of a confidential complaint: only the people who may see it may read them. */
const SECRET = {
  complainant: 'Quillfeather',
  account: 'ACC-9931',
  description: 'shouted at the counter by a xylophonist',
  desiredOutcome: 'an apology on vellum',
} as const;
const SECRET_WORDS = Object.values(SECRET);

function findSecrets(text: string): readonly string[] {
  return SECRET_WORDS.filter((words) => text.includes(words));
}

describe('confidential details and notes of a team', function () {
  this.timeout(60_000);
  let harness: Harness;
  let id: string;

  before(async function () {
    this.timeout(120_000);
    harness = await startOnMonday({ env: { LOG_LEVEL: 'debug' } });
  });
  after(() => harness.close());

  describe('a confidential complaint', () => {
    before(async () => {
      id = await fileComplaint(harness, { ...SECRET, category: 'staff-conduct' });
      // Nobody takes it: the lead and the officer are reminded; Ben may not see it and is not.
      // The bot climbs the ladder one rung at a time, so this takes several days.
      for (let days = 0; days < 3; days += 1) {
        await harness.lab.moveTo((await harness.lab.now()) + 24 * 3_600_000);
      }
    });

    it('shows only its reference in the team’s channel', () => {
      const card = findPost(harness, 'billing', new RegExp(id));
      expect(card.text).to.match(/confidential/);
      expect(card.buttons).to.deep.equal(['details']);
      const inChannels = slackPosts(harness.slack).filter(({ where }) => !where.startsWith('dm'));
      expect(
        inChannels.flatMap(({ message }) => findSecrets(JSON.stringify(message))),
      ).to.deep.equal([]);
    });

    it('is named in the chats of its reporter, its lead and the officers, and in no other chat', () => {
      const inChats = slackPosts(harness.slack).filter(({ where }) => where.startsWith('dm'));
      const chats = new Set(inChats.map(({ where }) => where));
      expect([...chats].sort()).to.deep.equal(['dm ann', 'dm lena', 'dm omar']);
      expect(findSecrets(findPost(harness, 'dm ann', new RegExp(id)).text).length).to.be.above(0);
    });

    for (const name of ['ben', 'cleo', 'dev', 'rita'] as const) {
      it(`is hidden from ${name}: in the list, in the details and behind its button`, async () => {
        expect(await fetchList(name)).not.to.include(id);
        const forged = forgeButtonPress(name, 'details', id, `7.${Date.now()}.${name}`);
        expect((await sendForged(harness, forgeInteraction(forged))).status).to.equal(200);
        expect(harness.slack.modals(PEOPLE[name])).to.deep.equal([]);
        if (name === 'ben' || name === 'cleo') {
          await press(harness, name, findPost(harness, 'billing', new RegExp(id)), 'details');
          await waitForNotice(harness, name, /No complaint that you can see/);
        }
        expect(findSecrets(JSON.stringify(harness.slack.ephemerals(PEOPLE[name])))).to.deep.equal(
          [],
        );
      });
    }

    for (const [name, where] of [
      ['ann', 'dm ann'],
      ['lena', 'dm lena'],
      ['omar', 'dm omar'],
    ] as const) {
      it(`is shown to ${name}, in the list and in full in the details`, async () => {
        expect(await fetchList(name)).to.include(id);
        const view = await pressForForm(
          harness,
          name,
          findPost(harness, where, new RegExp(id)),
          'details',
        );
        expect(findSecrets(JSON.stringify(view))).to.deep.equal(SECRET_WORDS);
        await closeForm(harness, name);
      });
    }

    it('keeps a note for the team out of the channel', async () => {
      await new PersistentUser(harness, 'lena').press(
        () => findPost(harness, 'dm lena', new RegExp(id)),
        'take',
      );
      await harness.lab.settle();
      await fetchList('omar');
      const list = harness.slack.ephemerals(PEOPLE.omar).at(-1);
      const at = { channel: CHANNELS.general, ts: list?.ts ?? '' };
      await harness.slack.press(PEOPLE.omar, at, 'details', id);
      const form = await waitForModal(harness, 'omar');
      await harness.slack.pressInModal(PEOPLE.omar, form.id, 'update');
      const update = await harness.slack.until(
        () => harness.slack.modals(PEOPLE.omar).find((one) => one.id !== form.id),
        'the form of the note',
      );
      const text = 'Keep this between us: the cellist saw it.';
      await harness.slack.submit(PEOPLE.omar, update.id, { audience: 'team', text });
      await closeForm(harness, 'omar');
      await harness.lab.settle();
      const notes = slackPosts(harness.slack).filter((post) => post.text.includes('cellist'));
      expect(notes.map(({ where }) => where)).to.deep.equal(['dm lena']);
    });

    async function fetchList(name: PersonName): Promise<string> {
      const before = harness.slack.ephemerals(PEOPLE[name]).length;
      const typed = await harness.slack.slash(PEOPLE[name], CHANNELS.general, '/complaint', 'list');
      expect(typed.status).to.equal('ok');
      const answer = await harness.slack.until(
        () => harness.slack.ephemerals(PEOPLE[name])[before],
        'the list',
      );
      const words = toSlackText(answer);
      expect(words).to.match(/Complaints that are not closed|There is nothing to show/);
      return words;
    }
  });

  describe('a team’s note', () => {
    it('reaches the thread and never the reporter: not in a message, the list or the details', async () => {
      const open = await fileComplaint(harness);
      const card = () => findPost(harness, 'billing', new RegExp(`${open} ·`));
      await new PersistentUser(harness, 'ben').press(card, 'take');
      await harness.lab.settle();
      const text = 'He has a point about the harpsichord.';
      await new PersistentUser(harness, 'ben').submitForm(card, 'update', {
        audience: 'team',
        text,
      });
      await new PersistentUser(harness, 'cleo').replyInThread(card(), 'The harpsichord again?');
      await harness.lab.settle();
      expect(findPosts(harness, 'billing thread', /harpsichord/)).to.have.length(1);
      const mine = findPost(harness, 'dm ann', new RegExp(`${open} · your complaint`));
      const view = await pressForForm(harness, 'ann', mine, 'details');
      expect(JSON.stringify(view)).not.to.include('harpsichord');
      await closeForm(harness, 'ann');
      await harness.slack.slash(PEOPLE.ann, CHANNELS.general, '/complaint', 'list');
      const seen = [harness.slack.dm(PEOPLE.ann), harness.slack.ephemerals(PEOPLE.ann)];
      expect(JSON.stringify(seen)).not.to.include('harpsichord');
    });
  });

  describe('a complaint that went to another team', () => {
    const MOVED = 'the bassoonist never came';
    let moved: string;
    const cards = (where: string) => findPosts(harness, where, new RegExp(moved));

    before(async () => {
      moved = await fileComplaint(harness, { description: MOVED });
      const card = findPost(harness, 'billing', new RegExp(`${moved} ·`));
      await new PersistentUser(harness, 'cleo').replyInThread(card, 'Is this one ours?');
      const form = await pressForForm(harness, 'ben', card, 'details');
      await harness.slack.pressInModal(PEOPLE.ben, form.id, 'recategorise');
      const change = await harness.slack.until(
        () => harness.slack.modals(PEOPLE.ben).find((one) => one.id !== form.id),
        'the form of the change',
      );
      await harness.slack.submit(PEOPLE.ben, change.id, { category: 'late-repair' });
      await closeForm(harness, 'ben');
      await harness.lab.settle();
    });

    it('is in its channel, and of it the old team’s channel shows only where it is', () => {
      expect(cards('repairs')[0]?.text).to.include(MOVED);
      const [old, ...more] = cards('billing');
      expect(more).to.deep.equal([]);
      expect(old?.text).to.include('Repairs').and.not.include('bassoonist');
      expect(old?.buttons).to.deep.equal([]);
    });

    for (const name of ['ben', 'cleo', 'lena'] as const) {
      it(`is hidden from ${name} of the old team, behind its buttons too`, async () => {
        for (const action of ['details', 'recategorise', 'take']) {
          const forged = forgeButtonPress(name, action, moved, `8.${Date.now()}.${action}`);
          expect((await sendForged(harness, forgeInteraction(forged))).status).to.equal(200);
          expect(harness.slack.modals(PEOPLE[name])).to.deep.equal([]);
        }
        const seen = JSON.stringify(harness.slack.ephemerals(PEOPLE[name]));
        expect(seen).not.to.include('bassoonist');
      });
    }

    it('reminds its new team and nobody of the old one', async () => {
      const before = harness.slack.dm(PEOPLE.lena).length;
      await harness.lab.moveTo((await harness.lab.now()) + 2 * 3_600_000);
      await harness.lab.settle();
      expect(findPosts(harness, 'repairs thread', /nobody|take/i).length).to.be.above(0);
      const billing = findPosts(harness, 'billing thread', new RegExp(moved));
      expect(billing.filter(({ text }) => text.includes('bassoonist'))).to.deep.equal([]);
      const news = harness.slack.dm(PEOPLE.lena).slice(before);
      expect(JSON.stringify(news)).not.to.include(moved);
    });

    it('tells once whoever writes under the old card where it is, and nothing of it', async () => {
      const [old] = cards('billing');
      if (old === undefined) throw new Error('no card');
      await new PersistentUser(harness, 'cleo').replyInThread(old, 'And now?');
      await harness.lab.settle();
      const [told] = findPosts(harness, 'dm cleo', new RegExp(moved));
      expect(told?.text).to.include('Repairs').and.not.include('bassoonist');
    });
  });

  describe('the log of all this, at debug', () => {
    it('has none of these words', () => {
      const { output } = harness.bot;
      const notes = ['cellist', 'harpsichord', 'Mrs Kay'];
      const secrets = [...SECRET_WORDS, ...notes, ...Object.values(SECRETS)];
      expect(output).to.match(/Redress is ready/);
      expect(secrets.filter((words) => output.includes(words))).to.deep.equal([]);
    });
  });
});

describe('the log of the whole scenario, at debug, with a Slack that fails', function () {
  this.timeout(120_000);

  it('has no text of the complaint, no name, no address and no token', async () => {
    const harness = await startHarness({ env: { LOG_LEVEL: 'debug' } });
    const recorder = new MessageRecorder(harness.drivers);
    try {
      const run = await startScenario(harness, recorder);
      for (const [index, step] of SCENARIO_STEPS.entries()) {
        if (index % 5 === 4) harness.slack.fault({ kind: 'lost-reply', method: 'chat.update' });
        if (index === 2) harness.slack.fault({ kind: 'http-500', method: 'chat.update', times: 2 });
        await step.act(run);
        await waitUntilCorrect(run, SCENARIO_STEPS.slice(0, index + 1), step);
      }
      await harness.lab.injectStoreFault(600_000);
      await harness.driverFor('ben').user('ben').press(run.teamCard(), 'details');
      await waitForNotice(harness, 'ben', /could not be saved|cannot reach its records/);
      await harness.lab.injectStoreFault(0);
      await harness.bot.stop();
      const people = harness.slack.state.people.filter((person) => !person.isBot);
      const names = people.flatMap(({ realName, email, name }) => [
        realName,
        email ?? realName,
        name,
      ]);
      const words = [
        'Mrs Kay',
        'K-77',
        'too high',
        'orrected bill',
        'meter',
        'in the post',
        'apologised',
        'Wrong again',
        'Fine now',
        'We have it',
      ];
      const { output } = harness.bot;
      const found = [...words, ...names, ...Object.values(SECRETS)].filter((one) =>
        output.toLowerCase().includes(one.toLowerCase()),
      );
      expect(output, 'something was logged').to.match(/will retry/);
      expect(found).to.deep.equal([]);
    } finally {
      recorder.close();
      await harness.close();
    }
  });
});
