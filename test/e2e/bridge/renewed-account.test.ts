import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import { PEOPLE as TEAMS_PEOPLE } from '../../../playground/teams/seed.js';
import { PersistentUser } from '../support/drivers/persistent-user.js';
import type { Harness } from '../support/harness.js';
import { fileComplaint, findPost, startOnMonday } from '../support/intake-helpers.js';

const HOUR = 3_600_000;
const WAIT_MS = 5000;

/** Ann reports in Teams, the team works in Slack. Everybody has an account on both. */
describe('a Slack account made anew', function () {
  this.timeout(90_000);
  let harness: Harness;
  let id: string;
  let taken: string;

  before(async () => {
    harness = await startOnMonday({
      ...{ isInProcess: true, platforms: { reporter: 'teams', team: 'slack' } },
    });
    taken = await fileComplaint(harness);
    id = await fileComplaint(harness);
    const card = () => findPost(harness.driverFor('ben'), 'billing', new RegExp(`${taken}\\b`));
    await new PersistentUser(harness, 'ben').press(card, 'take');
    await harness.lab.settle();
  });
  after(() => harness.close());

  /** What `/complaint list` answers a Slack account. */
  async function list(user: string): Promise<string> {
    const seen = harness.slack.ephemerals(user).length;
    await harness.slack.slash(user, CHANNELS.general, '/complaint', 'list');
    const answer = await harness.slack.until(
      () => harness.slack.ephemerals(user)[seen],
      'the list',
      WAIT_MS,
    );
    return JSON.stringify([answer.text, answer.blocks]);
  }
  /** How often Ben's chat with Redress in Teams names the complaint that he took. */
  const countInTeams = (): number =>
    JSON.stringify(harness.teams.personalChat(TEAMS_PEOPLE.ben)).split(taken).length;
  const restartWith = async (change: (file: string) => string): Promise<void> => {
    await harness.bot.stop();
    writeFileSync(harness.config, change(readFileSync(harness.config, 'utf8')));
    await harness.bot.start();
  };

  it('has the rights and the messages of the person when redress.yml names it, Teams too', async () => {
    const renewed = harness.slack.recreate(PEOPLE.ben);
    await restartWith((file) => file.replaceAll(PEOPLE.ben, renewed));
    expect(await list(renewed))
      .to.include(taken)
      .and.include(id);
    const before = countInTeams();
    await harness.teams.write(TEAMS_PEOPLE.ben, 'personal', 'complaint list');
    await harness.teams.until(() => countInTeams() > before, 'the list in Teams', WAIT_MS);
    const [toOld, toNew] = [harness.slack.dm(PEOPLE.ben).length, harness.slack.dm(renewed).length];
    await harness.lab.moveTo((await harness.lab.now()) + 24 * HOUR);
    await harness.lab.settle();
    expect(harness.slack.dm(renewed).length, 'reminders').to.be.greaterThan(toNew);
    expect(harness.slack.dm(PEOPLE.ben)).to.have.length(toOld);
    expect(harness.bot.output).to.include('deactivated account of a person replaced');
  });

  it('has them at its first event when redress.yml names the address only', async () => {
    const renewed = harness.slack.recreate(PEOPLE.cleo);
    expect(await list(renewed))
      .to.include(taken)
      .and.include(id);
  });

  it('has none of them while the old account is in use, and the log names both', async () => {
    const renewed = harness.slack.recreate(PEOPLE.lena);
    harness.slack.reactivate(PEOPLE.lena);
    await restartWith((file) => file.replaceAll(PEOPLE.lena, renewed));
    const line = harness.bot.output
      .split('\n')
      .find((one) => one.includes('another account in this workspace'));
    expect(line)
      .to.include(renewed)
      .and.include(PEOPLE.lena)
      .and.include('in-use')
      .and.include('teams.billing.lead');
  });
});
