import { expect } from 'chai';
import { loadFaults, loadValid, SMALL_FILE, TEAMS_ENVIRONMENT } from '../sample-settings.js';

const TENANT: string = TEAMS_ENVIRONMENT.MICROSOFT_APP_TENANT_ID;
const GROUP = 'c41d9e6b-8f27-4a35-b0d9-7e1a52c36f80';
const CHANNEL = '19:6d1f0c83a94e4b7f@thread.tacv2';
const TEAM = '19:a_b-C.d@thread.skype';
const TAG = Buffer.from(`${TENANT}##${GROUP}##0e7f4c21`).toString('base64');
const NO_SLACK = { SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '' };
const ONLY_TEAMS = { ...TEAMS_ENVIRONMENT, ...NO_SLACK };

function channelLink({
  host = 'teams.microsoft.com',
  channel = CHANNEL,
  tenant = TENANT,
  path = 'l/channel',
} = {}): string {
  const query = `groupId=${GROUP.toUpperCase()}&tenantId=${tenant}`;
  return `https://${host}/${path}/${encodeURIComponent(channel)}/Late%20repairs?${query}`;
}

function withPlace(place: string, more = ''): string {
  return SMALL_FILE.replace('{ slack: C0123456789 }', `${place}${more}`);
}

function loadPlace(place: string) {
  return loadValid(withPlace(place), TEAMS_ENVIRONMENT).organisation.teams[0]?.place;
}

function loadPlaceFaults(place: string) {
  return loadFaults(withPlace(place), TEAMS_ENVIRONMENT);
}

describe('a place in Teams', () => {
  it('is the ids of team and channel, or the link of the channel, with the id of the team’s group', () => {
    expect(loadPlace(`{ teams: { team: "${TEAM}", channel: "${CHANNEL}" } }`)).to.deep.equal({
      platform: 'teams',
      team: TEAM,
      channel: CHANNEL,
    });
    const linked = { platform: 'teams', team: GROUP, channel: CHANNEL };
    for (const host of ['teams.microsoft.com', 'teams.cloud.microsoft']) {
      expect(loadPlace(`{ teams: "${channelLink({ host })}" }`), host).to.deep.equal(linked);
    }
    const ids = `{ teams: { team: ${GROUP.toUpperCase()}, channel: "${CHANNEL}" } }`;
    expect(loadPlace(ids)).to.deep.equal(linked);
  });

  it('can be the place for alarms', () => {
    const file = `${SMALL_FILE}ops: { teams: "${channelLink()}" }\n`;
    expect(loadValid(file, TEAMS_ENVIRONMENT).organisation.ops).to.deep.equal({
      platform: 'teams',
      team: GROUP,
      channel: CHANNEL,
    });
  });

  it('is rejected as another link or a chat', () => {
    for (const url of [
      'Late repairs',
      'https://teams.microsoft.com/l/channel/',
      channelLink({ host: 'teams.microsoft.com.evil.example' }),
      channelLink().replace('https:', 'http:'),
      channelLink({ path: 'l/message' }),
      channelLink({ channel: '19:6d1f0c83a94e4b7f@thread.v2' }),
      channelLink().replace('groupId', 'group'),
      channelLink().replace('%3A', '%'),
    ]) {
      expect(loadPlaceFaults(`{ teams: "${url}" }`), url).to.deep.equal([
        'redress.yml:5: teams.billing.place.teams: is no link to a channel; in Teams open the channel\'s ⋯, "Get link to channel", and write that link.',
      ]);
    }
  });

  it('is rejected in another organisation', () => {
    const url = channelLink({ tenant: GROUP });
    expect(loadPlaceFaults(`{ teams: "${url}" }`)).to.deep.equal([
      'redress.yml:5: teams.billing.place.teams: is a channel of another organisation than MICROSOFT_APP_TENANT_ID names.',
    ]);
  });

  it('needs both ids, and valid ones', () => {
    const faults = loadPlaceFaults('{ teams: { team: Repairs, channel: "#late" } }');
    expect(faults.map((fault) => fault.split(' (')[0])).to.deep.equal([
      'redress.yml:5: teams.billing.place.teams.team: "Repairs" is neither of a team\'s ids',
      'redress.yml:5: teams.billing.place.teams.channel: "#late" is no Teams channel id',
    ]);
    expect(loadPlaceFaults(`{ teams: { channel: "${CHANNEL}" } }`)).to.deep.equal([
      'redress.yml:5: teams.billing.place.teams.team: is missing.',
    ]);
  });

  it('is one channel, not one on each platform', () => {
    const sentence =
      'redress.yml:5: teams.billing.place: must name one channel, such as { slack: C0123456789 } or { teams: "its link" }.';
    expect(loadPlaceFaults(`{ slack: C0123456789, teams: "${channelLink()}" }`)).to.deep.equal([
      sentence,
    ]);
    expect(loadPlaceFaults('{}')).to.deep.equal([sentence]);
  });

  it('is rejected with its line on a platform that is not configured', () => {
    const inTeams = withPlace(`{ teams: "${channelLink()}" }`);
    expect(loadFaults(inTeams)).to.deep.equal([
      'redress.yml:5: teams.billing.place: is in Microsoft Teams, which is not configured; .env.example says what to set.',
    ]);
    expect(loadFaults(SMALL_FILE, ONLY_TEAMS)).to.deep.equal([
      'redress.yml:5: teams.billing.place: is in Slack, which is not configured; .env.example says what to set.',
    ]);
    expect(loadValid(inTeams, ONLY_TEAMS).settings.platforms.slack).to.equal(null);
  });

  it('has no fault of its own when a platform is half-configured, or none is', () => {
    const half = { MICROSOFT_APP_ID: TEAMS_ENVIRONMENT.MICROSOFT_APP_ID };
    for (const environment of [half, NO_SLACK]) {
      const faults = loadFaults(withPlace(`{ teams: "${channelLink()}" }`), environment);
      expect(faults.filter((fault) => fault.startsWith('redress.yml'))).to.deep.equal([]);
    }
  });

  it('has a tag as its group, like a user group in Slack', () => {
    const withGroup = (place: string, group: string) =>
      withPlace(place, `\n    group: ${JSON.stringify(group)}`);
    const teams = `{ teams: "${channelLink()}" }`;
    const { organisation } = loadValid(withGroup(teams, TAG), TEAMS_ENVIRONMENT);
    expect(organisation.teams[0]?.group).to.deep.equal({ platform: 'teams', id: TAG });
    expect(loadFaults(withGroup(teams, 'S0123456789'), TEAMS_ENVIRONMENT)).to.deep.equal([
      'redress.yml:6: teams.billing.group: "S0123456789" is no id of a Teams tag; Microsoft Graph gives it (teamworkTag).',
    ]);
    expect(loadFaults(withGroup('{ slack: C0123456789 }', TAG), TEAMS_ENVIRONMENT)[0]).to.match(
      /^redress\.yml:6: teams\.billing\.group: .* is no Slack user group id/,
    );
  });
});

