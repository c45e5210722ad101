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
import type { PersonName, PlatformName, Post } from '../../../playground/users/user-driver.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { PlatformDriver, ScenarioPlatforms } from '../support/drivers/platform-driver.js';
import type { Harness } from '../support/harness.js';
import {
  fileComplaint,
  findPost,
  findPosts,
  startOnMonday,
  waitForModal,
} from '../support/intake-helpers.js';
import { organisationOn } from '../support/organisation.js';
import { SCENARIOS } from '../support/scenarios.js';

const HOUR = 3_600_000;
const SLACK_TO_TEAMS: ScenarioPlatforms = { reporter: 'slack', team: 'teams' };

function driverOn(harness: Harness, platform: PlatformName): PlatformDriver {
  const driver = harness.drivers.find((one) => one.platform === platform);
  if (driver === undefined) throw new Error(`The bot is not on ${platform}.`);
  return driver;
}

/** Finds the complaint's card in the team's channel, as it stands at each call. */
function teamCard(harness: Harness, id: string): () => Post {
  return () => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${id}\\b`));
}

/** Everything a platform shows to all people or to one person, as JSON. */
function dumpPlatform({ slack, teams }: Harness, platform: PlatformName): string {
  const names = Object.keys(SLACK_PEOPLE) as PersonName[];
  if (platform === 'teams') {
    const dialogs = names.map((name) => teams.dialogs(TEAMS_PEOPLE[name]));
    return JSON.stringify([teams.state.messages, teams.state.ownCards, dialogs]);
  }
  const own = names.map((name) => SLACK_PEOPLE[name]);
  const personal = own.map((id) => [slack.ephemerals(id), slack.modals(id)]);
  return JSON.stringify([slack.state.messages, personal]);
}

/** All messages in the channels of a platform, without personal chats, as JSON. */
function dumpChannels({ slack, teams }: Harness, platform: PlatformName): string {
  const { messages } = platform === 'slack' ? slack.state : teams.state;
  const channels: readonly string[] = Object.values(
    platform === 'slack' ? SLACK_CHANNELS : TEAMS_CHANNELS,
  );
  return JSON.stringify(Object.entries(messages).filter(([key]) => channels.includes(key)));
}

/** Ben takes a complaint and acknowledges it. */
async function takeAndAcknowledge(harness: Harness, id: string): Promise<void> {
  const ben = new PersistentUser(harness, 'ben');
  await ben.press(teamCard(harness, id), 'take');
  await harness.lab.settle();
  await ben.submitForm(teamCard(harness, id), 'acknowledge', { words: 'We have it.' });
  await harness.lab.settle();
}

for (const { name, ...platforms } of SCENARIOS.filter(({ reporter, team }) => reporter !== team)) {
  describe(`a complaint ${name}`, function () {
    this.timeout(90_000);
    let harness: Harness;
    let id: string;

    before(async () => {
      harness = await startOnMonday({ platforms });
      id = await fileComplaint(harness);
      await takeAndAcknowledge(harness, id);
    });
    after(() => harness.close());

    it('keeps replies and notes of the team on the team’s platform', async () => {
      const card = teamCard(harness, id);
      const text = 'He has a point about the harpsichord.';
      await new PersistentUser(harness, 'ben').submitForm(card, 'update', {
        audience: 'team',
        text,
      });
      await new PersistentUser(harness, 'cleo').replyInThread(card(), 'The harpsichord again?');
      await harness.lab.settle();
      const noted = findPosts(driverOn(harness, platforms.team), 'billing thread', /harpsichord/);
      expect(noted, 'the note is in the thread').to.have.length(1);
      const mine = findPost(harness.driverFor('ann'), 'dm ann', /your complaint/);
      const ann = harness.driverFor('ann').user('ann');
      expect(await ann.press(mine, 'details')).to.equal(true);
      await harness.driverFor('ann').until(() => ann.hasForm(), 'the details', 5000);
      const seen = dumpPlatform(harness, platforms.reporter);
      expect(seen, 'the details are open').to.include('Mrs Kay');
      expect(seen).not.to.include('harpsichord');
      await ann.closeForm();
    });

    it('sends an update for the reporter once, to their chat on the platform they reported on', async () => {
      const text = 'The piano tuner comes on Friday.';
      await new PersistentUser(harness, 'ben').submitForm(teamCard(harness, id), 'update', {
        audience: 'reporter',
        text,
      });
      await harness.lab.settle();
      const updates = harness.drivers.flatMap((driver) =>
        driver
          .posts()
          .filter((post) => post.text.includes(text))
          .map(({ where }) => `${driver.platform} ${where}`),
      );
      expect(updates).to.deep.equal([`${platforms.reporter} dm ann`]);
    });

    it('shows only the reference in the team’s channel when it is confidential', async () => {
      const secrets = {
        complainant: 'Quillfeather',
        account: 'ACC-9931',
        description: 'shouted at the counter by a xylophonist',
        desiredOutcome: 'an apology on vellum',
      };
      const secret = await fileComplaint(harness, { ...secrets, category: 'staff-conduct' });
      for (let days = 0; days < 2; days += 1) {
        await harness.lab.moveTo((await harness.lab.now()) + 24 * HOUR);
      }
      const card = teamCard(harness, secret)();
      expect(card.text).to.match(/confidential/);
      expect(card.buttons).to.deep.equal(['details']);
      const words = new RegExp(Object.values(secrets).join('|'));
      for (const { platform } of harness.drivers) {
        expect(dumpChannels(harness, platform), platform).not.to.match(words);
      }
      expect(dumpChannels(harness, platforms.team)).to.include(secret);
      const chats = harness.drivers.flatMap((driver) =>
        driver.posts().flatMap(({ text, where }) => (words.test(text) ? [where] : [])),
      );
      expect(chats).to.include('dm ann');
      expect(['dm ann', 'dm lena', 'dm omar']).to.include.members(chats);
    });
  });
}

describe('a member of a team in Teams who has a Slack account too', function () {
  this.timeout(90_000);
  let harness: Harness;
  let id: string;

  before(async () => {
    harness = await startOnMonday({ platforms: SLACK_TO_TEAMS });
    id = await fileComplaint(harness);
    await takeAndAcknowledge(harness, id);
  });
  after(() => harness.close());

  it('is the same person in Slack: their list has what they took, and they can keep a promise there', async () => {
    const card = teamCard(harness, id);
    const dueAt = { moment: (await harness.lab.now()) + 4 * 24 * HOUR };
    const promise = { what: 'A corrected bill', dueAt, basis: 'The meter was read again' };
    await new PersistentUser(harness, 'ben').submitForm(card, 'promise', promise);
    await harness.lab.settle();
    expect(card().text).to.match(/With @Ben Baker.*A corrected bill · .* · open/);
    const { ben } = SLACK_PEOPLE;
    await harness.slack.slash(ben, SLACK_CHANNELS.general, '/complaint', 'list');
    const list = await harness.slack.until(() => harness.slack.ephemerals(ben).at(-1), 'the list');
    const at = { channel: SLACK_CHANNELS.general, ts: list.ts };
    await harness.slack.press(ben, at, 'details', id);
    const view = await waitForModal(harness, 'ben');
    await harness.slack.pressInModal(ben, view.id, 'keep');
    await harness.slack.until(
      () => JSON.stringify(harness.slack.modals(ben)).includes('kept') || undefined,
      'the details to say that it is kept',
    );
    await harness.lab.settle();
    await harness.slack.closeModal(ben, view.id, true);
    expect(card().text).to.match(/With @Ben Baker.*A corrected bill · .* · kept/);
  });

  it('is nudged once in Slack after blocking the bot in Teams, and can snooze there', async () => {
    harness.teams.block(TEAMS_PEOPLE.ben);
    const before = driverOn(harness, 'teams').posts().length;
    await harness.lab.moveTo((await harness.lab.now()) + 49 * HOUR);
    const slack = driverOn(harness, 'slack');
    const quiet = findPosts(slack, 'dm ben', /Nothing has happened since/);
    expect(quiet).to.have.length(1);
    expect(driverOn(harness, 'teams').posts(), 'no other message').to.have.length(before);
    const [nudge] = quiet;
    if (nudge === undefined) throw new Error('no nudge');
    expect(await slack.user('ben').press(nudge, 'snooze')).to.equal(true);
    await harness.lab.settle();
    expect(findPost(slack, 'dm ben', /Snoozed until/).key).to.equal(nudge.key);
  });
});

describe('a member of a team in Teams without another account who has blocked the bot', function () {
  this.timeout(90_000);
  let harness: Harness;
  let id: string;

  before(async () => {
    const seed = {
      ...DEFAULT_SEED,
      people: DEFAULT_SEED.people.filter((person) => person.id !== SLACK_PEOPLE.ben),
    };
    const organisation = organisationOn(SLACK_TO_TEAMS, { onlyWithTeam: ['ben'] });
    harness = await startOnMonday({ platforms: SLACK_TO_TEAMS, organisation, slack: { seed } });
    id = await fileComplaint(harness);
    await takeAndAcknowledge(harness, id);
    harness.teams.block(TEAMS_PEOPLE.ben);
    await harness.lab.moveTo((await harness.lab.now()) + 49 * HOUR);
  });
  after(() => harness.close());

  it('is skipped: the lead is nudged in Teams with the reason', () => {
    const nudge = findPost(driverOn(harness, 'teams'), 'dm lena', new RegExp(`${id} needs you`));
    expect(nudge.text).to.match(/@?Ben Baker could not be reached, so this comes to you/);
    expect(findPosts(driverOn(harness, 'teams'), 'dm ben', /Nothing has happened/)).to.have.length(
      0,
    );
  });

  it('is named once in the team’s thread as unreachable', () => {
    const teams = driverOn(harness, 'teams');
    const notes = findPosts(teams, 'billing thread', /Ben Baker could not be reached in chat/);
    expect(notes).to.have.length(1);
  });
});

describe('a team in Teams from which the app was removed', function () {
  this.timeout(90_000);
  let harness: Harness;

  before(async () => {
    const organisation = organisationOn(SLACK_TO_TEAMS, { ops: 'slack' });
    harness = await startOnMonday({ platforms: SLACK_TO_TEAMS, organisation });
    harness.teams.removeFromTeam();
    await harness.teams.eventsIdle();
  });
  after(() => harness.close());

  it('gets no card: the operators get an alarm in Slack, and the lead a message', async () => {
    const id = await fileComplaint(harness);
    // What Teams refuses is believed after some tries.
    await harness.lab.drain();
    const alarm = findPost(driverOn(harness, 'slack'), 'ops', new RegExp(id));
    expect(alarm.text).to.match(/Redress is not in the channel/);
    const messages = harness.drivers.flatMap((driver) =>
      findPosts(driver, 'dm lena', new RegExp(`${id} could not be posted in its team’s channel`)),
    );
    expect(messages).to.have.length(1);
    expect(findPosts(driverOn(harness, 'teams'), 'billing', new RegExp(id))).to.have.length(0);
  });

  it('gets cards again after the app was added again', async () => {
    harness.teams.installInTeam();
    await harness.teams.eventsIdle();
    const id = await fileComplaint(harness);
    expect(teamCard(harness, id)().text).to.match(/Nobody has it yet/);
  });
});
