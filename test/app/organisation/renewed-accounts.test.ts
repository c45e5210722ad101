import { expect } from 'chai';
import {
  type AccountLookup,
  resolveOrganisation,
} from '../../../src/app/organisation/resolve-organisation.js';
import { type Account, accountKey, type Person } from '../../../src/domain/organisation/person.js';
import type { PeopleStore } from '../../../src/ports/stores/people-store.js';
import { openEmbeddedStores } from '../../../src/storage/embedded/stores.js';
import type { Stores } from '../../../src/storage/stores.js';
import { GOOD_ENVIRONMENT, loadValid, TEAMS_ENVIRONMENT } from '../../config/sample-settings.js';
import { createFakeChannel, type FakeChannel } from '../../support/fake-channel.js';
import { createMemoryLogger } from '../../support/memory-logger.js';

const TENANT = TEAMS_ENVIRONMENT.MICROSOFT_APP_TENANT_ID;
const WORKSPACES = { slack: 'T1', teams: TENANT };
const BEN = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a02';
const CLEO = '5b0c7a14-3d52-4f0e-9a86-1f2e6c8d7a03';
const EMAIL = 'ben@example.org';

const inSlack = (userId: string): Account => ({ platform: 'slack', workspace: 'T1', userId });
const inTeams = (userId: string): Account => ({ platform: 'teams', workspace: TENANT, userId });
const OLD = inSlack('U0123456781');
const NEW = inSlack('U0123456782');

