import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { beginLife } from '../scenario/scenario.js';
import { LIFE } from '../scenario/steps.js';
import { comesRight } from '../scenario/scenario-with-faults.js';
import { everythingSaid, wordsOf } from '../../../playground/users/slack-posts.js';
import { Witness } from '../support/recording/message-recorder.js';
import { type Name, Someone } from '../support/drivers/persistent-user.js';
import { openWorld, SECRETS, type World } from '../support/harness.js';
import { buttonPress, interaction, post } from './forged-requests.js';
import {
  all,
  closeAll,
  file,
  find,
  modalOf,
  nextMonday,
  notice,
  press,
  pressForForm,
} from '../support/intake-helpers.js';

/** Words nobody but those who may see the complaint must ever read. */
const SECRET = {
  complainant: 'Quillfeather',
  account: 'ACC-9931',
  description: 'shouted at the counter by a xylophonist',
  desiredOutcome: 'an apology on vellum',
} as const;
const SECRET_WORDS = Object.values(SECRET);

function revealed(text: string): readonly string[] {
  return SECRET_WORDS.filter((words) => text.includes(words));
}

describe('what must stay inside', function () {
  this.timeout(60_000);
  let world: World;
  let id: string;

  before(async function () {
    this.timeout(120_000);
    world = await openWorld({ env: { LOG_LEVEL: 'debug' } });
    await world.lab.moveTo(await nextMonday(world));
  });
  after(() => world.close());

  describe('a confidential complaint', () => {
    before(async () => {
      id = await file(world, { ...SECRET, category: 'staff-conduct' });
      // Nobody takes it: the lead and the officer are reminded, and Ben, who may not see it, is not.
      // A ladder is climbed rung by rung, so it takes more than one look.
      for (let days = 0; days < 3; days += 1) {
        await world.lab.moveTo((await world.lab.now()) + 24 * 3_600_000);
      }
    });

    it('is in the team’s channel by its reference only', () => {
      const card = find(world, 'billing', new RegExp(id));
      expect(card.says).to.match(/confidential/);
      expect(card.buttons).to.deep.equal(['details']);
      const said = everythingSaid(world.slack).filter(({ where }) => !where.startsWith('dm'));
      expect(said.flatMap(({ message }) => revealed(JSON.stringify(message)))).to.deep.equal([]);
    });

    it('is told to its reporter, its lead and the officers, and in no other chat', () => {
      const told = everythingSaid(world.slack).filter(({ where }) => where.startsWith('dm'));
      const chats = new Set(told.map(({ where }) => where));
      expect([...chats].sort()).to.deep.equal(['dm ann', 'dm lena', 'dm omar']);
      expect(revealed(find(world, 'dm ann', new RegExp(id)).says).length).to.be.above(0);
    });

    for (const name of ['ben', 'cleo', 'dev', 'rita'] as const) {
      it(`is not there for ${name}: not in the list, not in the details, not by its button`, async () => {
        expect(await listOf(name)).not.to.include(id);
        const forged = buttonPress(name, 'details', id, `7.${Date.now()}.${name}`);
        expect((await post(world, interaction(forged))).status).to.equal(200);
        expect(world.slack.modals(PEOPLE[name])).to.deep.equal([]);
        if (name === 'ben' || name === 'cleo') {
          await press(world, name, find(world, 'billing', new RegExp(id)), 'details');
          await notice(world, name, /There is no such complaint that you can see/);
        }
        expect(revealed(JSON.stringify(world.slack.ephemerals(PEOPLE[name])))).to.deep.equal([]);
      });
    }

    for (const [name, where] of [
      ['ann', 'dm ann'],
      ['lena', 'dm lena'],
      ['omar', 'dm omar'],
    ] as const) {
      it(`is there for ${name}, in the list and in full in the details`, async () => {
        expect(await listOf(name)).to.include(id);
        const view = await pressForForm(world, name, find(world, where, new RegExp(id)), 'details');
        expect(revealed(JSON.stringify(view))).to.deep.equal(SECRET_WORDS);
        await closeAll(world, name);
      });
    }

    it('keeps a note for the team out of the channel too', async () => {
      await new Someone(world, 'lena').presses(
        () => find(world, 'dm lena', new RegExp(id)),
        'take',
      );
      await world.lab.settle();
      await listOf('omar');
      const list = world.slack.ephemerals(PEOPLE.omar).at(-1);
      const at = { channel: CHANNELS.general, ts: list?.ts ?? '' };
      await world.slack.press(PEOPLE.omar, at, 'details', id);
      const form = await modalOf(world, 'omar');
      await world.slack.pressInModal(PEOPLE.omar, form.id, 'update');
      const update = await world.slack.until(
        () => world.slack.modals(PEOPLE.omar).find((one) => one.id !== form.id),
        'the form of the note',
      );
      const text = 'Keep this between us: the cellist saw it.';
      await world.slack.submit(PEOPLE.omar, update.id, { audience: 'team', text });
      await closeAll(world, 'omar');
      await world.lab.settle();
      const heard = everythingSaid(world.slack).filter(({ says }) => says.includes('cellist'));
      expect(heard.map(({ where }) => where)).to.deep.equal(['dm lena']);
    });

    async function listOf(name: Name): Promise<string> {
      const before = world.slack.ephemerals(PEOPLE[name]).length;
      const typed = await world.slack.slash(PEOPLE[name], CHANNELS.general, '/complaint', 'list');
      expect(typed.status).to.equal('ok');
      const answer = await world.slack.until(
        () => world.slack.ephemerals(PEOPLE[name])[before],
        'the list',
      );
      const words = wordsOf(answer);
      expect(words).to.match(/Complaints that are not closed|There is no complaint to show/);
      return words;
    }
  });

  describe('a team’s note', () => {
    it('reaches the thread, and never its reporter: no message, not in the list, not in the details', async () => {
      const open = await file(world);
      const card = () => find(world, 'billing', new RegExp(`${open} ·`));
      await new Someone(world, 'ben').presses(card, 'take');
      await world.lab.settle();
      const text = 'He has a point about the harpsichord.';
      await new Someone(world, 'ben').fillsIn(card, 'update', { audience: 'team', text });
      await new Someone(world, 'cleo').writesUnder(card(), 'The harpsichord again?');
      await world.lab.settle();
      expect(all(world, 'billing thread', /harpsichord/)).to.have.length(1);
      const mine = find(world, 'dm ann', new RegExp(`${open} · your complaint`));
      const view = await pressForForm(world, 'ann', mine, 'details');
      expect(JSON.stringify(view)).not.to.include('harpsichord');
      await closeAll(world, 'ann');
      await world.slack.slash(PEOPLE.ann, CHANNELS.general, '/complaint', 'list');
      const seen = [world.slack.dm(PEOPLE.ann), world.slack.ephemerals(PEOPLE.ann)];
      expect(JSON.stringify(seen)).not.to.include('harpsichord');
    });
  });

  describe('all of that', () => {
    it('is in no log line, at debug', () => {
      const { output } = world.bot;
      const notes = ['cellist', 'harpsichord', 'Mrs Kay'];
      const secrets = [...SECRET_WORDS, ...notes, ...Object.values(SECRETS)];
      expect(output).to.match(/Redress is ready/);
      expect(secrets.filter((words) => output.includes(words))).to.deep.equal([]);
    });
  });
});

