import { expect } from 'chai';
import { loadFaults, loadValid, loadWarnings, SMALL_FILE } from '../sample-settings.js';

/** The small file with more lines in its team. */
function withTeam(lines: string): string {
  return SMALL_FILE.replace('    members', `${lines.replace(/^/gm, '    ')}\n    members`);
}

describe('people in redress.yml', () => {
  const people = (members: string, rest = '') =>
    SMALL_FILE.replace('[{ name: Ben Baker, email: ben@example.org }]', members) + rest;

  it('are written out once and named by e-mail or id elsewhere, in any order', () => {
    const file = `
hours: { zone: UTC }
officers: [BEN@example.org, U0123456782]
teams:
  billing:
    place: { slack: C0123456789 }
    members:
      - { name: Ben, email: Ben@example.org, slack: U0123456781 }
      - { name: Cleo, slack: U0123456782 }
    lead: u0123456781
`;
    const { teams, officers } = loadValid(file).organisation;
    const ben = { name: 'Ben', email: 'Ben@example.org', slack: 'U0123456781', teams: null };
    expect(teams[0]?.lead).to.deep.equal(ben);
    expect(officers).to.deep.equal([
      ben,
      { name: 'Cleo', email: null, slack: 'U0123456782', teams: null },
    ]);
  });

  it('can be written out again, with details from both places', () => {
    const file = people(
      '[{ name: Ben, email: ben@example.org }]',
      'ops: { slack: C0123456781 }\n',
    ).replace(
      'officers: [',
      'officers: [{ name: Ben, email: ben@example.org, slack: U0123456781 }]\n#',
    );
    const { organisation } = loadValid(file);
    expect(organisation.teams[0]?.members).to.deep.equal(organisation.officers);
  });

  it('are rejected when two entries contradict each other', () => {
    const faults = loadFaults(
      people(
        '[{ name: Ben, email: ben@example.org }, { name: Cleo, email: ben@example.org, slack: U0123456781 }]',
      ),
    );
    expect(faults[0]).to.equal(
      'redress.yml:6: teams.billing.members[1]: the same "email" (ben@example.org) stands at redress.yml:6 with another "name"; if they are two people, correct it; if they are one, write them out once, and name them by e-mail elsewhere.',
    );
  });

  it('that share an id get one fault, with the id and the line of the other', () => {
    const cleo = '{ name: Cleo, email: cleo@example.org, slack: U0123456781 }';
    const file = people(
      `\n      - { name: Ben, email: ben@example.org, slack: U0123456781 }\n      - ${cleo}`,
    ).replace('officers: [ben@example.org]', 'officers: [ben@example.org, cleo@example.org]');
    expect(loadFaults(file)).to.deep.equal([
      'redress.yml:8: teams.billing.members[1]: the same "slack" (U0123456781) stands at redress.yml:7 with another "name"; if they are two people, correct it; if they are one, write them out once, and name them by e-mail elsewhere.',
    ]);
  });

  it('with one name and two ids are named by a fault if they have one address', () => {
    const [one, other] = ['U0123456781', 'U0123456782'].map(
      (id) => `{ name: Ben, email: ben@example.org, slack: ${id} }`,
    );
    expect(loadFaults(people(`[${one}, ${other}]`))).to.deep.equal([
      'redress.yml:6: teams.billing.members[1]: the same "email" (ben@example.org) stands at redress.yml:6 with another "slack"; if they are two people, correct it; if they are one, write them out once, and name them by e-mail elsewhere.',
    ]);
  });

  it('of one name get a warning, which names nobody', () => {
    const file = people(
      '[{ name: Ben Baker, email: ben@example.org }, { name: "ben  baker", slack: U0123456781 }]',
    );
    expect(loadWarnings(file)).to.deep.equal([
      'redress.yml:6: teams.billing.members[1]: somebody with other ids has the same name at redress.yml:6; if it is one person, write them out once with all ids; if not, add to a name what tells them apart on cards.',
    ]);
    const twice = people(
      '[{ name: Ben, email: ben@example.org }]',
      'ops: { slack: C0123456781 }\n',
    ).replace(
      'officers: [',
      'officers: [{ name: Ben, email: ben@example.org, slack: U0123456781 }]\n#',
    );
    expect(loadWarnings(twice), 'one person, written out twice').to.deep.equal([]);
  });

  const ADDRESSES = [
    'ben@example.org',
    'b.e-n+x@mail.example.co.uk',
    "o'brien@example.org",
    'jürgen@müller.example',
    'ben_corp.example#EXT#@tenant.onmicrosoft.com',
  ];
  for (const address of ADDRESSES) {
    it(`can have the address ${address}`, () => {
      const file = people(`[{ name: Ben, email: "${address}" }]`).replace(
        'officers: [ben@example.org]',
        `officers: ["${address}"]`,
      );
      expect(loadValid(file).organisation.officers[0]?.email).to.equal(address);
    });
  }

  const NO_ADDRESSES: Record<string, string> = {
    'ben@example': 'what stands after the @ is no domain such as example.org',
    'ben@example..org': 'what stands after the @ is no domain such as example.org',
    'ben@-example.org': 'what stands after the @ is no domain such as example.org',
    'ben@10.0.0.1': 'what stands after the @ is no domain such as example.org',
    'ben@example.org.': 'what stands after the @ is no domain such as example.org',
    'ben@exam ple.org': 'what stands after the @ is no domain such as example.org',
    '.ben@example.org': 'what stands before the @ is wrong',
    'be..n@example.org': 'what stands before the @ is wrong',
    'be n@example.org': 'what stands before the @ is wrong',
    'Ben <ben@example.org>': 'write the address alone, without name and brackets',
    'ben@example.org, cleo@example.org': 'write the address alone, without name and brackets',
    'ben@cleo@example.org': 'write it like ben@example.org',
    'example.org': 'write it like ben@example.org',
    '@example.org': 'write it like ben@example.org',
  };
  for (const [address, why] of Object.entries(NO_ADDRESSES)) {
    it(`cannot have the address ${address}`, () => {
      const file = people(`[{ name: Ben, email: "${address}", slack: U0123456781 }]`).replace(
        'ben@example.org]',
        'U0123456781]',
      );
      expect(loadFaults(file)[0]).to.equal(
        `redress.yml:6: teams.billing.members[0].email: "${address}" is no e-mail address; ${why}.`,
      );
    });
  }

  it('are rejected twice in one list', () => {
    expect(
      loadFaults(people('[{ name: Ben, email: ben@example.org }, ben@example.org]')),
    ).to.deep.equal([
      'redress.yml:6: teams.billing.members[1]: this person stands in the list twice.',
    ]);
  });

  it('need an address or id, and valid ids', () => {
    const faults = loadFaults(
      people(
        '[{ name: Ben, email: ben@example.org }, { name: Cleo }, { name: Dev, slack: "@dev" }, { email: x }]',
      ),
    );
    expect(faults).to.deep.equal([
      'redress.yml:6: teams.billing.members[1]: needs "email", "slack" (a member id, U…) or "teams" (an object id), or nobody can be reached.',
      'redress.yml:6: teams.billing.members[2].slack: "@dev" is no Slack member id; in Slack open the profile, ⋮, "Copy member ID" (U…).',
      'redress.yml:6: teams.billing.members[3].name: is missing.',
      'redress.yml:6: teams.billing.members[3].email: "x" is no e-mail address; write it like ben@example.org.',
    ]);
  });

  it('are rejected as an unknown lead', () => {
    expect(loadFaults(withTeam('lead: lena@example.org'))[0]).to.match(
      /^redress\.yml:6: teams\.billing\.lead: nobody with the e-mail or id "lena@example\.org"/,
    );
  });
});
