import { expect } from 'chai';
import { DEFAULT_POLICY } from '../../../src/domain/organisation/organisation.js';
import { loadFaults, loadValid, SMALL_FILE } from '../sample-settings.js';

const HOUR = 3_600_000;

/** The small file with more lines in its team. */
function withTeam(lines: string): string {
  return SMALL_FILE.replace('    members', `${lines.replace(/^/gm, '    ')}\n    members`);
}

function withHours(hours: string): string {
  return SMALL_FILE.replace('{ zone: Europe/London }', hours);
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
      'redress.yml:8: colour: is not a setting. Known here: teams, categories, officers, ops, hours, holidays, nudges.',
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
      'redress.yml:6: teams.billing.members[1]: the same e-mail or id stands elsewhere differently; write each person out once, and name them by e-mail elsewhere.',
    );
  });

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
      'redress.yml:6: teams.billing.members[3].email: is no e-mail address.',
    ]);
  });

  it('are rejected as an unknown lead', () => {
    expect(loadFaults(withTeam('lead: lena@example.org'))[0]).to.match(
      /^redress\.yml:6: teams\.billing\.lead: nobody with the e-mail or id "lena@example\.org"/,
    );
  });
});

describe('hours in redress.yml', () => {
  it('accept several blocks a day, single days, lists, ranges and days off', () => {
    const file = withHours(
      '{ zone: Asia/Tokyo, mon-wed: "09:00-12:30, 13:30-17:30", "thu, sat": 8:00-24:00, fri: closed }',
    );
    const calendar = loadValid(file).organisation.teams[0]?.calendar;
    const office = [
      { from: 540, to: 750 },
      { from: 810, to: 1050 },
    ];
    const long = [{ from: 480, to: 1440 }];
    expect(calendar?.zone).to.equal('Asia/Tokyo');
    expect(calendar?.week).to.deep.equal({
      1: office,
      2: office,
      3: office,
      4: long,
      5: [],
      6: long,
      7: [],
    });
  });

  it('of a team replace the general hours, keep the general zone and add to the general holidays', () => {
    const file = `${withTeam('hours: { sun: 10:00-11:00 }\nholidays: [2026-08-03, 2026-12-25]')}holidays: [2026-12-25]\n`;
    const calendar = loadValid(file).organisation.teams[0]?.calendar;
    expect(calendar?.zone).to.equal('Europe/London');
    expect(calendar?.week[7]).to.deep.equal([{ from: 600, to: 660 }]);
    expect(calendar?.week[1]).to.deep.equal([]);
    expect(calendar?.holidays).to.deep.equal(['2026-08-03', '2026-12-25']);
  });

  const mistakes: Record<string, string> = {
    '{ zone: UTC, mon: "09:00-12:30, 12:00-17:00" }':
      'hours.mon: 09:00-12:30 and 12:00-17:00 overlap.',
    '{ zone: UTC, mon: 22:00-06:00 }':
      'hours.mon: 22:00-06:00 ends before it begins; a night goes to 24:00 and on from 00:00 the next day.',
    '{ zone: UTC, mon: 9-17 }':
      'hours.mon: "9-17" is no block of hours; write 09:00-12:30, 13:30-17:30, or closed.',
    '{ zone: UTC, mon: 09:00-25:00 }':
      'hours.mon: "09:00-25:00" is no block of hours; write 09:00-12:30, 13:30-17:30, or closed.',
    '{ zone: UTC, mon-fri: 09:00-17:00, fri: 09:00-12:00 }':
      'hours.fri: Friday stands twice, in "mon-fri" and in "fri".',
    '{ zone: UTC, monfri: 09:00-17:00 }':
      'hours.monfri: is no day; write mon, mon-fri, or mon, wed, and the zone under "zone".',
    '{ zone: UTC, fri-mon: 09:00-17:00 }':
      'hours.fri-mon: is no day; write mon, mon-fri, or mon, wed, and the zone under "zone".',
    '{ zone: UTC, mon-fri: closed }': 'hours: leaves no working time in the whole week.',
    '{ zone: CET }': 'hours.zone: "CET" is no IANA time zone; write it like Europe/London.',
    '{ zone: "+02:00" }': 'hours.zone: "+02:00" is no IANA time zone; write it like Europe/London.',
  };
  for (const [hours, sentence] of Object.entries(mistakes)) {
    it(`are rejected as ${hours}`, () => {
      expect(loadFaults(withHours(hours))).to.deep.equal([`redress.yml:2: ${sentence}`]);
    });
  }

  it('need a zone, because the zone of a server is no useful guess', () => {
    expect(loadFaults(withHours('{ mon-fri: 09:00-17:00 }'))).to.deep.equal([
      'redress.yml:4: teams.billing: has no time zone; set "hours: { zone: Europe/London }" for it or for all.',
    ]);
  });

  it('reject holidays that are no dates', () => {
    expect(loadFaults(`${SMALL_FILE}holidays: [2026-02-30, Christmas]`)).to.deep.equal([
      'redress.yml:8: holidays[0]: "2026-02-30" is no date; write it like 2026-12-25.',
      'redress.yml:8: holidays[1]: "Christmas" is no date; write it like 2026-12-25.',
    ]);
  });
});

