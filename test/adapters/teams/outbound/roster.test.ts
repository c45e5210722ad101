import { expect } from 'chai';
import { createRoster, toMember } from '../../../../adapters/teams/outbound/roster.js';
import {
  CHANNELS,
  DEFAULT_SEED,
  PEOPLE,
  TEAM,
  TENANT_ID,
} from '../../../../playground/teams/seed.js';
import type { TenantSeed } from '../../../../playground/teams/server.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { createMemoryLogger } from '../../../support/memory-logger.js';
import { ANN, TENANT } from '../fixtures.js';
import {
  type OutboundHarness,
  type OutboundHarnessOptions,
  startOutboundHarness,
} from './harness.js';

const BEN = { platform: 'teams' as const, workspace: TENANT_ID, userId: PEOPLE.ben };
const ADDRESS = 'ben.baker@playground.example';
const PLACE = { platform: 'teams' as const, team: TEAM.id, channel: CHANNELS.billing };

function changeSeed(change: (seed: TenantSeed) => void): TenantSeed {
  const seed = structuredClone(DEFAULT_SEED);
  change(seed);
  return seed;
}

describe('An account in Teams', () => {
  const { logger, lines } = createMemoryLogger();
  let harness: OutboundHarness;
  let now = 0;
  const start = async (options: OutboundHarnessOptions = {}) => {
    lines.length = 0;
    now = 1_000_000;
    harness = await startOutboundHarness({ rateLimit: false, logger, now: () => now, ...options });
  };
  afterEach(() => harness.stop());
  const findPageRequests = () =>
    harness.tenant.requests().filter(({ operation }) => operation === 'members');

  it('is found by e-mail address in any case', async () => {
    await start();
    expect(await harness.channel.findAccountByEmail(ADDRESS)).to.deep.equal(BEN);
    expect(await harness.channel.findAccountByEmail(` ${ADDRESS.toUpperCase()}`)).to.deep.equal(
      BEN,
    );
  });

  it('is found on every page, and the roster is fetched once for many look-ups', async () => {
    await start({ tenant: { membersPage: 2 } });
    for (const [name, userId] of Object.entries(PEOPLE)) {
      const email = DEFAULT_SEED.people.find(({ id }) => id === userId)?.email ?? '';
      expect(await harness.channel.findAccountByEmail(email), name).to.deep.equal({
        ...BEN,
        userId,
      });
    }
    expect(findPageRequests()).to.have.length(4);
    now += 11 * 60_000;
    await harness.channel.findAccountByEmail(ADDRESS);
    expect(findPageRequests()).to.have.length(8);
  });

  it('is looked up in one roster for simultaneous look-ups', async () => {
    await start();
    await Promise.all([1, 2, 3].map(() => harness.channel.findAccountByEmail(ADDRESS)));
    expect(findPageRequests()).to.have.length(1);
  });

  it('is not found for an unknown address, without a warning', async () => {
    await start();
    expect(await harness.channel.findAccountByEmail('nobody@example.org')).to.equal(undefined);
    expect(lines).to.deep.equal([]);
  });

  it('is not guessed when two people have the address', async () => {
    const seed = changeSeed(({ people }) => {
      for (const person of people) if (person.id === PEOPLE.cleo) person.email = ADDRESS;
    });
    await start({ tenant: { seed } });
    expect(await harness.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(lines.join()).to.contain('several accounts').and.not.contain('ben.baker');
  });

  it('is looked up in the configured places before Teams sent anything', async () => {
    for (const team of [TEAM.id, TEAM.groupId]) {
      await start({ knowsTeam: false, places: [{ ...PLACE, team }] });
      expect(await harness.channel.findAccountByEmail(ADDRESS), team).to.deep.equal(BEN);
      await harness.stop();
    }
    await start({ knowsTeam: false });
    expect(await harness.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(lines.join()).to.contain('no team known').and.not.contain('ben.baker');
  });

  it('is looked up once in a team that is both known and configured', async () => {
    await start({ places: [PLACE, { ...PLACE, team: TEAM.groupId }] });
    await harness.channel.findAccountByEmail(ADDRESS);
    expect(findPageRequests()).to.have.length(1);
  });

  it('is not looked up in a team the app was removed from', async () => {
    await start({ places: [PLACE] });
    harness.references.set(`team:${TEAM.id}`, {
      serviceUrl: `${harness.tenant.url}/`,
      removed: true,
    });
    expect(await harness.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(findPageRequests()).to.deep.equal([]);
  });

  it('is looked up again when Teams asks for a retry', async () => {
    await start();
    for (const kind of ['http-412', 'http-429'] as const) {
      harness.tenant.fault({ kind, operation: 'members' });
    }
    expect(await harness.channel.findAccountByEmail(ADDRESS)).to.deep.equal(BEN);
    expect(lines).to.deep.equal([]);
  });

  it('is not found while Teams fails, and the log line does not contain the address', async () => {
    await start();
    harness.tenant.fault({ kind: 'http-500', operation: 'members', times: 3 });
    expect(await harness.channel.findAccountByEmail(ADDRESS)).to.equal(undefined);
    expect(
      lines.filter((line) => line.includes('account not found by e-mail address')),
    ).to.have.length(1);
    expect(lines.join()).not.to.contain('ben.baker');
    now += 31_000;
    expect(await harness.channel.findAccountByEmail(ADDRESS)).to.deep.equal(BEN);
  });

  it('has a profile from the personal chat, or from a team without the app in the chat', async () => {
    await start();
    const profile = { name: 'Ben Baker', email: ADDRESS, zone: null };
    expect(await harness.channel.fetchProfile(BEN)).to.deep.equal(profile);
    harness.tenant.uninstall(PEOPLE.cleo);
    const cleo = await harness.channel.fetchProfile({ ...BEN, userId: PEOPLE.cleo });
    expect(cleo?.name).to.equal('Cleo Clarke');
    expect(await harness.channel.fetchProfile({ ...BEN, userId: 'nobody' })).to.equal(undefined);
  });

  it('has the sign-in name as another address when they differ', () => {
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

  it('causes one warning for each failed fetch, however many are looked up', async () => {
    await start({ knowsTeam: false });
    for (const name of ['a', 'b', 'c'])
      await harness.channel.findAccountByEmail(`${name}@example.org`);
    expect(lines).to.have.length(1);
  });

  it('has a cached profile that needs no call', async () => {
    await start();
    await harness.channel.findAccountByEmail(ADDRESS);
    const before = harness.tenant.requests().length;
    expect((await harness.channel.fetchProfile(BEN))?.name).to.equal('Ben Baker');
    expect(harness.tenant.requests()).to.have.length(before);
  });

  it('is in use when its owner is in a roster that was read; else bots are not told', async () => {
    await start();
    const { channel } = harness;
    expect(await channel.checkAccount(BEN)).to.equal('unknown');
    expect(harness.tenant.requests(), 'it makes no call').to.deep.equal([]);
    await channel.findAccountByEmail(ADDRESS);
    expect(await channel.checkAccount(BEN)).to.equal('active');
    expect(await channel.checkAccount({ ...BEN, workspace: 'other' })).to.equal('unknown');
    expect(await channel.checkAccount({ ...BEN, userId: 'nobody' })).to.equal('unknown');
  });
});

const EMAIL = 'omar.officer@example.org';
const OMAR = { name: 'Omar', aadObjectId: ANN, email: EMAIL, userPrincipalName: EMAIL };

const GUESTS: Readonly<Record<string, Record<string, unknown>>> = {
  'who is a guest': { userRole: 'guest' },
  'who is anonymous': { userRole: 'Anonymous' },
  'of a role nobody knows': { userRole: 'visitor' },
  'whose sign-in name is a guest’s': {
    userPrincipalName: 'omar.officer_example.org#EXT#@ours.onmicrosoft.com',
  },
  'whose address is a guest’s sign-in name': { email: 'omar_example.org#ext#@ours.example' },
};

describe('A member of a Teams roster', () => {
  it('has addresses, with or without a role', () => {
    for (const role of [{}, { userRole: null }, { userRole: '' }, { userRole: 'user' }]) {
      const member = toMember({ ...OMAR, ...role }, TENANT);
      expect(member?.profile.email).to.equal(EMAIL);
      expect(member?.emailAddresses).to.deep.equal([EMAIL]);
    }
  });

  for (const [who, changes] of Object.entries(GUESTS)) {
    it(`${who} has a name but no address`, () => {
      const member = toMember({ ...OMAR, ...changes }, TENANT);
      expect(member?.profile).to.deep.include({ name: 'Omar', email: null });
      expect(member?.emailAddresses).to.deep.equal([]);
    });
  }

  it('has its id in lower case, whatever case it comes in', () => {
    const shouted = { ...OMAR, aadObjectId: ANN.toUpperCase(), tenantId: TENANT.toUpperCase() };
    expect(toMember(shouted, TENANT)?.userId).to.equal(ANN);
    expect(toMember({ ...shouted, tenantId: ANN }, TENANT)).to.equal(undefined);
  });

  it('is found by an address that a guest also claims', async () => {
    const members = [
      { ...OMAR, aadObjectId: '11111111-2222-4333-8444-555555555555', userRole: 'guest' },
      { ...OMAR, userRole: 'user' },
    ];
    const roster = createRoster({
      connector: { fetchMembers: async () => ({ ok: true, answer: { members } }) },
      serviceUrlLookup: {
        listTeams: async () => [{ id: '19:t@thread.tacv2', serviceUrl: 'https://x/' }],
      },
      ...{ tenantId: TENANT, logger: silentLogger, now: () => 0, sleep: async () => undefined },
    });
    expect(await roster.findByEmail(EMAIL)).to.equal(ANN);
    members.pop();
    expect(roster.findCached('11111111-2222-4333-8444-555555555555')?.email).to.equal(null);
  });
});
