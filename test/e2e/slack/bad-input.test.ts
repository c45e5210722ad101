import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { Someone } from '../support/drivers/persistent-user.js';
import { openWorld, type World } from '../support/harness.js';
import { buttonPress, interaction, post, submission } from './forged-requests.js';
import {
  all,
  closeAll,
  FILLED,
  file,
  find,
  nextMonday,
  notice,
  openForm,
  press,
  pressForForm,
} from '../support/intake-helpers.js';

const HOUR = 3_600_000;

describe('bad input', function () {
  this.timeout(60_000);
  let world: World;

  before(async function () {
    this.timeout(120_000);
    world = await openWorld();
    await world.lab.moveTo(await nextMonday(world));
  });
  after(() => world.close());
  afterEach(() => closeAll(world, 'ann'));

  const cards = () => all(world, 'billing', /C-\d+/).length;

  describe('in a form', () => {
    it('is a description without a word: its field says so, and the form stays open', async () => {
      const before = cards();
      const form = await openForm(world, 'ann');
      const sent = await world.slack.submit(PEOPLE.ann, form.id, { ...FILLED, description: '  ' });
      expect(sent.status).to.equal('errors');
      expect(sent.errors).to.deep.equal({ description: 'Please fill this in.' });
      expect(cards()).to.equal(before);
    });

    it('is a description of 20,000 characters: Slack’s client stops it, and so does Redress', async () => {
      const before = cards();
      const form = await openForm(world, 'ann');
      const long = 'long '.repeat(4000).trim();
      const typed = { ...FILLED, description: long };
      const stopped = await world.slack.submit(PEOPLE.ann, form.id, typed);
      expect(stopped.errors?.description).to.match(/at most 3000 characters/);
      const value = { type: 'plain_text_input', value: long };
      const forged = submission('ann', form, { description: value });
      const answer = await post(world, interaction(forged));
      expect(answer.body.errors).to.deep.equal({
        description:
          'That is 19999 characters; 3000 fit here. Please shorten it, and put the rest in the thread.',
      });
      expect(cards()).to.equal(before);
    });

    it('is a category that is not there: the person chooses another one', async () => {
      const before = cards();
      const form = await openForm(world, 'ann');
      const { category: _, ...rest } = FILLED;
      await world.slack.submit(PEOPLE.ann, form.id, rest);
      const value = { type: 'static_select', selected_option: { value: 'free-money' } };
      const answer = await post(world, interaction(submission('ann', form, { category: value })));
      expect(answer.body.errors).to.deep.equal({
        category: 'That category is not there any more. Choose another one.',
      });
      expect(cards()).to.equal(before);
    });

    it('is a promise for a date that has passed', async () => {
      const id = await file(world);
      await new Someone(world, 'ben').presses(() => find(world, 'billing', new RegExp(id)), 'take');
      await world.lab.settle();
      const card = find(world, 'billing', new RegExp(id));
      const form = await pressForForm(world, 'ben', card, 'promise');
      const dueAt = Math.floor((await world.lab.now()) / 1000) - 60;
      const values = { what: 'A corrected bill', dueAt, basis: 'A hope' };
      const sent = await world.slack.submit(PEOPLE.ben, form.id, values);
      expect(sent.errors).to.deep.equal({
        dueAt: 'That date has passed. Choose one in the future.',
      });
      await closeAll(world, 'ben');
      expect(find(world, 'billing', new RegExp(id)).says).not.to.match(/A corrected bill ·/);
    });
  });

  describe('that comes twice', () => {
    it('is a double click: one takes it, and nothing is done by the other', async () => {
      const id = await file(world);
      const card = find(world, 'billing', new RegExp(id));
      const before = all(world, 'dm ann', new RegExp(id)).length;
      await Promise.all([press(world, 'ben', card, 'take'), press(world, 'ben', card, 'take')]);
      expect(await notice(world, 'ben', /You have it already/)).to.match(/You have it already\./);
      await world.lab.settle();
      expect(find(world, 'billing', new RegExp(id)).says).to.match(/With @Ben Baker/);
      expect(all(world, 'dm ann', new RegExp(id))).to.have.length(before);
      expect(all(world, 'billing', new RegExp(id))).to.have.length(1);
    });

    it('is a form sent twice on its way: it is recorded once', async () => {
      const before = cards();
      const form = await openForm(world, 'ann');
      world.slack.fault({ kind: 'twice', method: 'interactive' });
      const sent = await world.slack.submit(PEOPLE.ann, form.id, FILLED);
      expect(sent.status).to.equal('closed');
      await world.lab.settle();
      expect(cards()).to.equal(before + 1);
    });

    it('is a replayed request: the same button, word for word, does nothing more', async () => {
      const id = await file(world);
      const trigger = `9.${Date.now()}.replayed`;
      const take = interaction(buttonPress('ben', 'take', id, trigger));
      expect((await post(world, take)).status).to.equal(200);
      const open = () => find(world, 'billing', new RegExp(id));
      await world.lab.settle();
      const form = await pressForForm(world, 'ben', open(), 'details');
      await world.slack.pressInModal(PEOPLE.ben, form.id, 'release');
      await closeAll(world, 'ben');
      await world.lab.settle();
      expect(open().says).to.match(/Nobody has it yet/);
      expect((await post(world, take)).status).to.equal(200);
      await world.lab.settle();
      expect(open().says, 'after the replay').to.match(/Nobody has it yet/);
    });
  });

  describe('that is forged', () => {
    const forgeries = [
      ['signed with another secret', { secret: 'f'.repeat(32) }],
      ['six minutes old', { ageMs: 6 * 60_000 }],
      ['six minutes ahead', { ageMs: -6 * 60_000 }],
    ] as const;

    for (const [what, how] of forgeries) {
      it(`is a request ${what}: it is refused and nothing is done`, async () => {
        const id = await file(world);
        const pressed = buttonPress('ben', 'take', id, `8.${Date.now()}.forged`);
        const answer = await post(world, interaction(pressed, how));
        expect(answer).to.deep.equal({ status: 401, body: {} });
        await world.lab.settle();
        expect(find(world, 'billing', new RegExp(id)).says).to.match(/Nobody has it yet/);
      });
    }

    it('is a request without a signature: it is refused', async () => {
      const { body, headers } = interaction(buttonPress('ben', 'take', 'C-1001', 'x'));
      const bare = { body, headers: { 'content-type': headers['content-type'] ?? '' } };
      expect((await post(world, bare)).status).to.equal(401);
    });
  });

  describe('while the database is away', () => {
    it('leaves the form open with its content and says so; sent again it is recorded once', async () => {
      const before = cards();
      const form = await openForm(world, 'ann');
      await world.lab.storeFault(600_000);
      const sent = await world.slack.submit(PEOPLE.ann, form.id, FILLED);
      await world.lab.storeFault(0);
      expect(sent.status).to.equal('errors');
      expect(Object.values(sent.errors ?? {})).to.deep.equal([
        'This could not be saved just now. Please send it again in a moment: nothing is recorded twice.',
      ]);
      expect(sent.modal?.state.values.description?.value?.value).to.equal(FILLED.description);
      const again = await world.slack.submit(PEOPLE.ann, form.id, {});
      expect(again.status).to.equal('closed');
      await world.lab.settle();
      expect(cards()).to.equal(before + 1);
    });
  });

  describe('of the workspace', () => {
    const unplaced = [
      ['a channel the bot is not in', 'removeBot', 'inviteBot', /Redress is not in the channel/],
      ['an archived channel', 'archive', 'unarchive', /the channel is archived/],
    ] as const;

    for (const [what, spoil, mend, why] of unplaced) {
      it(`is ${what}: the operators are alarmed, and the lead is told`, async () => {
        world.slack[spoil](CHANNELS.billing);
        try {
          const id = await file(world);
          const alarm = find(world, 'ops', new RegExp(id));
          expect(alarm.says)
            .to.match(why)
            .and.match(/the card in the team’s channel/);
          const told = find(world, 'dm lena', new RegExp(id));
          expect(told.says)
            .to.match(/could not be posted in its team’s channel/)
            .and.match(why);
          expect(told.buttons).to.include.members(['take', 'assign', 'details']);
          expect(all(world, 'dm lena', new RegExp(`${id} could not`))).to.have.length(1);
          expect(all(world, 'billing', new RegExp(id))).to.have.length(0);
        } finally {
          world.slack[mend](CHANNELS.billing);
        }
      });
    }

    it('is a colleague who left: the nudge goes to the lead, and the operators are alarmed', async () => {
      const id = await file(world);
      const card = () => find(world, 'billing', new RegExp(id));
      await new Someone(world, 'cleo').presses(card, 'take');
      await world.lab.settle();
      await new Someone(world, 'ben').fillsIn(card, 'acknowledge', { words: 'We have it.' });
      world.slack.deactivate(PEOPLE.cleo);
      try {
        // Two working days later it is quiet, and Cleo would hear of it.
        await world.lab.moveTo((await world.lab.now()) + 48.5 * HOUR);
        const nudge = find(world, 'dm lena', new RegExp(`${id} needs you`));
        expect(nudge.says).to.match(/@Cleo Clarke could not be reached, so this comes to you/);
        expect(find(world, 'ops', new RegExp(id)).says).to.match(/chat account is gone/);
      } finally {
        world.slack.reactivate(PEOPLE.cleo);
      }
    });
  });

  describe('in the settings', () => {
    it('is three mistakes: the process ends with 78 and names all three', async () => {
      const broken = await openWorld();
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
        const said = broken.bot.output.length;
        const { code } = await broken.bot.run();
        const words = broken.bot.output.slice(said);
        expect(code).to.equal(78);
        expect(words)
          .to.match(/billing.*place/)
          .and.match(/Lundon/)
          .and.match(/biling/);
        expect(words.trim().split('\n')).to.have.length(4);
      } finally {
        await broken.close();
      }
    });
  });
});
