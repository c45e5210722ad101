import { expect } from 'chai';
import {
  type AccountLookup,
  resolveOrganisation,
} from '../../../src/app/organisation/resolve-organisation.js';
import { silentLogger } from '../../../src/ports/logger.js';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import type { Stores } from '../../../src/storage/stores.js';
import { loadValid, TEAMS_ENVIRONMENT } from '../../config/sample-settings.js';
import { createFakeChannel } from '../../support/fake-channel.js';
import { createMemoryLogger } from '../../support/memory-logger.js';

const TENANT = TEAMS_ENVIRONMENT.MICROSOFT_APP_TENANT_ID;
const BOTH = { slack: 'T1', teams: TENANT };
const BEN = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a02';
const CLEO = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a03';
const toSlackAccount = (userId: string) =>
  ({ platform: 'slack', workspace: 'T1', userId }) as const;
const toTeamsAccount = (userId: string) =>
  ({ platform: 'teams', workspace: TENANT, userId }) as const;

/** One team with this one member, who is also the officer. */
function loadOrganisation(person: string) {
  return loadValid(
    `
hours: { zone: UTC }
teams:
  repairs:
    place: { teams: { team: "19:g@thread.tacv2", channel: "19:c@thread.tacv2" } }
    group: ${Buffer.from('a tag of the team').toString('base64')}
    members: [${person}]
officers: [${person}]
`,
    TEAMS_ENVIRONMENT,
  );
}