describe('the log of a whole life, at debug, with a Slack that fails', function () {
  this.timeout(120_000);

  it('has no word of the complaint, no name, no address and no token in it', async () => {
    const world = await openWorld({ env: { LOG_LEVEL: 'debug' } });
    const witness = new Witness(world.towns);
    try {
      const life = await beginLife(world, witness);
      for (const [index, step] of LIFE.entries()) {
        if (index % 5 === 4) world.slack.fault({ kind: 'lost-reply', method: 'chat.update' });
        if (index === 2) world.slack.fault({ kind: 'http-500', method: 'chat.update', times: 2 });
        await step.act(life);
        await comesRight(life, LIFE.slice(0, index + 1), step);
      }
      await world.lab.storeFault(600_000);
      await world.townOf('ben').hands('ben').press(life.teamCard(), 'details');
      await notice(world, 'ben', /could not be saved|cannot reach its records/);
      await world.lab.storeFault(0);
      await world.bot.stop();
      const people = world.slack.state.people.filter((person) => !person.isBot);
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
      const { output } = world.bot;
      const found = [...words, ...names, ...Object.values(SECRETS)].filter((one) =>
        output.toLowerCase().includes(one.toLowerCase()),
      );
      expect(output, 'something was logged').to.match(/will retry/);
      expect(found).to.deep.equal([]);
    } finally {
      witness.close();
      await world.close();
    }
  });
});