describe('nudges in redress.yml', () => {
  const nudges = (text: string) => `${SMALL_FILE}nudges: { ${text} }\n`;

  it('accept spans in common notations', () => {
    const file = nudges(
      'untaken: [30m, 1 working hour, 1h 30m], acknowledge-within: 2 working days, before-promise: [1h, 90 minutes], promise-passed: [0, 2.5h, 8 hours], quiet: 3, tell: 1d, follow-up: 10 days, acknowledge-warning: 45 mins, follow-up-again: 1 working day, follow-up-attempts: 3',
    );
    expect(loadValid(file).organisation.policy).to.deep.equal({
      untaken: [HOUR / 2, HOUR, 1.5 * HOUR],
      acknowledgeWithinDays: 2,
      acknowledgeWarning: 0.75 * HOUR,
      beforePromise: [1.5 * HOUR, HOUR],
      promisePassed: [0, 2.5 * HOUR, 8 * HOUR],
      quietDays: 3,
      tellDays: 1,
      followUpDays: 10,
      followUpAgainDays: 1,
      followUpAttempts: 3,
    });
  });

  const mistakes: Record<string, string> = {
    'untaken: [1h, 2h]': 'untaken: must be a list of three spans: first, lead, officers.',
    'untaken: 1h': 'untaken: must be a list of three spans: first, lead, officers.',
    'untaken: [0, 1h, 2h]': 'untaken: must leave the team some time: the first is 0.',
    'promise-passed: [4h, 1h, 8h]':
      'promise-passed: must rise: the lead comes after the first, the officers after the lead.',
    'before-promise: []': 'before-promise: must name at least one reminder, such as [4h].',
    'before-promise: [0]': 'before-promise: must be before the promise: 0 is too late.',
    'acknowledge-warning: 1 working day':
      'acknowledge-warning: "1 working day" is no span of working time; working days differ in length: say it in hours or minutes.',
    'acknowledge-warning: soon':
      'acknowledge-warning: "soon" is no span of working time; write 30m, 4h, 1h 30m or "1 working hour".',
    'acknowledge-warning: 501h': 'acknowledge-warning: "501h" is more than 500 hours.',
    'quiet: 0': 'quiet: "0" must be whole working days, 1 to 60; write "2 working days".',
    'quiet: 4h': 'quiet: "4h" must be whole working days, 1 to 60; write "2 working days".',
  };
  for (const [text, sentence] of Object.entries(mistakes)) {
    it(`are rejected as ${text}`, () => {
      expect(loadFaults(nudges(text))).to.deep.equal([`redress.yml:8: nudges.${sentence}`]);
    });
  }
});
