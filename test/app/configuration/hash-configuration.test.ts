import { expect } from 'chai';
import { hashConfiguration } from '../../../src/app/configuration/hash-configuration.js';
import type {
  LimitedPolicy,
  Organisation,
  Team,
} from '../../../src/domain/organisation/organisation.js';
import { createOrganisation, createTeam } from '../../support/domain.js';

const before = createOrganisation();
const hash = hashConfiguration(before);

/** The organisation with another part in its first team. */
function withTeam(parts: Partial<Team>): Organisation {
  return {
    ...before,
    teams: new Map([...before.teams, ['repairs', createTeam('repairs', parts)]]),
  };
}

const { calendar } = createTeam('repairs');

const CRITICAL: LimitedPolicy = {
  categories: ['damp', 'invoice'],
  impacts: ['critical'],
  policy: { ...before.policy, quietDays: 1 },
};

const CHANGES: Readonly<Record<string, Organisation>> = {
  'the hours': withTeam({
    calendar: { ...calendar, week: { ...calendar.week, 1: [{ from: 540, to: 600 }] } },
  }),
  'the zone': withTeam({ calendar: { ...calendar, zone: 'Europe/Paris' } }),
  'a holiday': withTeam({ calendar: { ...calendar, holidays: ['2026-12-25'] } }),
  'a member': withTeam({ members: ['repairs-ann'] }),
  'a lead': withTeam({ lead: 'repairs-ann' }),
  'a place': withTeam({ place: { platform: 'slack', channel: 'C-other' } }),
  'a group': withTeam({ group: { platform: 'slack', id: 'S1' } }),
  'the officers': { ...before, officers: ['olga'] },
  'the policy': { ...before, policy: { ...before.policy, quietDays: 9 } },
  'a policy for some': { ...before, policies: [CRITICAL] },
  'the country of telephone numbers': { ...before, phoneCountry: 'GB' },
  'the teams': { ...before, teams: new Map([...before.teams].slice(1)) },
  'the categories': { ...before, categories: new Map([...before.categories].slice(1)) },
};

describe('the hash of a configuration', () => {
  for (const [what, organisation] of Object.entries(CHANGES)) {
    it(`changes with ${what}`, () => {
      expect(hashConfiguration(organisation)).to.not.equal(hash);
    });
  }

  it('does not change with the order of what has none', () => {
    const team = createTeam('repairs');
    const turned = withTeam({
      members: team.members.toReversed(),
      place: Object.fromEntries(Object.entries(team.place).reverse()) as Team['place'],
      calendar: {
        ...calendar,
        holidays: [...calendar.holidays, ...calendar.holidays].reverse(),
        week: Object.fromEntries(Object.entries(calendar.week).reverse()) as typeof calendar.week,
      },
    });
    const { policy, officers, teams, categories } = turned;
    const same = {
      ...turned,
      officers: officers.toReversed(),
      teams: new Map([...teams].reverse()),
      categories: new Map([...categories].reverse()),
      policy: { ...policy, beforePromise: policy.beforePromise.toReversed() },
    };
    expect(hashConfiguration(same)).to.equal(hash);
  });

  it('changes with whom a policy is for, its ladder, and which of several comes first', () => {
    const { policy } = CRITICAL;
    const high: LimitedPolicy = { ...CRITICAL, impacts: null };
    const lead: LimitedPolicy = { ...CRITICAL, policy: { ...policy, ladder: ['lead'] } };
    const all = [[], [CRITICAL], [high], [lead], [CRITICAL, high], [high, CRITICAL]];
    const hashes = all.map((policies) => hashConfiguration({ ...before, policies }));
    expect(new Set(hashes)).to.have.length(all.length);
  });

  it('does not change with the order of the categories that a policy is for, or without one', () => {
    const turned = { ...CRITICAL, categories: ['invoice', 'damp', 'damp'] };
    const one = hashConfiguration({ ...before, policies: [CRITICAL] });
    expect(hashConfiguration({ ...before, policies: [turned] })).to.equal(one);
    expect(hashConfiguration({ ...before, policies: [] })).to.equal(hash);
  });

  it('does not change with a name, the ops channel, the generation, or who was merged', () => {
    const same = {
      ...withTeam({ name: 'Other' }),
      ops: null,
      generation: 7,
      merged: new Map([['a', 'b']]),
    };
    expect(hashConfiguration(same)).to.equal(hash);
  });
});
