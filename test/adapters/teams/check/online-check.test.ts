import { expect } from 'chai';
import { createTeams } from '../../../../adapters/teams/index.js';
import { CHANNELS, PEOPLE, TEAM, TENANT_ID } from '../../../../playground/teams/seed.js';
import { startTeamsTenant, type TeamsTenant } from '../../../../playground/teams/server.js';
import { silentLogger } from '../../../../src/ports/logger.js';
import { silentMeter } from '../../../../src/ports/meter.js';
import type { CheckedPerson, OnlineSubjects } from '../../../../src/ports/online-check.js';
import { createFakeIntake } from '../../fake-intake.js';

const APP_ID = '7d2f4c1e-90ab-4c3d-8e5f-6a7b8c9d0e1f';
const SECRET = 'a-client-secret-for-tests';

const toPlace = (team: string, channel: string) => ({
  where: `channel ${channel}`,
  place: { platform: 'teams', team, channel } as const,
});
const toPerson = (id: string | null, email: string | null): CheckedPerson => ({
  where: `person ${id ?? email}`,
  email,
  ids: { slack: null, teams: id },
  memberOf: [],
});

describe('the online check of Teams', () => {
  let tenant: TeamsTenant;
  beforeEach(async () => {
    const secrets = { appId: APP_ID, appPassword: SECRET };
    tenant = await startTeamsTenant({
      botUrl: () => 'http://127.0.0.1:9',
      ...secrets,
      rate: false,
    });
  });
  afterEach(() => tenant.stop());

  /** Checks these subjects without waiting. */
  const check = (subjects: Partial<OnlineSubjects>) =>
    createTeams({
      ...{ appId: APP_ID, tenantId: TENANT_ID, simulatorUrl: tenant.url },
      credentials: { kind: 'password', password: SECRET },
      intake: createFakeIntake().intake,
      references: {
        get: async () => undefined,
        all: async () => new Map(),
        put: async () => undefined,
        remove: async () => undefined,
      },
      ...{ logger: silentLogger, meter: silentMeter, sleep: async () => undefined },
    }).checkOnline({ places: [], groups: [], people: [], ...subjects });
  const verdictsOf = async (subjects: Partial<OnlineSubjects>) =>
    (await check(subjects)).map(({ verdict, where }) => `${verdict}: ${where}`).slice(1, -1);

  it('calls nobody missing when the members of a team could not be read', async () => {
    tenant.fault({ kind: 'http-500', operation: 'members', times: 100 });
    const places = [toPlace(TEAM.id, CHANNELS.billing)];
    const people = [
      { ...toPerson(PEOPLE.ben, null), memberOf: places.map(({ place }) => place) },
      toPerson(null, 'nobody@playground.example'),
    ];
    expect(await verdictsOf({ places, people })).to.deep.equal([
      `wrong: channel ${CHANNELS.billing}`,
      `right: person ${PEOPLE.ben}`,
      'not-checked: person nobody@playground.example',
    ]);
  });

  it('stops asking after three teams without an answer', async () => {
    const ids = [1, 2, 3, 4].map((n) => `19:team${n}@thread.tacv2`);
    tenant.fault({ kind: 'http-500', operation: 'members', times: 100 });
    const places = ids.map((id) => toPlace(id, id));
    const people = [toPerson(PEOPLE.ben, null)];
    expect(await verdictsOf({ places, people })).to.deep.equal([
      ...ids.slice(0, 3).map((id) => `wrong: channel ${id}`),
      `not-checked: channel ${ids[3]}`,
      `not-checked: person ${PEOPLE.ben}`,
    ]);
    const calls = tenant.requests().map(({ operation }) => operation);
    expect(calls.filter((operation) => operation === 'members')).to.have.length(9);
    expect(calls).to.not.include('create');
  });

  it('knows nobody of whom it has neither id nor address', async () => {
    expect(await verdictsOf({ people: [toPerson(null, null)] })).to.deep.equal([]);
  });
});
