import { expect } from 'chai';
import {
  CHANNELS as SLACK_CHANNELS,
  PEOPLE as SLACK_PEOPLE,
  DEFAULT_SEED as SLACK_SEED,
} from '../../../playground/slack/seed.js';
import {
  PEOPLE as TEAMS_PEOPLE,
  DEFAULT_SEED as TEAMS_SEED,
} from '../../../playground/teams/seed.js';
import { toSlackText } from '../../../playground/users/slack-posts.js';
import type { PersonName, PlatformName, Post } from '../../../playground/users/user-driver.js';
import type { Harness } from '../support/harness.js';
import {
  fileComplaint,
  findPosts,
  startOnMonday,
  waitForModal,
} from '../support/intake-helpers.js';
import { organisationOn } from '../support/organisation.js';

const HOUR = 3_600_000;

/**
 * Lena has no account in Slack, and Rita none in Teams. Everybody else has both; those of Cleo are known by her
 * e-mail address only.
 */
function withoutAccounts() {
  const platforms = { reporter: 'slack', team: 'teams' } as const;
  const organisation = organisationOn(platforms, { onlyWithTeam: ['lena'] });
  return {
    platforms,
    organisation: organisation.replace(new RegExp(`^ *teams: ${TEAMS_PEOPLE.rita}\\n`, 'm'), ''),
    slack: { seed: without(SLACK_SEED, SLACK_PEOPLE.lena) },
    teams: { seed: without(TEAMS_SEED, TEAMS_PEOPLE.rita) },
  };
}

function without<S extends { people: { id: string }[] }>(seed: S, id: string): S {
  return { ...seed, people: seed.people.filter((person) => person.id !== id) };
}

describe('somebody who is away, with a stand-in on the other platform', function () {
  this.timeout(90_000);
  let harness: Harness;

  before(async () => {
    harness = await startOnMonday(withoutAccounts());
  });
  after(() => harness.close());

  const on = (platform: PlatformName) => {
    const driver = harness.drivers.find((one) => one.platform === platform);
    if (driver === undefined) throw new Error(`The bot is not on ${platform}.`);
    return driver;
  };
  /** All chats with this person on both platforms that have a message with this text. */
  const find = (name: PersonName, text: RegExp): readonly (Post & { platform: PlatformName })[] =>
    harness.drivers.flatMap((driver) =>
      findPosts(driver, `dm ${name}`, text).map((post) => ({ ...post, platform: driver.platform })),
    );
  const takeOne = async (name: PersonName, channel: string, category: string): Promise<string> => {
    const id = await fileComplaint(harness, { category });
    const [card] = findPosts(on('teams'), channel, new RegExp(id));
    if (card === undefined) throw new Error('no card');
    await on('teams').user(name).press(card, 'take');
    await harness.lab.drain();
    return id;
  };
  const pass = async (hours: number): Promise<void> => {
    await harness.lab.moveTo((await harness.lab.now()) + hours * HOUR);
    await harness.lab.drain();
  };

  it('picks in Slack somebody who works in Teams, and they get all of it there', async () => {
    const id = await takeOne('ben', 'billing', 'wrong-bill');
    await harness.slack.slash(SLACK_PEOPLE.ben, SLACK_CHANNELS.general, '/complaint', 'away');
    const form = await waitForModal(harness, 'ben');
    const values = { words: 'until Friday', standIn: SLACK_PEOPLE.cleo };
    await harness.slack.submit(SLACK_PEOPLE.ben, form.id, values);
    await harness.slack.closeModal(SLACK_PEOPLE.ben, form.id, true);
    await pass(7);
    const told = find('cleo', /You stand in for Ben Baker/);
    const nudges = find('cleo', new RegExp(`A reminder about ${id}.*Ben Baker is away until`));
    expect([...told, ...nudges].map(({ platform }) => platform)).to.deep.equal(['teams', 'teams']);
    await harness.teams.write(TEAMS_PEOPLE.ben, 'personal', 'back');
    await harness.teams.eventsIdle();
    await harness.lab.drain();
    expect(find('cleo', /You no longer stand in for/)).to.have.length(1);
  });

  it('says so in Slack, and the lead, who is in Teams only, gets the nudge', async () => {
    const id = await takeOne('ben', 'billing', 'wrong-bill');
    const words = 'away until Friday';
    await harness.slack.slash(SLACK_PEOPLE.ben, SLACK_CHANNELS.general, '/complaint', words);
    await harness.slack.until(
      () =>
        harness.slack
          .ephemerals(SLACK_PEOPLE.ben)
          .find((one) => /Your absence is noted/.test(toSlackText(one))),
      'the answer',
      5000,
    );
    await pass(24);
    const [nudge] = find('lena', new RegExp(`A reminder about ${id}.*Ben Baker is away until`));
    expect(nudge?.platform).to.equal('teams');
    expect(find('ben', new RegExp(`A reminder about ${id}`))).to.deep.equal([]);
  });

  it('says so in Teams, and the lead, who is in Slack only, gets the nudge', async () => {
    const id = await takeOne('dev', 'repairs', 'late-repair');
    await harness.teams.write(TEAMS_PEOPLE.dev, 'personal', 'away until Friday');
    await harness.teams.until(
      () => JSON.stringify(harness.teams.personalChat(TEAMS_PEOPLE.dev)).includes('is noted'),
      'the answer',
      5000,
    );
    await pass(24);
    const [nudge] = find('rita', new RegExp(`A reminder about ${id}.*Dev Desai is away until`));
    expect(nudge?.platform).to.equal('slack');
    expect(find('dev', new RegExp(`A reminder about ${id}`))).to.deep.equal([]);
  });
});
