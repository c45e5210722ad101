import { expect } from 'chai';
import { CHANNELS, PEOPLE, TEAM } from '../../../playground/teams/seed.js';
import type { TeamsTenant, TeamsTenantOptions } from '../../../playground/teams/server.js';
import { organisationOn } from '../../e2e/support/organisation.js';
import { checkOnline, replaceIn, startTeams, teamsEnvironment, withoutLines } from './harness.js';

const IN_TEAMS = organisationOn({ reporter: 'teams', team: 'teams' });

describe('npm run check -- --online in Teams', function () {
  this.timeout(30_000);
  let teams: TeamsTenant;
  const start = async (options: Partial<TeamsTenantOptions> = {}) => {
    teams = await startTeams(options);
  };
  afterEach(() => teams.stop());
  const checkTeams = (file = IN_TEAMS, more: Record<string, string> = {}) =>
    checkOnline({ ...teamsEnvironment(teams), ...more }, file);

  it('says for each thing that it is right, and what no bot can ask, and exits with 0', async () => {
    await start();
    const { code, right, wrong, notChecked } = await checkTeams();
    expect(wrong).to.deep.equal([]);
    expect(code).to.equal(0);
    expect(right[0]).to.equal(
      'MICROSOFT_APP_PASSWORD: Microsoft accepts the credentials of the app.',
    );
    expect(right.join('\n'))
      .to.include('teams.billing.place: Redress is in the team of this channel, with 7 members.')
      .and.include(`(Ben Baker): Their account is ${PEOPLE.ben}, and Redress can write`)
      .and.include(`(Cleo Clarke): Their account is ${PEOPLE.cleo}`)
      .and.include('(Omar Officer)');
    expect(notChecked).to.have.length(2);
    expect(notChecked[0]).to.include(
      'teams.billing.group: Microsoft does not tell bots about tags',
    );
    expect(notChecked[1]).to.match(/^Microsoft Teams: .*the messaging endpoint, the consent/);
    expect(JSON.stringify(teams.state.messages), 'posts nothing').to.equal('{}');
  });

  it('names what is wrong with channels and people, each by itself', async () => {
    await start();
    teams.deleteChannel(CHANNELS.repairs);
    teams.uninstall(PEOPLE.ben);
    teams.deleteUser(PEOPLE.cleo);
    const [team] = teams.state.teams;
    if (team === undefined) throw new Error('no team');
    team.members = team.members.filter((id) => id !== PEOPLE.dev);
    const nobody = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a99';
    const { code, wrong } = await checkTeams(replaceIn(IN_TEAMS, PEOPLE.rita, nobody));
    expect(code).to.equal(78);
    expect(withoutLines(wrong)).to.deep.equal([
      'teams.repairs.place: The team has no such standard channel. It was deleted, or it is private or shared, where bots cannot post: name a standard channel.',
      `teams.billing.members[0] (Ben Baker): Redress cannot write to the account ${PEOPLE.ben}: the app is not installed for them, or they blocked it. Let the administrator install it for everybody (docs/install-teams.md).`,
      'teams.billing.members[1] (Cleo Clarke): No member of the teams with Redress has their e-mail address. Add them to the team, correct the address, or add their Object ID (teams: …).',
      `teams.repairs.members[0] (Dev Desai): The account ${PEOPLE.dev} is not in the team in Teams whose complaints it gets. Add it there, or correct the id.`,
      `teams.repairs.lead (Rita Reyes): Two accounts for one person: the id is ${nobody}, but the e-mail address belongs to ${PEOPLE.rita}. Correct one of them.`,
    ]);
  });

  it('names a team without the app, and does not call its members missing', async () => {
    await start();
    teams.removeFromTeam();
    const { code, wrong, notChecked } = await checkTeams();
    expect(code).to.equal(78);
    expect(wrong).to.have.length(3);
    for (const line of wrong) expect(line).to.include('Redress is not in the team of this');
    expect(notChecked.join('\n')).to.include(
      '(Cleo Clarke): Nobody with their e-mail address was found, but the members of a team could not be read.',
    );
  });

  it('checks a place that names the team by its group', async () => {
    await start();
    const file = replaceIn(IN_TEAMS, `team: ${CHANNELS.general}`, `team: ${TEAM.groupId}`);
    expect((await checkTeams(file)).wrong).to.deep.equal([]);
    teams.deleteChannel(CHANNELS.billing);
    expect((await checkTeams(file)).wrong[0]).to.include('finds no such team or channel');
  });

  it('asks nothing else when Microsoft refuses the credentials', async () => {
    await start({ appPassword: 'another~secret.of-the_tests-0123456789' });
    const { code, wrong, notChecked } = await checkTeams();
    expect(code).to.equal(78);
    expect(wrong).to.have.length(1);
    expect(wrong[0]).to.match(
      /^MICROSOFT_APP_PASSWORD: Microsoft refuses the client secret\. Set MICROSOFT_APP_PASSWORD/,
    );
    expect(notChecked.join('\n')).to.include('teams.billing.place: Not asked, because of');
  });

  it('says when Teams does not answer', async () => {
    await start();
    teams.fault({ kind: 'http-500', operation: 'team', times: 1 });
    const { code, wrong } = await checkTeams();
    expect(code).to.equal(78);
    expect(wrong).to.have.length(1);
    expect(wrong[0]).to.include('teams.billing.place: Teams did not answer (ServiceError).');
  });
});