describe('people in Teams', () => {
  const ID = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a02';
  const people = (members: string, officers = 'ben@example.org') =>
    SMALL_FILE.replace('[{ name: Ben Baker, email: ben@example.org }]', members).replace(
      '[ben@example.org]',
      `[${officers}]`,
    );

  it('are identified by their object id, beside their Slack id', () => {
    const file = people(
      `[{ name: Ben, email: ben@example.org, slack: U0123456781 }, { name: Cleo, teams: ${ID.replace('02', '03')} }]`,
      `{ name: Ben, slack: U0123456781, teams: ${ID.toUpperCase()} }, ${ID}`,
    );
    const faults = loadFaults(file, TEAMS_ENVIRONMENT);
    expect(faults).to.deep.equal([
      'redress.yml:7: officers[1]: this person stands in the list twice.',
    ]);
    const { teams, officers } = loadValid(
      file.replace(`, ${ID}]`, ']'),
      TEAMS_ENVIRONMENT,
    ).organisation;
    const ben = { name: 'Ben', email: 'ben@example.org', slack: 'U0123456781', teams: ID };
    expect(officers).to.deep.equal([ben]);
    expect(teams[0]?.members[0]).to.deep.equal(ben);
  });

  it('are rejected when a third entry proves a contradiction', () => {
    const faults = loadFaults(
      people(
        `[{ name: Ben, email: ben@example.org, slack: U0123456781 }, { name: Ben, email: b@example.org, teams: ${ID} }]`,
        `{ name: Ben, slack: U0123456781, teams: ${ID} }`,
      ),
      TEAMS_ENVIRONMENT,
    );
    expect(faults[0]).to.match(/^redress\.yml:7: officers\[0\]: the same "[a-z]+" \(.*\) stands/);
  });

  it('get a hint where to find an object id', () => {
    expect(
      loadFaults(
        people('[{ name: Ben, teams: ben@example.org }]', `{ name: B, teams: ${ID} }`),
        TEAMS_ENVIRONMENT,
      ),
    ).to.deep.equal([
      'redress.yml:6: teams.billing.members[0].teams: "ben@example.org" is no Teams user\'s id; it is the "Object ID" of the user in the Microsoft Entra admin centre, a GUID.',
    ]);
  });

  it('need an e-mail address when Teams is off, with one fault', () => {
    const file = people(`[{ name: Ben, teams: ${ID} }]`, ID);
    expect(loadFaults(file)).to.deep.equal([
      'redress.yml:6: teams.billing.members[0]: has ids only on platforms that are not configured; add an e-mail address.',
    ]);
    expect(loadValid(file, TEAMS_ENVIRONMENT).organisation.officers[0]?.teams).to.equal(ID);
    expect(loadValid(people(`[{ name: Ben, email: ben@example.org, teams: ${ID} }]`, ID))).to.be.an(
      'object',
    );
  });
});
