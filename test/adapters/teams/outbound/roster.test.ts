import { expect } from 'chai';
import { toMember } from '../../../../adapters/teams/outbound/roster.js';
import {
  CHANNELS,
  DEFAULT_SEED,
  PEOPLE,
  TEAM,
  TENANT_ID,
} from '../../../../playground/teams/seed.js';
import type { TenantSeed } from '../../../../playground/teams/server.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import {
  type OutboundHarness,
  type OutboundHarnessOptions,
  startOutboundHarness,
} from './harness.js';

const BEN = { platform: 'teams' as const, workspace: TENANT_ID, userId: PEOPLE.ben };
const ADDRESS = 'ben.baker@playground.example';
const PLACE = { platform: 'teams' as const, team: TEAM.id, channel: CHANNELS.billing };

function changed(change: (seed: TenantSeed) => void): TenantSeed {
  const seed = structuredClone(DEFAULT_SEED);
  change(seed);
  return seed;
}

describe('Who is who in Teams', () => {
  const { logger, lines } = createMemoryLogger();
  let rig: OutboundHarness;
  let now = 0;
  const start = async (options: OutboundHarnessOptions = {}) => {
    lines.length = 0;
    now = 1_000_000;
    rig = await startOutboundHarness({ rate: false, logger, now: () => now, ...options });
  };
  afterEach(() => rig.stop());
  const pages = () => rig.tenant.requests().filter(({ operation }) => operation === 'members');

  it('is found by e-mail address, whatever the case', async () => {
    await start();
    expect(await rig.channel.findAccountByEmail(ADDRESS)).to.deep.equal(BEN);
    expect(await rig.channel.findAccountByEmail(` ${ADDRESS.toUpperCase()}`)).to.deep.equal(BEN);
  });

  it('is found on every page, and read once for many questions', async () => {
    await start({ tenant: { membersPage: 2 } });
    for (const [name, userId] of Object.entries(PEOPLE)) {
      const email = DEFAULT_SEED.people.find(({ id }) => id === userId)?.email ?? '';
      expect(await rig.channel.findAccountByEmail(email), name).to.deep.equal({ ...BEN, userId });
    }
    expect(pages()).to.have.length(4);
    now += 11 * 60_000;
    await rig.channel.findAccountByEmail(ADDRESS);
    expect(pages()).to.have.length(8);
  });

  it('is read once for questions asked at the same time', async () => {
    await start();
    await Promise.all([1, 2, 3].map(() => rig.channel.findAccountByEmail(ADDRESS)));
    expect(pages()).to.have.length(1);
  });

  it('is nobody for an address nobody has, which is no trouble', async () => {
    await start();
    expect(await rig.channel.findAccountByEmail('nobody@example.org')).to.equal(undefined);
    expect(lines).to.deep.equal([]);
  });

  it('is not guessed where an address belongs to two', async () => {
    const seed = changed(({ people }) => {
      for (const person of people) if (person.id === PEOPLE.cleo) person.email = ADDRESS;
    });
    await start({ tenant: { seed } });
    expect(await rig.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(lines.join()).to.contain('several accounts').and.not.contain('ben.baker');
  });

  it('is looked for in the places of the configuration before Teams said anything', async () => {
    for (const team of [TEAM.id, TEAM.groupId]) {
      await start({ knowsTeam: false, places: [{ ...PLACE, team }] });
      expect(await rig.channel.findAccountByEmail(ADDRESS), team).to.deep.equal(BEN);
      await rig.stop();
    }
    await start({ knowsTeam: false });
    expect(await rig.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(lines.join()).to.contain('no team known').and.not.contain('ben.baker');
  });

  it('is asked once of a team that is known and configured', async () => {
    await start({ places: [PLACE, { ...PLACE, team: TEAM.groupId }] });
    await rig.channel.findAccountByEmail(ADDRESS);
    expect(pages()).to.have.length(1);
  });

  it('is not asked of a team the app was removed from', async () => {
    await start({ places: [PLACE] });
    rig.references.set(`team:${TEAM.id}`, { serviceUrl: `${rig.tenant.url}/`, removed: true });
    expect(await rig.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(pages()).to.deep.equal([]);
  });

  it('is asked again when Teams says so', async () => {
    await start();
    for (const kind of ['http-412', 'http-429'] as const) {
      rig.tenant.fault({ kind, operation: 'members' });
    }
    expect(await rig.channel.findAccountByEmail(ADDRESS)).to.deep.equal(BEN);
    expect(lines).to.deep.equal([]);
  });

  it('is not known while Teams is in trouble, which is logged without the address', async () => {
    await start();
    rig.tenant.fault({ kind: 'http-500', operation: 'members', times: 3 });
    expect(await rig.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(lines.filter((line) => line.includes('who has an e-mail address'))).to.have.length(1);
    expect(lines.join()).not.to.contain('ben.baker');
    now += 31_000;
    expect(await rig.channel.findAccountByEmail(ADDRESS)).to.deep.equal(BEN);
  });

  it('is told of a person by their chat, and by their team where the app is not theirs', async () => {
    await start();
    const profile = { name: 'Ben Baker', email: ADDRESS, zone: null };
    expect(await rig.channel.fetchProfile(BEN)).to.deep.equal(profile);
    rig.tenant.uninstall(PEOPLE.cleo);
    const cleo = await rig.channel.fetchProfile({ ...BEN, userId: PEOPLE.cleo });
    expect(cleo?.name).to.equal('Cleo Clarke');
    expect(await rig.channel.fetchProfile({ ...BEN, userId: 'nobody' })).to.equal(undefined);
  });

  it('has their sign-in name as another address, where it is one', () => {
    const member = { aadObjectId: PEOPLE.ben, name: 'Ben', email: ADDRESS };
    const others = (userPrincipalName?: string) =>
      toMember({ ...member, userPrincipalName }, TENANT_ID)?.profile;
    expect(others('bb@playground.example')).to.deep.include({
      email: ADDRESS,
      otherEmails: ['bb@playground.example'],
    });
    for (const same of [ADDRESS.toUpperCase(), undefined]) {
      expect(others(same)).to.not.have.property('otherEmails');
    }
  });

  it('is warned of once for each reading that failed, however many are looked for', async () => {
    await start({ knowsTeam: false });
    for (const name of ['a', 'b', 'c']) await rig.channel.findAccountByEmail(`${name}@example.org`);
    expect(lines).to.have.length(1);
  });

  it('is told from what was read lately, without asking', async () => {
    await start();
    await rig.channel.findAccountByEmail(ADDRESS);
    const before = rig.tenant.requests().length;
    expect((await rig.channel.fetchProfile(BEN))?.name).to.equal('Ben Baker');
    expect(rig.tenant.requests()).to.have.length(before);
  });
});