describe('an account made anew', () => {
  let stores: Stores;
  let people: PeopleStore;
  let slack: FakeChannel;
  let lookup: AccountLookup;
  let lines: string[];

  beforeEach(async () => {
    stores = await openEmbeddedStores({ file: ':memory:' });
    ({ people } = stores);
    slack = createFakeChannel('slack');
    const memory = createMemoryLogger();
    lines = memory.lines;
    lookup = { channels: [slack, createFakeChannel('teams')], logger: memory.logger };
  });
  afterEach(() => stores.close());

  /** Ben as Redress knows him: with an account on each platform. */
  async function createBen(name = 'Ben'): Promise<Person> {
    await people.ensure(OLD, { name, email: EMAIL, zone: null });
    return people.ensure(inTeams(BEN), { name, email: EMAIL, zone: null });
  }
  const deactivate = (account: Account) => slack.deactivated.add(accountKey(account));

  /** Resolves an organisation with this person in every role. Returns the person in that role. */
  async function start(person: string): Promise<Person> {
    const file = `
hours: { zone: UTC }
teams:
  repairs:
    place: { teams: { team: "19:g@thread.tacv2", channel: "19:c@thread.tacv2" } }
    members: [${person}]
    lead: ${person}
officers: [${person}]
`;
    const configuration = loadValid(file, { ...GOOD_ENVIRONMENT, ...TEAMS_ENVIRONMENT });
    const organisation = await resolveOrganisation(configuration, people, WORKSPACES, lookup);
    const team = organisation.teams.get('repairs');
    expect([team?.members, [team?.lead]]).to.deep.equal([
      organisation.officers,
      organisation.officers,
    ]);
    const found = await people.get(organisation.officers[0] ?? '');
    if (found === undefined) throw new Error('nobody has the role');
    return found;
  }
  const findIds = ({ accounts }: Person) => accounts.map(({ userId }) => userId).sort();
  const clashes = () => lines.filter((line) => line.includes('another account in this workspace'));

  const IDS = { both: `slack: ${NEW.userId}, teams: ${BEN}`, slack: `slack: ${NEW.userId}` };
  const ENTRIES: Record<string, string> = {
    'by address and both ids': `{ name: Ben, email: ${EMAIL}, ${IDS.both} }`,
    'by both ids': `{ name: Ben, ${IDS.both} }`,
    'by address and the new id': `{ name: Ben, email: ${EMAIL}, ${IDS.slack} }`,
  };
  for (const [how, entry] of Object.entries(ENTRIES)) {
    it(`takes the place of the deactivated one when redress.yml names it ${how}`, async () => {
      const ben = await createBen();
      deactivate(OLD);
      for (let starts = 0; starts < 2; starts += 1) {
        const found = await start(entry);
        expect(found.id).to.equal(ben.id);
        expect(findIds(found)).to.deep.equal([BEN, NEW.userId]);
      }
      expect((await people.findByAccount(OLD))?.id, 'old complaints are theirs').to.equal(ben.id);
      expect(clashes()).to.deep.equal([]);
      expect(lines.join('\n')).to.include('deactivated account of a person replaced');
    });

    it(`does so when it was used before redress.yml named it ${how}`, async () => {
      const ben = await createBen();
      const used = await people.ensure(NEW, { name: 'Ben B', email: EMAIL, zone: 'UTC' });
      deactivate(OLD);
      const found = await start(entry);
      expect(found).to.deep.include({ id: ben.id, aliases: [used.id] });
      expect(findIds(found)).to.deep.equal([BEN, NEW.userId]);
      expect((await people.findByAccount(NEW))?.id).to.equal(ben.id);
    });

    it(`changes nothing while the known one is in use, named ${how}, and says so`, async () => {
      const ben = await createBen();
      const found = await start(entry);
      expect(found.id).to.not.equal(ben.id);
      expect((await people.get(ben.id))?.accounts).to.have.length(2);
      expect(clashes()).to.have.length(1);
      expect(clashes()[0])
        .to.include(`"userId":"${NEW.userId}"`)
        .and.include(`"known":"${OLD.userId}"`)
        .and.include('teams.repairs.members')
        .and.include('in-use')
        .and.include('deactivate the known account')
        .and.not.match(/ben@|"Ben/);
    });

    it(`changes nothing while the platform does not answer, named ${how}`, async () => {
      const ben = await createBen();
      deactivate(OLD);
      const { checkAccount } = slack;
      slack.checkAccount = async () => 'unknown';
      expect((await start(entry)).id).to.not.equal(ben.id);
      expect(clashes()[0]).to.include('untold');
      slack.checkAccount = checkAccount;
      const found = await start(entry);
      expect(found.id, 'at the next start').to.equal(ben.id);
      expect(findIds(found)).to.deep.equal([BEN, NEW.userId]);
    });
  }

  it('is put in its place at the next start when a crash cut that short', async () => {
    const ben = await createBen();
    const used = await people.ensure(NEW, { name: 'B', email: null, zone: null });
    await people.merge(used.id, ben.id);
    const entry = `{ name: Ben, ${IDS.both} }`;
    expect(findIds(await start(entry)), 'both are in use').to.have.length(3);
    expect(clashes()).to.deep.equal([]);
    deactivate(OLD);
    const found = await start(entry);
    expect(found.id).to.equal(ben.id);
    expect(findIds(found)).to.deep.equal([BEN, NEW.userId]);
  });

  it('repairs a start of an earlier release that made two people of them', async () => {
    const ben = await createBen();
    const split = await people.ensure(NEW, { name: 'Ben', email: null, zone: null });
    deactivate(OLD);
    const found = await start(`{ name: Ben, email: ${EMAIL}, ${IDS.both} }`);
    expect(found).to.deep.include({ id: ben.id, aliases: [split.id] });
  });

  it('goes back when the old account is the one in use again', async () => {
    const ben = await createBen();
    deactivate(OLD);
    await start(`{ name: Ben, email: ${EMAIL}, ${IDS.both} }`);
    slack.deactivated.clear();
    deactivate(NEW);
    const found = await start(
      `{ name: Ben, email: ${EMAIL}, slack: ${OLD.userId}, teams: ${BEN} }`,
    );
    expect(found.id).to.equal(ben.id);
    expect(findIds(found)).to.deep.equal([BEN, OLD.userId]);
  });

  describe('of two people who really are different', () => {
    it('is not taken by a successor with the same address and another name', async () => {
      const ben = await createBen();
      deactivate(OLD);
      const carla = await start(`{ name: Carla, email: ${EMAIL}, ${IDS.slack} }`);
      expect(carla.id).to.not.equal(ben.id);
      expect(findIds(carla)).to.deep.equal([NEW.userId]);
      expect(findIds((await people.get(ben.id)) ?? carla)).to.deep.equal([BEN, OLD.userId].sort());
      expect(clashes()[0]).to.include('other-name');
    });

    it('is taken in spite of another name when both accounts have one name on the platform', async () => {
      const ben = await createBen();
      deactivate(OLD);
      for (const account of [OLD, NEW]) {
        slack.profiles.set(accountKey(account), { name: 'Ben Baker', email: null, zone: null });
      }
      const found = await start(`{ name: Benjamin, email: ${EMAIL}, ${IDS.slack} }`);
      expect(found.id).to.equal(ben.id);
    });

    it('is not given away by a mistyped id', async () => {
      const ben = await createBen();
      const cleo = await people.ensure(NEW, { name: 'Ben', email: 'cleo@example.org', zone: null });
      await people.ensure(inTeams(CLEO), { name: 'Ben', email: 'cleo@example.org', zone: null });
      deactivate(OLD);
      await start(`{ name: Ben, email: ${EMAIL}, ${IDS.both} }`);
      expect((await people.get(ben.id))?.id).to.equal(ben.id);
      expect((await people.get(cleo.id))?.id).to.equal(cleo.id);
      expect(clashes()[0]).to.include('other-person');
    });

    it('is not taken when it has another account on the other platform', async () => {
      const ben = await createBen();
      const other = await people.ensure(NEW, { name: 'Ben', email: null, zone: null });
      const teams = await people.ensure(inTeams(CLEO), { name: 'Ben', email: null, zone: null });
      await people.merge(teams.id, other.id);
      deactivate(OLD);
      await start(`{ name: Ben, email: ${EMAIL}, ${IDS.slack} }`);
      expect((await people.get(other.id))?.id).to.equal(other.id);
      expect((await people.get(ben.id))?.id).to.equal(ben.id);
      expect(clashes()[0]).to.include('other-person');
    });

    it('is not taken when it is deactivated itself', async () => {
      const ben = await createBen();
      deactivate(OLD);
      deactivate(NEW);
      await start(`{ name: Ben, email: ${EMAIL}, ${IDS.both} }`);
      expect(findIds((await people.get(ben.id)) ?? ben)).to.include(OLD.userId);
      expect(clashes()[0]).to.include('new-deactivated');
    });
  });
});