describe('resolving an organisation on two platforms', () => {
  let stores: Stores;
  let people: PeopleStore;
  let warnings: string[];
  let directory: AccountLookup;
  let inSlack: ReturnType<typeof createFakeChannel>;
  let inTeams: ReturnType<typeof createFakeChannel>;

  beforeEach(async () => {
    stores = await openEmbeddedStores({ file: ':memory:' });
    ({ people } = stores);
    warnings = [];
    inSlack = createFakeChannel('slack');
    inTeams = createFakeChannel('teams');
    const warn = (fields: object, message: string): void =>
      void warnings.push(`${JSON.stringify(fields)} ${message}`);
    directory = { channels: [inSlack, inTeams], logger: { ...silentLogger, warn } };
  });
  afterEach(() => stores.close());

  /** Resolves the organisation and returns the user ids of the one officer. */
  async function resolveAccounts(
    person: string,
    workspaces: Parameters<typeof resolveOrganisation>[2] = BOTH,
  ) {
    const organisation = await resolveOrganisation(
      loadOrganisation(person),
      people,
      workspaces,
      directory,
    );
    expect(organisation.teams.get('repairs')?.members).to.deep.equal(organisation.officers);
    expect(organisation.officers).to.have.length(1);
    const found = await people.get(organisation.officers[0] ?? '');
    return found?.accounts.map(({ userId }) => userId).sort();
  }

  it('gives a team in Teams its place and its tag', async () => {
    const configuration = loadOrganisation('{ name: Ben, email: ben@example.org }');
    const organisation = await resolveOrganisation(configuration, people, BOTH);
    const team = organisation.teams.get('repairs');
    expect(team?.place.platform).to.equal('teams');
    expect(team?.group?.platform).to.equal('teams');
  });

  it('makes one person of the ids in the settings, with or without an e-mail address', async () => {
    const ids = `slack: U0123456781, teams: ${BEN}`;
    expect(await resolveAccounts(`{ name: Ben, ${ids} }`)).to.deep.equal([BEN, 'U0123456781']);
    expect(await resolveAccounts(`{ name: Ben, email: ben@example.org, ${ids} }`)).to.deep.equal([
      BEN,
      'U0123456781',
    ]);
  });

  it('does not warn about accounts that the settings name', async () => {
    const { logger, lines } = createMemoryLogger();
    const warned = await openEmbeddedStores({ file: ':memory:', logger });
    const ben = `{ name: Ben, email: ben@example.org, slack: U0123456781, teams: ${BEN} }`;
    const organisation = await resolveOrganisation(
      loadOrganisation(ben),
      warned.people,
      BOTH,
      directory,
    );
    const found = await warned.people.get(organisation.officers[0] ?? '');
    expect(found?.accounts).to.have.length(2);
    expect(lines).to.deep.equal([]);
    await warned.close();
  });

  it('gives a person found by e-mail address the name from the settings at the first start', async () => {
    const profile = { name: 'Big Boss', email: 'ben@example.org', zone: null };
    const known = await people.ensure(toTeamsAccount(BEN), profile);
    await resolveAccounts('{ name: Ben, email: ben@example.org, slack: U0123456781 }');
    expect(await people.get(known.id)).to.include({ name: 'Ben' });
  });

  it('merges two records that the settings name as one person, once', async () => {
    const one = await people.ensure(toSlackAccount('U0123456781'), {
      name: 'B',
      email: null,
      zone: null,
    });
    const other = await people.ensure(toTeamsAccount(BEN), {
      name: 'Ben',
      email: null,
      zone: 'UTC',
    });
    const both = `{ name: Ben, slack: U0123456781, teams: ${BEN} }`;
    for (let start = 0; start < 2; start += 1) {
      expect(await resolveAccounts(both)).to.deep.equal([BEN, 'U0123456781']);
    }
    expect((await people.get(other.id))?.id).to.equal(one.id);
  });

  it('does not merge two people with accounts in the same workspace', async () => {
    const email = 'cleo@example.org';
    const cleo = await people.ensure(toTeamsAccount(CLEO), { name: 'Cleo', email, zone: null });
    await people.ensure(toSlackAccount('U0123456782'), { name: 'Cleo', email, zone: null });
    expect(
      await resolveAccounts(`{ name: Ben, slack: U0123456781, teams: ${CLEO} }`),
    ).to.deep.equal(['U0123456781']);
    expect((await people.get(cleo.id))?.accounts).to.have.length(2);
  });

  it('looks an e-mail address up on each platform without an account', async () => {
    inSlack.accounts.set('ben@example.org', toSlackAccount('U0123456781'));
    inTeams.accounts.set('ben@example.org', toTeamsAccount(BEN));
    expect(await resolveAccounts('{ name: Ben, email: ben@example.org }')).to.deep.equal([
      BEN,
      'U0123456781',
    ]);
    inSlack.accounts.set('cleo@example.org', toSlackAccount('U0123456782'));
    inTeams.accounts.set('cleo@example.org', toTeamsAccount('not-looked-up'));
    const cleo = `{ name: Cleo, email: cleo@example.org, teams: ${CLEO} }`;
    expect(await resolveAccounts(cleo)).to.deep.equal([CLEO, 'U0123456782']);
    expect(warnings).to.deep.equal([]);
  });

  it('warns about a person whom no platform knows, but not if one knows them', async () => {
    inTeams.accounts.set('ben@example.org', toTeamsAccount(BEN));
    expect(await resolveAccounts('{ name: Ben, email: ben@example.org }')).to.deep.equal([BEN]);
    expect(warnings).to.deep.equal([]);
    expect(await resolveAccounts('{ name: Zed, email: zed@example.org }')).to.deep.equal([]);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('teams.repairs.members').and.not.match(/zed/i);
  });

  it('looks up the address a platform returned when the settings name only an id', async () => {
    await people.ensure(toSlackAccount('U0123456781'), {
      name: 'Ben',
      email: 'ben@example.org',
      zone: null,
    });
    inTeams.accounts.set('ben@example.org', toTeamsAccount(BEN));
    expect(await resolveAccounts('{ name: Ben, slack: U0123456781 }')).to.deep.equal([
      BEN,
      'U0123456781',
    ]);
  });

  it('maps the ids of records merged before to the ids it uses', async () => {
    const old = await people.ensure(toSlackAccount('U0123456781'), {
      name: 'B',
      email: null,
      zone: null,
    });
    const { id } = await people.ensureByEmail({ name: 'B', email: 'b@example.org', zone: null });
    await people.merge(old.id, id);
    const both = loadOrganisation('{ name: Ben, slack: U0123456781 }');
    const organisation = await resolveOrganisation(both, people, BOTH);
    expect(organisation.officers).to.deep.equal([id]);
    expect([...(organisation.merged ?? [])]).to.deep.equal([[old.id, id]]);
  });

  it('ignores accounts on a platform that is not configured', async () => {
    inSlack.accounts.set('ben@example.org', toSlackAccount('U0123456789'));
    const ben = `{ name: Ben, email: ben@example.org, slack: U0123456781, teams: ${BEN} }`;
    expect(await resolveAccounts(ben, { slack: null, teams: TENANT })).to.deep.equal([BEN]);
  });
});
