import { expect } from 'chai';
import {
  DEFAULT_SEED,
  CHANNELS as SLACK_CHANNELS,
  PEOPLE as SLACK_PEOPLE,
} from '../../../playground/slack/seed.js';
import {
  CHANNELS as TEAMS_CHANNELS,
  PEOPLE as TEAMS_PEOPLE,
} from '../../../playground/teams/seed.js';
import { modalOf, nextMonday } from '../support/intake-helpers.js';
import { organisationOn } from '../support/organisation.js';
import { type Name, Someone } from '../support/drivers/persistent-user.js';
import type { Cast, Entries, Post, Town } from '../support/drivers/platform-driver.js';
import { CASTS } from '../support/scenarios.js';
import { openWorld, type World, type WorldOptions } from '../support/harness.js';

const HOUR = 3_600_000;
const SLACK_TO_TEAMS: Cast = { reporter: 'slack', team: 'teams' };
const FILLED: Entries = {
  complainant: 'Mrs Kay',
  description: 'The bill is too high',
  desiredOutcome: 'A corrected bill',
  category: 'wrong-bill',
};

/** Opens a world at ten on a Monday morning in London. */
async function open(options: WorldOptions): Promise<World> {
  const world = await openWorld(options);
  await world.lab.moveTo(await nextMonday(world));
  return world;
}

function townOn(world: World, platform: Town['platform']): Town {
  const town = world.towns.find((one) => one.platform === platform);
  if (town === undefined) throw new Error(`The bot is not in ${platform}.`);
  return town;
}

function all(town: Town, where: string, says: RegExp): readonly Post[] {
  return town.said().filter((post) => post.where === where && says.test(post.says));
}

function find(town: Town, where: string, says: RegExp): Post {
  const found = all(town, where, says).at(-1);
  if (found !== undefined) return found;
  const there = town.said().map((post) => `${post.where}: ${post.says}`);
  throw new Error(`Nothing in ${where} says ${says}. There is:\n  ${there.join('\n  ')}`);
}

/** Records a complaint by Ann where she is, and waits until all of it was sent. Returns its reference. */
async function file(world: World, entries: Entries = {}): Promise<string> {
  await new Someone(world, 'ann').complains('', { ...FILLED, ...entries });
  await world.lab.settle();
  const card = find(world.townOf('ann'), 'dm ann', /your complaint/);
  return /C-\d+/.exec(card.says)?.[0] ?? '';
}

/** The complaint's card in the team's channel, as it stands there each time it is asked for. */
function cardOf(world: World, id: string): () => Post {
  return () => find(world.townOf('ben'), 'billing', new RegExp(`${id}\\b`));
}

/** All there is on a platform, shown to everybody or to one person. */
function everythingOn({ slack, teams }: World, platform: Town['platform']): string {
  const names = Object.keys(SLACK_PEOPLE) as Name[];
  if (platform === 'teams') {
    const dialogs = names.map((name) => teams.dialogs(TEAMS_PEOPLE[name]));
    return JSON.stringify([teams.state.messages, teams.state.ownCards, dialogs]);
  }
  const own = names.map((name) => SLACK_PEOPLE[name]);
  const alone = own.map((id) => [slack.ephemerals(id), slack.modals(id)]);
  return JSON.stringify([slack.state.messages, alone]);
}

/** What stands in the channels of a platform, chats with one person left out. */
function inChannelsOn({ slack, teams }: World, platform: Town['platform']): string {
  const { messages } = platform === 'slack' ? slack.state : teams.state;
  const channels: readonly string[] = Object.values(
    platform === 'slack' ? SLACK_CHANNELS : TEAMS_CHANNELS,
  );
  return JSON.stringify(Object.entries(messages).filter(([key]) => channels.includes(key)));
}

/** Ben takes a complaint and acknowledges it. */
async function taken(world: World, id: string): Promise<void> {
  const ben = new Someone(world, 'ben');
  await ben.presses(cardOf(world, id), 'take');
  await world.lab.settle();
  await ben.fillsIn(cardOf(world, id), 'acknowledge', { words: 'We have it.' });
  await world.lab.settle();
}

