import { expect } from 'chai';
import { DEFAULT_POLICY } from '../../../src/domain/organisation/organisation.js';
import { loadFaults, loadValid, loadWarnings, SMALL_FILE } from '../sample-settings.js';

/** The small file with more lines in its team. */
function withTeam(lines: string): string {
  return SMALL_FILE.replace('    members', `${lines.replace(/^/gm, '    ')}\n    members`);
}

describe('teams in redress.yml', () => {
  it('need only a channel, a member and a zone', () => {
    const { teams, categories, ops, policy } = loadValid().organisation;
    const ben = { name: 'Ben Baker', email: 'ben@example.org', slack: null, teams: null };
    const day = [{ from: 540, to: 1020 }];
    expect(teams).to.deep.equal([
      {
        key: 'billing',
        name: 'Billing',
        place: { platform: 'slack', channel: 'C0123456789' },
        group: null,
        members: [ben],
        lead: null,
        calendar: {
          zone: 'Europe/London',
          week: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] },
          holidays: [],
        },
      },
    ]);
    expect(categories).to.deep.equal([
      { key: 'billing', name: 'Billing', team: 'billing', confidential: false },
    ]);
    expect(ops).to.equal(null);
    expect(policy).to.deep.equal(DEFAULT_POLICY);
  });

  it('get a hint where to find an id when a name is given', () => {
    const faults = loadFaults(withTeam('group: "@billing"').replace('C0123456789', '"#billing"'));
    expect(faults).to.deep.equal([
      'redress.yml:5: teams.billing.place.slack: "#billing" is no Slack channel id; in Slack open the channel, its name, "About", and copy the channel ID (C…).',
      'redress.yml:6: teams.billing.group: "@billing" is no Slack user group id (S…); it stands in the group\'s link.',
    ]);
  });

  it('must have a place, members and a plain key', () => {
    const file = 'hours: {zone: UTC}\nteams:\n  Team One:\n    members: []\nofficers: []\n';
    expect(loadFaults(file)).to.deep.equal([
      'redress.yml:3: teams.Team One: a key is small letters, digits and hyphens, at most 40; "name" may be anything.',
      'redress.yml:3: teams.Team One.place: is missing; write the channel, such as { slack: C0123456789 }.',
      'redress.yml:4: teams.Team One.members: must name at least one.',
      'redress.yml:5: officers: must name at least one.',
    ]);
  });

  it('must have names that a reader sees, people too', () => {
    const invisible = '"\\u200B\\u3164"';
    const file = withTeam(`name: ${invisible}`).replace('name: Ben Baker', `name: ${invisible}`);
    expect(loadFaults(file)).to.include.members([
      'redress.yml:6: teams.billing.name: is empty.',
      'redress.yml:7: teams.billing.members[0].name: is empty.',
    ]);
  });

  it('report unknown settings', () => {
    expect(loadFaults(withTeam('nmae: Billing'))).to.deep.equal([
      'redress.yml:6: teams.billing.nmae: is not a setting. Did you mean "name"?',
    ]);
    expect(loadFaults(`${SMALL_FILE}colour: blue`)).to.deep.equal([
      'redress.yml:8: colour: is not a setting. Known here: teams, categories, officers, ops, hours, holidays, nudges, phone-country.',
    ]);
  });
});

