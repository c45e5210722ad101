import { expect } from 'chai';
import { createRoster, toMember } from '../../../../adapters/teams/outbound/roster.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { ANN, TENANT } from '../fixtures.js';

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
  it('is known by their addresses, with or without a role', () => {
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

  it('is known by ids in small letters, whatever the case they come in', () => {
    const shouted = { ...OMAR, aadObjectId: ANN.toUpperCase(), tenantId: TENANT.toUpperCase() };
    expect(toMember(shouted, TENANT)?.userId).to.equal(ANN);
    expect(toMember({ ...shouted, tenantId: ANN }, TENANT)).to.equal(undefined);
  });

  it('is found by an address that a guest says is theirs', async () => {
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
