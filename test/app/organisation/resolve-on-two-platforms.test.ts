import { expect } from 'chai';
import {
  type AccountLookup,
  resolveOrganisation,
} from '../../../src/app/organisation/resolve-organisation.js';
import { silentLogger } from '../../../src/ports/logger.js';
import type { PeopleStore } from '../../../src/ports/people-store.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import type { Stores } from '../../../src/storage/stores.js';
import { loadValid, TEAMS_ENVIRONMENT } from '../../config/sample-settings.js';
import { createFakeChannel } from '../../support/fake-channel.js';
import { createMemoryLogger } from '../../support/memory-logger.js';

const TENANT = TEAMS_ENVIRONMENT.MICROSOFT_APP_TENANT_ID;
const BOTH = { slack: 'T1', teams: TENANT };
const BEN = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a02';
const CLEO = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a03';
const slack = (userId: string) => ({ platform: 'slack', workspace: 'T1', userId }) as const;
const teams = (userId: string) => ({ platform: 'teams', workspace: TENANT, userId }) as const;

/** One team with this one member, who is the officer too. */
function file(person: string) {
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

describe('resolving an organisation on both platforms', () => {
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

  /** The ids of the accounts of the one officer. */
  async function accountsOf(
    person: string,
    workspaces: Parameters<typeof resolveOrganisation>[2] = BOTH,
  ) {
    const organisation = await resolveOrganisation(file(person), people, workspaces, directory);
    expect(organisation.teams.get('repairs')?.members).to.deep.equal(organisation.officers);
    expect(organisation.officers).to.have.length(1);
    const found = await people.get(organisation.officers[0] ?? '');
    return found?.accounts.map(({ userId }) => userId).sort();
  }

  it('gives a team in Teams its place and its tag', async () => {
    const configuration = file('{ name: Ben, email: ben@example.org }');
    const organisation = await resolveOrganisation(configuration, people, BOTH);
    const team = organisation.teams.get('repairs');
    expect(team?.place.platform).to.equal('teams');
    expect(team?.group?.platform).to.equal('teams');
  });

  it('makes one person of the ids the settings give, with an e-mail address or without', async () => {
    const ids = `slack: U0123456781, teams: ${BEN}`;
    expect(await accountsOf(`{ name: Ben, ${ids} }`)).to.deep.equal([BEN, 'U0123456781']);
    expect(await accountsOf(`{ name: Ben, email: ben@example.org, ${ids} }`)).to.deep.equal([
      BEN,
      'U0123456781',
    ]);
  });

  it('warns of no account that the settings name themselves', async () => {
    const { logger, lines } = createMemoryLogger();
    const warned = await openEmbeddedStores({ file: ':memory:', logger });
    const ben = `{ name: Ben, email: ben@example.org, slack: U0123456781, teams: ${BEN} }`;
    const organisation = await resolveOrganisation(file(ben), warned.people, BOTH, directory);
    const found = await warned.people.get(organisation.officers[0] ?? '');
    expect(found?.accounts).to.have.length(2);
    expect(lines).to.deep.equal([]);
    await warned.close();
  });

  it('calls whoever is found by their address what the settings call them, from the first start on', async () => {
    const profile = { name: 'Big Boss', email: 'ben@example.org', zone: null };
    const known = await people.ensure(teams(BEN), profile);
    await accountsOf('{ name: Ben, email: ben@example.org, slack: U0123456781 }');
    expect(await people.get(known.id)).to.include({ name: 'Ben' });
  });

  it('makes one person of two who were known apart, and keeps to that at the next start', async () => {
    const one = await people.ensure(slack('U0123456781'), { name: 'B', email: null, zone: null });
    const other = await people.ensure(teams(BEN), { name: 'Ben', email: null, zone: 'UTC' });
    const both = `{ name: Ben, slack: U0123456781, teams: ${BEN} }`;
    for (let start = 0; start < 2; start += 1) {
      expect(await accountsOf(both)).to.deep.equal([BEN, 'U0123456781']);
    }
    expect((await people.get(other.id))?.id).to.equal(one.id);
  });

  it('makes no one person of two who have an account each in the same workspace', async () => {
    const email = 'cleo@example.org';
    const cleo = await people.ensure(teams(CLEO), { name: 'Cleo', email, zone: null });
    await people.ensure(slack('U0123456782'), { name: 'Cleo', email, zone: null });
    expect(await accountsOf(`{ name: Ben, slack: U0123456781, teams: ${CLEO} }`)).to.deep.equal([
      'U0123456781',
    ]);
    expect((await people.get(cleo.id))?.accounts).to.have.length(2);
  });

  it('looks an e-mail address up on every platform that gives no account yet', async () => {
    inSlack.accounts.set('ben@example.org', slack('U0123456781'));
    inTeams.accounts.set('ben@example.org', teams(BEN));
    expect(await accountsOf('{ name: Ben, email: ben@example.org }')).to.deep.equal([
      BEN,
      'U0123456781',
    ]);
    inSlack.accounts.set('cleo@example.org', slack('U0123456782'));
    inTeams.accounts.set('cleo@example.org', teams('not-asked-for'));
    const cleo = `{ name: Cleo, email: cleo@example.org, teams: ${CLEO} }`;
    expect(await accountsOf(cleo)).to.deep.equal([CLEO, 'U0123456782']);
    expect(warnings).to.deep.equal([]);
  });

  it('warns of somebody whom no platform knows, and not of somebody whom one knows', async () => {
    inTeams.accounts.set('ben@example.org', teams(BEN));
    expect(await accountsOf('{ name: Ben, email: ben@example.org }')).to.deep.equal([BEN]);
    expect(warnings).to.deep.equal([]);
    expect(await accountsOf('{ name: Zed, email: zed@example.org }')).to.deep.equal([]);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.include('teams.repairs.members').and.not.match(/zed/i);
  });

  it('looks up by the address a platform told, where the settings give an id only', async () => {
    await people.ensure(slack('U0123456781'), {
      name: 'Ben',
      email: 'ben@example.org',
      zone: null,
    });
    inTeams.accounts.set('ben@example.org', teams(BEN));
    expect(await accountsOf('{ name: Ben, slack: U0123456781 }')).to.deep.equal([
      BEN,
      'U0123456781',
    ]);
  });

  it('knows the ids of records merged before, by the ids it uses itself', async () => {
    const old = await people.ensure(slack('U0123456781'), { name: 'B', email: null, zone: null });
    const { id } = await people.ensureByEmail({ name: 'B', email: 'b@example.org', zone: null });
    await people.merge(old.id, id);
    const both = file('{ name: Ben, slack: U0123456781 }');
    const organisation = await resolveOrganisation(both, people, BOTH);
    expect(organisation.officers).to.deep.equal([id]);
    expect([...(organisation.merged ?? [])]).to.deep.equal([[old.id, id]]);
  });

  it('leaves alone what a platform that is off would give', async () => {
    inSlack.accounts.set('ben@example.org', slack('U0123456789'));
    const ben = `{ name: Ben, email: ben@example.org, slack: U0123456781, teams: ${BEN} }`;
    expect(await accountsOf(ben, { slack: null, teams: TENANT })).to.deep.equal([BEN]);
  });
});