for (const { name, ...cast } of CASTS.filter(({ reporter, team }) => reporter !== team)) {
  describe(`a complaint ${name}`, function () {
    this.timeout(90_000);
    let world: World;
    let id: string;

    before(async () => {
      world = await open({ cast });
      id = await file(world);
      await taken(world, id);
    });
    after(() => world.close());

    it('keeps in the team, on its platform, what the team writes and notes there', async () => {
      const card = cardOf(world, id);
      const text = 'He has a point about the harpsichord.';
      await new Someone(world, 'ben').fillsIn(card, 'update', { audience: 'team', text });
      await new Someone(world, 'cleo').writesUnder(card(), 'The harpsichord again?');
      await world.lab.settle();
      const noted = all(townOn(world, cast.team), 'billing thread', /harpsichord/);
      expect(noted, 'the note is in the thread').to.have.length(1);
      const mine = find(world.townOf('ann'), 'dm ann', /your complaint/);
      const ann = world.townOf('ann').hands('ann');
      expect(await ann.press(mine, 'details')).to.equal(true);
      await world.townOf('ann').until(() => ann.hasForm(), 'the details', 5000);
      const seen = everythingOn(world, cast.reporter);
      expect(seen, 'the details are open').to.include('Mrs Kay');
      expect(seen).not.to.include('harpsichord');
      await ann.close();
    });

    it('brings an update for the reporter to their chat where they recorded it, once', async () => {
      const text = 'The piano tuner comes on Friday.';
      await new Someone(world, 'ben').fillsIn(cardOf(world, id), 'update', {
        audience: 'reporter',
        text,
      });
      await world.lab.settle();
      const all = world.towns.flatMap((town) =>
        town
          .said()
          .filter(({ says }) => says.includes(text))
          .map(({ where }) => `${town.platform} ${where}`),
      );
      expect(all).to.deep.equal([`${cast.reporter} dm ann`]);
    });

    it('shows of a confidential one no more than its reference in the team’s channel', async () => {
      const secrets = {
        complainant: 'Quillfeather',
        account: 'ACC-9931',
        description: 'shouted at the counter by a xylophonist',
        desiredOutcome: 'an apology on vellum',
      };
      const secret = await file(world, { ...secrets, category: 'staff-conduct' });
      for (let days = 0; days < 2; days += 1) {
        await world.lab.moveTo((await world.lab.now()) + 24 * HOUR);
      }
      const card = cardOf(world, secret)();
      expect(card.says).to.match(/confidential/);
      expect(card.buttons).to.deep.equal(['details']);
      const words = new RegExp(Object.values(secrets).join('|'));
      for (const { platform } of world.towns) {
        expect(inChannelsOn(world, platform), platform).not.to.match(words);
      }
      expect(inChannelsOn(world, cast.team)).to.include(secret);
      const told = world.towns.flatMap((town) =>
        town.said().flatMap(({ says, where }) => (words.test(says) ? [where] : [])),
      );
      expect(told).to.include('dm ann');
      expect(['dm ann', 'dm lena', 'dm omar']).to.include.members(told);
    });
  });
}

