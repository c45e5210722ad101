import { expect } from 'chai';
import { DEFAULT_POLICY } from '../../../src/domain/organisation/organisation.js';
import {
  loadFaults,
  loadValid,
  loadWarnings,
  readRootFile,
  SMALL_FILE,
} from '../sample-settings.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The small file with two categories, and these policies, one a line. The first stands in line 13. */
function withPolicies(...policies: readonly string[]): string {
  const lines = policies.map((policy) => `    - ${policy}\n`).join('');
  return `${SMALL_FILE}categories:
  late: { team: billing }
  staff-conduct: { team: billing }
nudges:
  policies:
${lines}`;
}

function readPolicies(...policies: readonly string[]) {
  return loadValid(withPolicies(...policies)).organisation.policies ?? [];
}

describe('nudges.policies in redress.yml', () => {
  it('set what differs, and leave the rest as it is for all complaints', () => {
    const file = withPolicies(
      '{ for: { impact: [critical, high] }, untaken: [15m, 30m, 1h], quiet: 1 working day }',
    ).replace('nudges:\n', 'nudges:\n  tell: 3 working days\n');
    const { policy, policies } = loadValid(file).organisation;
    expect(policy).to.deep.equal({ ...DEFAULT_POLICY, tellDays: 3 });
    expect(policies).to.deep.equal([
      {
        categories: null,
        impacts: ['critical', 'high'],
        policy: {
          ...DEFAULT_POLICY,
          tellDays: 3,
          untaken: [15 * MINUTE, 30 * MINUTE, HOUR],
          quietDays: 1,
        },
      },
    ]);
  });

  it('are for a category, an impact, or both, one or several', () => {
    const policies = readPolicies(
      '{ for: { category: staff-conduct, impact: critical } }',
      '{ for: { category: [staff-conduct], impact: [high, medium] } }',
      '{ for: { category: [late, staff-conduct] } }',
    );
    expect(policies.map(({ categories, impacts }) => [categories, impacts])).to.deep.equal([
      [['staff-conduct'], ['critical']],
      [['staff-conduct'], ['high', 'medium']],
      [['late', 'staff-conduct'], null],
    ]);
  });

  it('name teams where each team is a category', () => {
    const file = `${SMALL_FILE}nudges: { policies: [{ for: { category: billing } }] }\n`;
    expect(loadValid(file).organisation.policies).to.have.length(1);
    expect(loadFaults(file.replace('category: billing', 'category: biling'))).to.deep.equal([
      'redress.yml:8: nudges.policies[0].for.category: there is no category "biling". Did you mean "billing"?',
    ]);
  });

  it('say who stands on the ladder, with a time for each', () => {
    const [one, other] = readPolicies(
      '{ for: { impact: critical }, ladder: [lead, officers], untaken: [0, 1h], promise-passed: [1h, 2h] }',
      '{ for: { category: late }, ladder: officers, untaken: [2h] }',
    );
    expect(one?.policy).to.deep.include({
      ladder: ['lead', 'officers'],
      untaken: [0, HOUR, HOUR],
      promisePassed: [HOUR, 2 * HOUR, 2 * HOUR],
    });
    expect(other?.policy).to.deep.include({
      ladder: ['officers'],
      untaken: [2 * HOUR, 2 * HOUR, 2 * HOUR],
      promisePassed: DEFAULT_POLICY.promisePassed,
    });
  });

  const FOR = 'for: { impact: high }';
  const mistakes: Record<string, string> = {
    'quiet: 3': 'for: must name a category, an impact, or both.',
    'for: {}': 'for: must name a category, an impact, or both.',
    'for: critical': 'for: must be a map of keys, not text.',
    'for: { impacts: high }': 'for.impacts: is not a setting. Did you mean "impact"?',
    'for: { team: billing }': 'for.team: is not a setting. Known here: category, impact.',
    'for: { impact: [] }': 'for.impact: must name at least one.',
    'for: { impact: 3 }': 'for.impact: must be a word or a list of words.',
    'for: { impact: [high, high] }': 'for.impact: "high" stands in it more than once.',
    'for: { impact: hihg }': 'for.impact: there is no impact "hihg". Did you mean "high"?',
    'for: { impact: [high, terrible] }':
      'for.impact: there is no impact "terrible". There are: low, medium, high, critical.',
    'for: { category: staff-conduckt }':
      'for.category: there is no category "staff-conduckt". Did you mean "staff-conduct"?',
    'for: { category: parcels }':
      'for.category: there is no category "parcels". There are: late, staff-conduct.',
    [`${FOR}, unteken: [1h, 2h, 3h]`]: 'unteken: is not a setting. Did you mean "untaken"?',
    [`${FOR}, untaken: [1h, 2h]`]: 'untaken: must be a list of three spans: first, lead, officers.',
    [`${FOR}, untaken: [0, 1h, 2h]`]: 'untaken: must leave the team some time: the first is 0.',
    [`${FOR}, quiet: 4h`]:
      'quiet: "4h" must be whole working days, 1 to 60; write "2 working days".',
    [`${FOR}, ladder: [lead, officers], untaken: [1h, 2h, 3h]`]:
      'untaken: must be a list of two spans: lead, officers.',
    [`${FOR}, ladder: [officers], promise-passed: [1h, 2h]`]:
      'promise-passed: must be a list of one span: officers.',
    [`${FOR}, ladder: [lead, officers], untaken: [2h, 1h]`]:
      'untaken: must rise: each comes after the one before.',
    [`${FOR}, ladder: []`]: 'ladder: must name at least one.',
    [`${FOR}, ladder: [lead, lead]`]: 'ladder: "lead" stands in it more than once.',
    [`${FOR}, ladder: [officers, lead]`]: 'ladder: must rise: write [lead, officers].',
    [`${FOR}, ladder: [assignee, officer]`]:
      'ladder: "officer" is no rung of a ladder. Did you mean "officers"?',
    [`${FOR}, ladder: [director], untaken: [1h]`]:
      'ladder: "director" is no rung of a ladder. There are: assignee, lead, officers.',
  };
  for (const [text, sentence] of Object.entries(mistakes)) {
    it(`are rejected as ${text}`, () => {
      const file = withPolicies('{ for: { impact: low } }', `{ ${text} }`);
      expect(loadFaults(file)).to.deep.equal([`redress.yml:14: nudges.policies[1].${sentence}`]);
    });
  }

  it('are accepted as the example file and the page on nudges have them', () => {
    const example = readRootFile('redress.example.yml');
    const start = example.indexOf('  # policies:');
    const uncommented = example.slice(start).replace(/^ {2}# /gm, '  ');
    const { policies } = loadValid(example.slice(0, start) + uncommented).organisation;
    expect(policies?.map(({ policy }) => policy.ladder)).to.deep.equal([['officers'], undefined]);
    const [, page = ''] =
      /^ {4}nudges:\n((?: {4}.*\n)+)/m.exec(readRootFile('docs/nudges.md')) ?? [];
    const before = example.slice(0, example.indexOf('nudges:\n'));
    const shown = loadValid(`${before}nudges:\n${page.replace(/^ {4}/gm, '')}`).organisation;
    expect(shown.policies).to.deep.equal(policies);
  });

  it('cannot limit the messages of a day: these are about many complaints', () => {
    const [fault, ...more] = loadFaults(withPolicies(`{ ${FOR}, messages-a-day: 3 }`));
    expect(more).to.deep.equal([]);
    expect(fault).to.include(
      'nudges.policies[0].messages-a-day: is not a setting. Known here: for',
    );
  });

  it('must be a list of maps', () => {
    expect(loadFaults(withPolicies('critical'))).to.deep.include(
      'redress.yml:13: nudges.policies[0]: must be a map of keys, not text.',
    );
    expect(loadFaults(`${SMALL_FILE}nudges: { policies: { for: 1 } }\n`)).to.deep.equal([
      'redress.yml:8: nudges.policies: must be a list, not a map of keys.',
    ]);
  });

  it('warn of what the settings for all complaints warn of', () => {
    expect(loadWarnings(withPolicies(`{ ${FOR}, quiet: 2 days }`))).to.deep.equal([
      'redress.yml:13: nudges.policies[0].quiet: "2 days" counts working days of the team, without weekends and holidays; write "2 working days", so that nobody expects days of the calendar.',
    ]);
  });
});

describe('a policy that earlier ones leave nothing', () => {
  const reject = (where: string) =>
    `never holds, because all of its complaints have an earlier policy (${where}); put it before that, or remove it.`;
  const useless: Record<string, readonly [string[], string]> = {
    'the same': [['{ impact: high }', '{ impact: high }'], 'redress.yml:13'],
    'a wider one': [
      ['{ impact: [high, critical] }', '{ category: late, impact: critical }'],
      'redress.yml:13',
    ],
    'several together': [
      ['{ category: late }', '{ category: staff-conduct, impact: low }', '{ impact: low }'],
      'redress.yml:13, redress.yml:14',
    ],
  };
  for (const [what, [all, where]] of Object.entries(useless)) {
    it(`is rejected: ${what}`, () => {
      const n = all.length - 1;
      expect(loadFaults(withPolicies(...all.map((one) => `{ for: ${one} }`)))).to.deep.equal([
        `redress.yml:${13 + n}: nudges.policies[${n}].for: ${reject(where)}`,
      ]);
    });
  }

  it('is accepted while one kind of complaint is left to it', () => {
    const policies = readPolicies(
      '{ for: { category: late, impact: [low, medium, high] } }',
      '{ for: { category: staff-conduct } }',
      '{ for: { category: late } }',
    );
    expect(policies).to.have.length(3);
  });
});
