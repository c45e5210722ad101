import { expect } from 'chai';
import { CHANNELS, PEOPLE } from '../../../playground/slack/seed.js';
import type { SlackWorkspace } from '../../../playground/slack/server.js';
import { CHANNELS as TEAMS_CHANNELS } from '../../../playground/teams/seed.js';
import type { TeamsTenant } from '../../../playground/teams/server.js';
import { organisationOn } from '../../e2e/support/organisation.js';
import {
  checkOnline,
  slackEnvironment,
  startSlack,
  startTeams,
  teamsEnvironment,
} from './harness.js';

describe('npm run check -- --online on both platforms', function () {
  this.timeout(30_000);
  let slack: SlackWorkspace;
  let teams: TeamsTenant;
  beforeEach(async () => {
    slack = await startSlack();
    teams = await startTeams();
  });
  const BOTH = organisationOn({ reporter: 'teams', team: 'slack' });
  afterEach(async () => {
    await slack.stop();
    await teams.stop();
  });
  const checkBoth = (file = BOTH, more: Record<string, string> = {}) =>
    checkOnline({ ...slackEnvironment(slack), ...teamsEnvironment(teams), ...more }, file);

  it('asks both, and one alone is enough for a person of whom it has only the address', async () => {
    const { code, output, right } = await checkBoth();
    expect(output).to.include('Asked Slack:').and.include('Asked Microsoft Teams:');
    expect(code).to.equal(0);
    expect(right.filter((line) => line.includes('Ben Baker'))).to.have.length(2);
    slack.deactivate(PEOPLE.cleo);
    // Teams knows nobody by address as long as no place is in Teams.
    const without = await checkBoth();
    expect(without.wrong.every((line) => line.includes('Cleo Clarke'))).to.equal(true);
    expect(without.code).to.equal(78);
    const ops = BOTH.replace(
      `slack: ${CHANNELS.ops}`,
      `teams: { team: "${TEAMS_CHANNELS.general}", channel: "${TEAMS_CHANNELS.ops}" }`,
    );
    expect((await checkBoth(ops)).wrong).to.deep.equal([]);
  });

  it('lets one platform answer when the other is away', async () => {
    const { url } = slack;
    await slack.stop();
    const away = { SLACK_API_URL: `${url}/api/` };
    const { code, right, wrong } = await checkBoth(BOTH, away);
    expect(code).to.equal(78);
    expect(wrong[0]).to.match(/^SLACK_BOT_TOKEN: Slack did not answer\. Check that this machine/);
    expect(right.join('\n')).to.include('Microsoft accepts the credentials');
  });
});
