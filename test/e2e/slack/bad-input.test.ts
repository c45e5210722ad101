import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import { type Harness, startHarness } from '../support/harness.js';
import {
  closeForm,
  fileComplaint,
  findPost,
  findPosts,
  openForm,
  press,
  pressForForm,
  startOnMonday,
  submitAsNew,
  VALID_ENTRIES,
  waitForNotice,
} from '../support/intake-helpers.js';
import {
  forgeButtonPress,
  forgeInteraction,
  forgeSubmission,
  sendForged,
} from './forged-requests.js';

const HOUR = 3_600_000;

/** A complaint that no other is like, so that the form does not ask whether it is known. */
const UNLIKE_OTHERS = {
  ...VALID_ENTRIES,
  complainant: 'Mr Lowe',
  description: 'Nobody answers the telephone after lunch',
};

describe('bad input', function () {
  this.timeout(60_000);
  let harness: Harness;

  before(async function () {
    this.timeout(120_000);
    harness = await startOnMonday();
  });
  after(() => harness.close());
  afterEach(() => closeForm(harness, 'ann'));

  const countCards = () => findPosts(harness, 'billing', /C-\d+/).length;

  describe('in a form', () => {
    it('is an empty description: the field names the fault, and the form stays open', async () => {
      const before = countCards();
      const form = await openForm(harness, 'ann');
      const sent = await harness.slack.submit(PEOPLE.ann, form.id, {
        ...VALID_ENTRIES,
        description: '  ',
      });
      expect(sent.status).to.equal('errors');
      expect(sent.errors).to.deep.equal({ description: 'Please fill this in.' });
      expect(countCards()).to.equal(before);
    });

    it('is a description of 20,000 characters: Slack’s client refuses it, and so does Redress', async () => {
      const before = countCards();
      const form = await openForm(harness, 'ann');
      const long = 'long '.repeat(4000).trim();
      const typed = { ...VALID_ENTRIES, description: long };
      const stopped = await harness.slack.submit(PEOPLE.ann, form.id, typed);
      expect(stopped.errors?.description).to.match(/at most 3000 characters/);
      const value = { type: 'plain_text_input', value: long };
      const forged = forgeSubmission('ann', form, { description: value });
      const answer = await sendForged(harness, forgeInteraction(forged));
      expect(answer.body.errors).to.deep.equal({
        description:
          'That is 19999 characters, but only 3000 fit here. Please shorten it, and put the rest in the thread.',
      });
      expect(countCards()).to.equal(before);
    });

    it('is an unknown category: the person has to choose another one', async () => {
      const before = countCards();
      const form = await openForm(harness, 'ann');
      const { category: _, ...rest } = VALID_ENTRIES;
      await harness.slack.submit(PEOPLE.ann, form.id, rest);
      const value = { type: 'static_select', selected_option: { value: 'free-money' } };
      const answer = await sendForged(
        harness,
        forgeInteraction(forgeSubmission('ann', form, { category: value })),
      );
      expect(answer.body.errors).to.deep.equal({
        category: 'That category no longer exists. Choose another one.',
      });
      expect(countCards()).to.equal(before);
    });

    it('is a promise for a date that has passed', async () => {
      const id = await fileComplaint(harness);
      await new PersistentUser(harness, 'ben').press(
        () => findPost(harness, 'billing', new RegExp(id)),
        'take',
      );
      await harness.lab.settle();
      const card = findPost(harness, 'billing', new RegExp(id));
      const form = await pressForForm(harness, 'ben', card, 'promise');
      const dueAt = Math.floor((await harness.lab.now()) / 1000) - 60;
      const values = { what: 'A corrected bill', dueAt, basis: 'A hope' };
      const sent = await harness.slack.submit(PEOPLE.ben, form.id, values);
      expect(sent.errors).to.deep.equal({
        dueAt: 'That date has passed. Choose one in the future.',
      });
      await closeForm(harness, 'ben');
      expect(findPost(harness, 'billing', new RegExp(id)).text).not.to.match(/A corrected bill ·/);
    });
  });

  describe('that comes twice', () => {
    it('is a double click: the first takes the complaint, the second does nothing', async () => {
      const id = await fileComplaint(harness);
      const card = findPost(harness, 'billing', new RegExp(id));
      const before = findPosts(harness, 'dm ann', new RegExp(id)).length;
      await Promise.all([press(harness, 'ben', card, 'take'), press(harness, 'ben', card, 'take')]);
      expect(await waitForNotice(harness, 'ben', /You already have it/)).to.match(
        /You already have it\./,
      );
      await harness.lab.settle();
      expect(findPost(harness, 'billing', new RegExp(id)).text).to.match(/With @Ben Baker/);
      expect(findPosts(harness, 'dm ann', new RegExp(id))).to.have.length(before);
      expect(findPosts(harness, 'billing', new RegExp(id))).to.have.length(1);
    });

    it('is a form that Slack delivers twice: it is recorded once', async () => {
      const before = countCards();
      const form = await openForm(harness, 'ann');
      harness.slack.fault({ kind: 'twice', method: 'interactive' });
      const sent = await harness.slack.submit(PEOPLE.ann, form.id, UNLIKE_OTHERS);
      expect(sent.status).to.equal('updated');
      await harness.lab.settle();
      expect(countCards()).to.equal(before + 1);
    });

    it('is a replayed request: the same press does nothing more', async () => {
      const id = await fileComplaint(harness);
      const trigger = `9.${Date.now()}.replayed`;
      const take = forgeInteraction(forgeButtonPress('ben', 'take', id, trigger));
      expect((await sendForged(harness, take)).status).to.equal(200);
      const open = () => findPost(harness, 'billing', new RegExp(id));
      await harness.lab.settle();
      const form = await pressForForm(harness, 'ben', open(), 'details');
      await harness.slack.pressInModal(PEOPLE.ben, form.id, 'release');
      await closeForm(harness, 'ben');
      await harness.lab.settle();
      expect(open().text).to.match(/Nobody has it yet/);
      expect((await sendForged(harness, take)).status).to.equal(200);
      await harness.lab.settle();
      expect(open().text, 'after the replay').to.match(/Nobody has it yet/);
    });
  });

  describe('that is forged', () => {
    const forgeries = [
      ['signed with another secret', { secret: 'f'.repeat(32) }],
      ['six minutes old', { ageMs: 6 * 60_000 }],
      ['six minutes ahead', { ageMs: -6 * 60_000 }],
    ] as const;

    for (const [what, how] of forgeries) {
      it(`is a request ${what}: it is refused and changes nothing`, async () => {
        const id = await fileComplaint(harness);
        const pressed = forgeButtonPress('ben', 'take', id, `8.${Date.now()}.forged`);
        const answer = await sendForged(harness, forgeInteraction(pressed, how));
        expect(answer).to.deep.equal({ status: 401, body: {} });
        await harness.lab.settle();
        expect(findPost(harness, 'billing', new RegExp(id)).text).to.match(/Nobody has it yet/);
      });
    }

    it('is a request without a signature: it is refused', async () => {
      const { body, headers } = forgeInteraction(forgeButtonPress('ben', 'take', 'C-1001', 'x'));
      const bare = { body, headers: { 'content-type': headers['content-type'] ?? '' } };
      expect((await sendForged(harness, bare)).status).to.equal(401);
    });
  });

  describe('while the database is away', () => {
    it('leaves the form open with its content and an error; sent again it is recorded once', async () => {
      const before = countCards();
      const form = await openForm(harness, 'ann');
      await harness.lab.injectStoreFault(600_000);
      const sent = await harness.slack.submit(PEOPLE.ann, form.id, VALID_ENTRIES);
      await harness.lab.injectStoreFault(0);
      expect(sent.status).to.equal('errors');
      expect(Object.values(sent.errors ?? {})).to.deep.equal([
        'This could not be saved just now. Please try again in a moment: nothing is recorded twice.',
      ]);
      expect(sent.modal?.state.values.description?.value?.value).to.equal(
        VALID_ENTRIES.description,
      );
      const again = await submitAsNew(harness, 'ann', form.id, {});
      expect(again.status).to.equal('updated');
      await harness.lab.settle();
      expect(countCards()).to.equal(before + 1);
    });
  });

  describe('of the workspace', () => {
    const unusable = [
      ['a channel without the bot', 'removeBot', 'inviteBot', /Redress is not in the channel/],
      ['an archived channel', 'archive', 'unarchive', /the channel is archived/],
    ] as const;

    for (const [what, spoil, mend, why] of unusable) {
      it(`is ${what}: the operators get an alarm, and the lead a message`, async () => {
        harness.slack[spoil](CHANNELS.billing);
        try {
          const id = await fileComplaint(harness);
          const alarm = findPost(harness, 'ops', new RegExp(id));
          expect(alarm.text)
            .to.match(why)
            .and.match(/the card in the team’s channel/);
          const message = findPost(harness, 'dm lena', new RegExp(id));
          expect(message.text)
            .to.match(/could not be posted in its team’s channel/)
            .and.match(why);
          expect(message.buttons).to.include.members(['take', 'assign', 'details']);
          expect(findPosts(harness, 'dm lena', new RegExp(`${id} could not`))).to.have.length(1);
          expect(findPosts(harness, 'billing', new RegExp(id))).to.have.length(0);
        } finally {
          harness.slack[mend](CHANNELS.billing);
        }
      });
    }

    it('is a colleague who left: the nudge goes to the lead, and the operators get an alarm', async () => {
      const id = await fileComplaint(harness);
      const card = () => findPost(harness, 'billing', new RegExp(id));
      await new PersistentUser(harness, 'cleo').press(card, 'take');
      await harness.lab.settle();
      await new PersistentUser(harness, 'ben').submitForm(card, 'acknowledge', {
        words: 'We have it.',
      });
      harness.slack.deactivate(PEOPLE.cleo);
      try {
        // Two working days later the complaint counts as quiet, and Cleo would be nudged.
        await harness.lab.moveTo((await harness.lab.now()) + 48.5 * HOUR);
        const nudge = findPost(harness, 'dm lena', new RegExp(`${id} needs you`));
        expect(nudge.text).to.match(/@Cleo Clarke could not be reached, so this comes to you/);
        expect(findPost(harness, 'ops', new RegExp(id)).text).to.match(/chat account is gone/);
      } finally {
        harness.slack.reactivate(PEOPLE.cleo);
      }
    });
  });

  describe('in the settings', () => {
    it('is three mistakes: the process ends with 78 and names all three', async () => {
      const broken = await startHarness();
      try {
        await broken.bot.stop();
        writeFileSync(
          broken.config,
          [
            'teams:',
            '  billing:',
            '    name: Billing',
            '    members: [{ name: Ben, email: ben@playground.example }]',
            '    hours: { zone: Europe/Lundon }',
            'categories:',
            '  wrong-bill: { name: A wrong bill, team: biling }',
            'officers: [{ name: Omar, email: omar@playground.example }]',
          ].join('\n'),
        );
        const start = broken.bot.output.length;
        const { code } = await broken.bot.run();
        const output = broken.bot.output.slice(start);
        expect(code).to.equal(78);
        expect(output)
          .to.match(/billing.*place/)
          .and.match(/Lundon/)
          .and.match(/biling/);
        expect(output.trim().split('\n')).to.have.length(4);
      } finally {
        await broken.close();
      }
    });
  });
});
