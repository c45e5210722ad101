import { expect } from 'chai';
import type { Place } from '../../../../src/domain/organisation/place.js';
import type { Reply } from '../../../../src/ports/intake.js';
import { type Meter, silentMeter } from '../../../../src/ports/meter.js';
import {
  type Adapter,
  NOW,
  SERVICE_URL,
  signToken,
  startAdapter,
  tokenClaims,
} from '../fake-microsoft.js';
import { type ActivityJson, fixture, TEAM } from '../fixtures.js';

const CHANNEL = '19:another@thread.tacv2';
const GROUP = '9c8b7a6d-5e4f-4312-8a90-b1c2d3e4f506';
const PLACES: readonly Place[] = [{ platform: 'teams', team: TEAM, channel: CHANNEL }];
const NONE: Reply = { kind: 'none' };

/** The reason for degraded health. */
function degraded({ teams }: Pick<Adapter, 'teams'>): string {
  const health = teams.health();
  if (typeof health === 'string') throw new Error(`not degraded: ${health}`);
  return health.degraded;
}

describe('The stored references of Teams', () => {
  it('are those of team and tenant, written only when they change', async () => {
    const adapter = await startAdapter(async () => NONE);
    await adapter.post(fixture('installation-team'));
    await adapter.post(fixture('message-in-thread'));
    await adapter.post(fixture('message-in-thread', { id: '1741003209990' }));
    await adapter.teams.stop(100);
    expect([...adapter.references.stored]).to.deep.equal([
      ['tenant', { serviceUrl: SERVICE_URL, since: NOW }],
      [
        `team:${TEAM}`,
        {
          serviceUrl: SERVICE_URL,
          removed: false,
          group: GROUP,
          since: NOW,
        },
      ],
    ]);
    expect(adapter.references.store.puts).to.equal(2);
  });

  it('contain no team in which only the message extension was used', async () => {
    const adapter = await startAdapter(async () => NONE);
    await adapter.post(fixture('extension-on-message'));
    await adapter.teams.stop(100);
    expect([...adapter.references.stored.keys()]).to.deep.equal(['tenant']);
  });

  const REMOVALS: Readonly<Record<string, ActivityJson>> = {
    'by `installationUpdate`': { action: 'remove' },
    'by `conversationUpdate`': {
      type: 'conversationUpdate',
      action: undefined,
      membersRemoved: [fixture('installation-team').recipient],
    },
  };
  for (const [how, changes] of Object.entries(REMOVALS)) {
    it(`show a team the app was removed from, reported ${how}, with one alarm, until it is added again`, async () => {
      const alarms: unknown[] = [];
      const meter: Meter = {
        ...silentMeter,
        count: (name, labels) => {
          if (name === 'alarms') alarms.push(labels?.reason);
        },
      };
      const adapter = await startAdapter(async () => NONE, { meter, places: PLACES });
      expect(adapter.teams.health()).to.equal('ok');
      await adapter.post(fixture('installation-team', { ...changes, id: 'f:1' }));
      await adapter.post(fixture('installation-team', { ...changes, id: 'f:2' }));
      expect(degraded(adapter)).to.contain(TEAM);
      expect(alarms).to.deep.equal(['removed-from-team']);
      await adapter.post(fixture('installation-team'));
      expect(adapter.teams.health()).to.equal('ok');
    });
  }

  it('are loaded after a restart', async () => {
    const before = await startAdapter(async () => NONE);
    await before.post(fixture('installation-team', { action: 'remove' }));
    const after = await startAdapter(async () => NONE, {
      ...{ references: before.references.store, places: PLACES },
    });
    expect(degraded(after)).to.contain(TEAM);
  });

  const PLACES_OF_TEAM: Readonly<Record<string, readonly Place[]>> = {
    'the team by its group': [{ platform: 'teams', team: GROUP, channel: CHANNEL }],
    'its General channel': [{ platform: 'teams', team: 'another-group', channel: TEAM }],
  };
  for (const [how, places] of Object.entries(PLACES_OF_TEAM)) {
    it(`show a team the app was removed from when a place names ${how}`, async () => {
      const adapter = await startAdapter(async () => NONE, { places });
      await adapter.post(fixture('installation-team', { action: 'remove' }));
      expect(degraded(adapter)).to.contain(TEAM);
    });
  }

  describe('with several processes', () => {
    let now = NOW;
    const startProcess = async (first?: Adapter) =>
      startAdapter(async () => NONE, {
        ...{ places: PLACES, now: () => now },
        ...(first === undefined ? {} : { references: first.references.store }),
      });
    beforeEach(() => {
      now = NOW;
    });

    it('are corrected by the process that gets the event, whatever it has cached', async () => {
      const one = await startProcess();
      const other = await startProcess(one);
      await one.post(fixture('installation-team', { id: 'f:1' }));
      await other.post(fixture('installation-team', { action: 'remove', id: 'f:2' }));
      expect(degraded(other)).to.contain(TEAM);
      await one.post(fixture('installation-team', { id: 'f:3' }));
      expect(one.references.stored.get(`team:${TEAM}`)).to.deep.include({ removed: false });
      const after = await startProcess(one);
      expect(after.teams.health()).to.equal('ok');
    });

    it('are up to date in each process after a minute, without traffic', async () => {
      const one = await startProcess();
      const other = await startProcess(one);
      await other.post(fixture('installation-team', { action: 'remove', id: 'f:2' }));
      expect(one.teams.health()).to.equal('ok');
      now += 61_000;
      one.teams.health();
      await new Promise((resolve) => setImmediate(resolve));
      expect(degraded(one)).to.contain(TEAM);
      await one.post(fixture('installation-team', { id: 'f:3' }));
      now += 61_000;
      other.teams.health();
      await new Promise((resolve) => setImmediate(resolve));
      expect(other.teams.health()).to.equal('ok');
    });

    it('show a team as present after a message there, once a minute has passed', async () => {
      const one = await startProcess();
      const other = await startProcess(one);
      await one.post(fixture('message-in-thread'));
      await other.post(fixture('installation-team', { action: 'remove', id: 'f:2' }));
      now += 61_000;
      const token = signToken(tokenClaims({ exp: now / 1000 + 60 }));
      await one.post(fixture('message-in-thread', { id: '1741003209990' }), token);
      expect(one.references.stored.get(`team:${TEAM}`)).to.deep.include({ removed: false });
    });

    it('are the last ones read while the store fails, so that nobody waits', async () => {
      const one = await startProcess();
      await one.post(fixture('message-in-thread'));
      now += 61_000;
      one.references.store.get = async () => {
        throw new TypeError('the store is away');
      };
      const answer = await one.post(fixture('message-in-thread', { id: '1741003209990' }));
      expect(answer.status).to.equal(200);
      expect(one.lines.join()).to.contain('conversation reference not read again');
    });
  });

  it('have a `since` that changes only with the service URL', async () => {
    let now = NOW;
    const adapter = await startAdapter(async () => NONE, { now: () => now });
    const findStored = () => adapter.references.stored.get('tenant');
    await adapter.references.store.put('teams', 'tenant', { serviceUrl: 'https://old.example/' });
    await adapter.post(fixture('message-personal'));
    expect(findStored()).to.deep.equal({ serviceUrl: SERVICE_URL, since: NOW });
    now += 61_000;
    await adapter.post(fixture('message-personal', { id: '1741003209990' }));
    expect(findStored()).to.deep.equal({ serviceUrl: SERVICE_URL, since: NOW });
  });

  it('cause only a log line after removal from a team without a configured place', async () => {
    let counted = 0;
    const meter: Meter = {
      ...silentMeter,
      count: () => {
        counted += 1;
      },
    };
    const places: readonly Place[] = [
      { platform: 'teams', team: '19:elsewhere@thread.tacv2', channel: CHANNEL },
      { platform: 'slack', workspace: 'T1', channel: 'C1' },
    ];
    const adapter = await startAdapter(async () => NONE, { meter, places });
    await adapter.post(fixture('installation-team', { action: 'remove' }));
    expect(adapter.teams.health()).to.equal('ok');
    expect(counted).to.equal(0);
    expect(adapter.lines.join()).to.contain('without a configured place').and.contain(TEAM);
  });
});
