import { expect } from 'chai';
import { resolveOrganisation } from '../../../src/app/organisation/resolve-organisation.js';
import {
  type Account,
  accountKey,
  type KnownAccount,
  type Person,
  type Profile,
} from '../../../src/domain/organisation/person.js';
import { silentLogger } from '../../../src/ports/logger.js';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { loadValid, SMALL_FILE } from '../../config/sample-settings.js';
import { createFakeChannel } from '../../support/fake-channel.js';

const IN_SLACK = { slack: 'T1', teams: null };
const NOWHERE = { slack: null, teams: null };

type Ensured = Pick<
  PeopleStore,
  'ensure' | 'ensureByEmail' | 'getMany' | 'findByAccount' | 'findByEmail'
>;

/** A people store that makes ids of its arguments and records each call. */
function createFakePeopleStore(
  alias: Readonly<Record<string, string>> = {},
  accounts: readonly KnownAccount[] = [],
) {
  const calls: string[] = [];
  const person = (key: string, profile: Profile): Person => {
    calls.push(key);
    const id = alias[key] ?? `p:${key}`;
    return { id, ...profile, accounts, aliases: [], mergedInto: null };
  };
  const store: Ensured = {
    ensure: async (account: Account, profile) => person(accountKey(account), profile),
    ensureByEmail: async (profile) => person(profile.email, profile),
    getMany: async () => new Map(),
    findByAccount: async () => undefined,
    findByEmail: async () => undefined,
  };
  return { calls, people: store as PeopleStore };
}

const FILE = `
hours: { zone: UTC }
teams:
  billing:
    place: { slack: C0123456789 }
    group: S0123456789
    members:
      - { name: Ben, email: ben@example.org, slack: U0123456781 }
      - { name: Cleo, email: cleo@example.org }
    lead: ben@example.org
officers: [cleo@example.org, { name: Omar, slack: U0123456782 }]
ops: { slack: C0123456788 }
`;

describe('resolving the organisation', () => {
  it('keeps the policies, in their order', async () => {
    const nudges =
      'nudges: { policies: [{ for: { impact: high } }, { for: { category: billing } }] }';
    const configuration = loadValid(`${FILE}${nudges}`);
    const { people } = createFakePeopleStore();
    const { policies } = await resolveOrganisation(configuration, people, IN_SLACK);
    expect(policies?.map(({ impacts }) => impacts)).to.deep.equal([['high'], null]);
    expect(policies).to.deep.equal(configuration.organisation.policies);
  });

  it('finds people by their account in the workspace of Slack, else by e-mail, each once', async () => {
    const { calls, people } = createFakePeopleStore();
    const organisation = await resolveOrganisation(loadValid(FILE), people, IN_SLACK);
    const team = organisation.teams.get('billing');
    expect(team?.members).to.deep.equal(['p:slack:T1:U0123456781', 'p:cleo@example.org']);
    expect(team?.lead).to.equal('p:slack:T1:U0123456781');
    expect(team?.group).to.deep.equal({ platform: 'slack', id: 'S0123456789' });
    expect(organisation.officers).to.deep.equal(['p:cleo@example.org', 'p:slack:T1:U0123456782']);
    expect(organisation.ops).to.deep.equal({ platform: 'slack', channel: 'C0123456788' });
    expect([...organisation.categories.keys()]).to.deep.equal(['billing']);
    expect(calls).to.deep.equal([
      'slack:T1:U0123456781',
      'cleo@example.org',
      'slack:T1:U0123456782',
    ]);
  });

  it('counts two entries once when the store finds one person', async () => {
    const { people } = createFakePeopleStore({
      'slack:T1:U0123456781': 'p',
      'cleo@example.org': 'p',
    });
    const organisation = await resolveOrganisation(loadValid(FILE), people, IN_SLACK);
    expect(organisation.teams.get('billing')?.members).to.deep.equal(['p']);
  });

  it('looks up people with only an e-mail address, each once', async () => {
    const { calls, people } = createFakePeopleStore();
    const channel = createFakeChannel();
    const cleo = { platform: 'slack', workspace: 'T1', userId: 'U0123456783' } as const;
    channel.accounts.set('cleo@example.org', cleo);
    const organisation = await resolveOrganisation(loadValid(FILE), people, IN_SLACK, {
      channels: [channel],
      logger: silentLogger,
    });
    expect(organisation.officers[0]).to.equal('p:cleo@example.org');
    expect(calls.filter((call) => call === accountKey(cleo))).to.have.length(1);
    const reached = createFakePeopleStore({}, [{ ...cleo, reference: null }]);
    await resolveOrganisation(loadValid(FILE), reached.people, IN_SLACK, {
      channels: [channel],
      logger: silentLogger,
    });
    expect(reached.calls).to.not.include(accountKey(cleo));
  });

  it('goes on when Slack knows no account, and logs where, but not who', async () => {
    const { people } = createFakePeopleStore();
    const lines: string[] = [];
    const warn = (fields: object, message: string): void =>
      void lines.push(`${JSON.stringify(fields)} ${message}`);
    const organisation = await resolveOrganisation(loadValid(FILE), people, IN_SLACK, {
      channels: [createFakeChannel()],
      logger: { ...silentLogger, warn },
    });
    expect(organisation.officers[0]).to.equal('p:cleo@example.org');
    expect(lines).to.have.length(1);
    expect(lines[0])
      .to.include('teams.billing.members')
      .and.not.match(/cleo|@/i);
  });

  it('finds people by e-mail without Slack, and refuses a person who has none, naming the place', async () => {
    const { people } = createFakePeopleStore();
    const organisation = await resolveOrganisation(loadValid(SMALL_FILE), people, NOWHERE);
    expect(organisation.officers).to.deep.equal(['p:ben@example.org']);
    const refused = await resolveOrganisation(loadValid(FILE), people, NOWHERE).catch(
      (error) => error,
    );
    expect(refused).to.include({ code: 'CONFIG_INVALID' });
    expect(refused.message).to.match(/^officers has a person/);
    expect(refused.message).to.not.include('Omar');
  });
});