describe('somebody of a team in Teams who is in Slack too', function () {
  this.timeout(90_000);
  let world: World;
  let id: string;

  before(async () => {
    world = await open({ cast: SLACK_TO_TEAMS });
    id = await file(world);
    await taken(world, id);
  });
  after(() => world.close());

  it('is the same person there: has in the list what they took, and keeps what they promised', async () => {
    const card = cardOf(world, id);
    const dueAt = { moment: (await world.lab.now()) + 5 * 24 * HOUR };
    const promise = { what: 'A corrected bill', dueAt, basis: 'The meter was read again' };
    await new Someone(world, 'ben').fillsIn(card, 'promise', promise);
    await world.lab.settle();
    expect(card().says).to.match(/With @Ben Baker.*A corrected bill · .* · open/);
    const { ben } = SLACK_PEOPLE;
    await world.slack.slash(ben, SLACK_CHANNELS.general, '/complaint', 'list');
    const list = await world.slack.until(() => world.slack.ephemerals(ben).at(-1), 'the list');
    const at = { channel: SLACK_CHANNELS.general, ts: list.ts };
    await world.slack.press(ben, at, 'details', id);
    const view = await modalOf(world, 'ben');
    await world.slack.pressInModal(ben, view.id, 'keep');
    await world.slack.until(
      () => JSON.stringify(world.slack.modals(ben)).includes('kept') || undefined,
      'the details to say that it is kept',
    );
    await world.lab.settle();
    await world.slack.closeModal(ben, view.id, true);
    expect(card().says).to.match(/With @Ben Baker.*A corrected bill · .* · kept/);
  });

  it('is nudged in Slack when they have blocked the bot in Teams, once, and puts it off there', async () => {
    world.teams.block(TEAMS_PEOPLE.ben);
    const before = townOn(world, 'teams').said().length;
    await world.lab.moveTo((await world.lab.now()) + 49 * HOUR);
    const slack = townOn(world, 'slack');
    const quiet = all(slack, 'dm ben', /Nothing has happened since/);
    expect(quiet).to.have.length(1);
    expect(townOn(world, 'teams').said(), 'nobody else is told').to.have.length(before);
    const [nudge] = quiet;
    if (nudge === undefined) throw new Error('no nudge');
    expect(await slack.hands('ben').press(nudge, 'snooze')).to.equal(true);
    await world.lab.settle();
    expect(find(slack, 'dm ben', /Snoozed until/).key).to.equal(nudge.key);
  });
});

describe('somebody of a team in Teams who is nowhere else, and has blocked the bot', function () {
  this.timeout(90_000);
  let world: World;
  let id: string;

  before(async () => {
    const seed = {
      ...DEFAULT_SEED,
      people: DEFAULT_SEED.people.filter((person) => person.id !== SLACK_PEOPLE.ben),
    };
    const organisation = organisationOn(SLACK_TO_TEAMS, { onlyWithTeam: ['ben'] });
    world = await open({ cast: SLACK_TO_TEAMS, organisation, slack: { seed } });
    id = await file(world);
    await taken(world, id);
    world.teams.block(TEAMS_PEOPLE.ben);
    await world.lab.moveTo((await world.lab.now()) + 49 * HOUR);
  });
  after(() => world.close());

  it('is passed over: the lead is nudged in Teams, and told why', () => {
    const nudge = find(townOn(world, 'teams'), 'dm lena', new RegExp(`${id} needs you`));
    expect(nudge.says).to.match(/@?Ben Baker could not be reached, so this comes to you/);
    expect(all(townOn(world, 'teams'), 'dm ben', /Nothing has happened/)).to.have.length(0);
  });

  it('is told of in the team’s thread, once', () => {
    const teams = townOn(world, 'teams');
    const told = all(teams, 'billing thread', /Ben Baker could not be reached in chat/);
    expect(told).to.have.length(1);
  });
});

describe('a team in Teams from which the app was removed', function () {
  this.timeout(90_000);
  let world: World;

  before(async () => {
    const organisation = organisationOn(SLACK_TO_TEAMS, { ops: 'slack' });
    world = await open({ cast: SLACK_TO_TEAMS, organisation });
    world.teams.removeFromTeam();
    await world.teams.eventsIdle();
  });
  after(() => world.close());

  it('gets no card: the operators are alarmed in Slack, and the lead is told', async () => {
    const id = await file(world);
    const alarm = find(townOn(world, 'slack'), 'ops', new RegExp(id));
    expect(alarm.says).to.match(/Redress is not in the channel/);
    const told = world.towns.flatMap((town) =>
      all(town, 'dm lena', new RegExp(`${id} could not be posted in its team’s channel`)),
    );
    expect(told).to.have.length(1);
    expect(all(townOn(world, 'teams'), 'billing', new RegExp(id))).to.have.length(0);
  });

  it('gets cards again when it was added again', async () => {
    world.teams.installInTeam();
    await world.teams.eventsIdle();
    const id = await file(world);
    expect(cardOf(world, id)().says).to.match(/Nobody has it yet/);
  });
});