describe('categories in redress.yml', () => {
  it('must name an existing team', () => {
    const file = `${SMALL_FILE}categories:\n  late: { team: biling }\n  rude: { team: sales }\n`;
    expect(loadFaults(file)).to.deep.equal([
      'redress.yml:9: categories.late.team: there is no team "biling". Did you mean "billing"?',
      'redress.yml:10: categories.rude.team: there is no team "sales". There are: billing.',
    ]);
  });

  it('are limited in number and length by what a form can show', () => {
    const many = Array.from({ length: 101 }, (_, index) => `  c${index}: { team: billing }`);
    expect(loadFaults(`${SMALL_FILE}categories:\n${many.join('\n')}`)).to.deep.equal([
      'redress.yml:8: categories: has more than 100: a form cannot show them.',
    ]);
    const long = `categories:\n  late: { team: billing, name: ${'x'.repeat(76)} }`;
    expect(loadFaults(SMALL_FILE + long)).to.deep.equal([
      'redress.yml:9: categories.late.name: is longer than 75 characters.',
    ]);
  });

  it('may be confidential, which is true or false', () => {
    const file = (value: string) =>
      `${SMALL_FILE}categories:\n  conduct: { team: billing, confidential: ${value} }\n`;
    expect(loadValid(file('true')).organisation.categories).to.deep.equal([
      { key: 'conduct', name: 'Conduct', team: 'billing', confidential: true },
    ]);
    expect(loadFaults(file('yes'))).to.deep.equal([
      'redress.yml:9: categories.conduct.confidential: must be true or false, not text.',
    ]);
  });
});

describe('names and channels in redress.yml', () => {
  const file = (names: readonly [string, string], channel: string, categories = '') => `
hours: { zone: UTC }
teams:
  north:
    name: ${names[0]}
    place: { slack: C0123456780 }
    members: [{ name: Ben, email: ben@example.org }]
  south:
    name: ${names[1]}
    place: { slack: ${channel} }
    members: [ben@example.org]
officers: [ben@example.org]
${categories}`;
  const CATEGORIES = 'categories:\n  one: { name: Late, team: north }\n';

  it('may be one for two teams, with a warning', () => {
    const shared = file(['Repairs', 'Works'], 'C0123456780', CATEGORIES);
    const unused =
      'redress.yml:8: teams.south: no category leads to team "south", so nobody can send it a complaint; give it a category unless it only finishes those it has.';
    expect(loadWarnings(shared)).to.deep.equal([
      unused,
      'redress.yml:10: teams.south.place: team "north" has the same channel (redress.yml:6), so the members of each see the complaints of both; give each its own channel unless that is meant.',
    ]);
    const alike = file(['Repairs', 'repairs'], 'C0123456781', CATEGORIES);
    expect(loadWarnings(alike)).to.deep.equal([
      unused,
      'redress.yml:9: teams.south.name: team "north" has the same name (redress.yml:5), so their cards look alike; give one of them another name.',
    ]);
  });

  it('must be different for two categories, because nobody can choose between them', () => {
    const two = `${CATEGORIES}  two: { name: " late", team: south }\n`;
    expect(loadFaults(file(['Repairs', 'Works'], 'C0123456781', two))).to.deep.equal([
      'redress.yml:15: categories.two.name: category "one" has the same name (redress.yml:14), and nobody can tell them apart in the form; give one of them another name.',
    ]);
    expect(loadFaults(file(['Repairs', 'Repairs'], 'C0123456781'))).to.deep.equal([
      'redress.yml:9: teams.south.name: team "north" has the same name (redress.yml:5), and nobody can tell them apart in the form; give one of them another name.',
    ]);
  });
});

describe('the country of telephone numbers in redress.yml', () => {
  it('is two letters, and none by default', () => {
    expect(loadValid().organisation).to.not.have.property('phoneCountry');
    for (const [written, country] of [
      ['GB', 'GB'],
      ['de', 'DE'],
      ['no', 'NO'],
    ]) {
      const { organisation } = loadValid(`${SMALL_FILE}phone-country: ${written}\n`);
      expect(organisation.phoneCountry).to.equal(country);
    }
  });

  it('is refused when there is no such country', () => {
    expect(loadFaults(`${SMALL_FILE}phone-country: UK\n`)).to.deep.equal([
      'redress.yml:8: phone-country: "UK" is no country; give its two letters of ISO 3166-1, such as GB or DE.',
    ]);
    expect(loadFaults(`${SMALL_FILE}phone-country: 44\n`)).to.have.length(1);
  });
});
