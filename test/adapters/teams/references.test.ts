import { expect } from 'chai';
import type { Place } from '../../../src/domain/place.js';
import type { Reply } from '../../../src/ports/intake.js';
import { type Meter, silentMeter } from '../../../src/ports/meter.js';
import { type ActivityJson, fixture, TEAM } from './fixtures.js';
import { SERVICE_URL, startAdapter } from './microsoft.js';

const CHANNEL = '19:another@thread.tacv2';
const GROUP = '9c8b7a6d-5e4f-4312-8a90-b1c2d3e4f506';
const PLACES: readonly Place[] = [{ platform: 'teams', team: TEAM, channel: CHANNEL }];
const NONE: Reply = { kind: 'none' };

describe('What is kept of Teams', () => {
  it('is where team and tenant are written to, and written only when it changes', async () => {
    const adapter = await startAdapter(async () => NONE);
    await adapter.post(fixture('installation-team'));
    await adapter.post(fixture('message-in-thread'));
    await adapter.post(fixture('message-in-thread', { id: '1741003209990' }));
    await adapter.teams.stop(100);
    expect([...adapter.references.kept]).to.deep.equal([
      ['tenant', { serviceUrl: SERVICE_URL }],
      [
        `team:${TEAM}`,
        {
          serviceUrl: SERVICE_URL,
          removed: false,
          group: GROUP,
        },
      ],
    ]);
    expect(adapter.references.store.puts).to.equal(2);
  });

  it('does not take a team in which only the message extension was used for one of ours', async () => {
    const adapter = await startAdapter(async () => NONE);
    await adapter.post(fixture('extension-on-message'));
    await adapter.teams.stop(100);
    expect([...adapter.references.kept.keys()]).to.deep.equal(['tenant']);
  });

  const REMOVALS: Readonly<Record<string, ActivityJson>> = {
    'by its removal': { action: 'remove' },
    'by losing the bot as a member': {
      type: 'conversationUpdate',
      action: undefined,
      membersRemoved: [fixture('installation-team').recipient],
    },
  };
  for (const [how, changes] of Object.entries(REMOVALS)) {
    it(`shows a team the app was lost to ${how}, once, until it is back`, async () => {
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
      expect(adapter.teams.health()).to.contain(TEAM);
      expect(alarms).to.deep.equal(['removed-from-team']);
      await adapter.post(fixture('installation-team'));
      expect(adapter.teams.health()).to.equal('ok');
    });
  }

  it('is known again after a restart', async () => {
    const before = await startAdapter(async () => NONE);
    await before.post(fixture('installation-team', { action: 'remove' }));
    const after = await startAdapter(async () => NONE, {
      ...{ references: before.references.store, places: PLACES },
    });
    expect(after.teams.health()).to.contain(TEAM);
  });

  const MISSED: Readonly<Record<string, readonly Place[]>> = {
    'the team by its group': [{ platform: 'teams', team: GROUP, channel: CHANNEL }],
    'its General channel': [{ platform: 'teams', team: 'another-group', channel: TEAM }],
  };
  for (const [how, places] of Object.entries(MISSED)) {
    it(`shows a team the app was lost to where a place names ${how}`, async () => {
      const adapter = await startAdapter(async () => NONE, { places });
      await adapter.post(fixture('installation-team', { action: 'remove' }));
      expect(adapter.teams.health()).to.contain(TEAM);
    });
  }

  it('is only logged of a removal from a team no configured place lies in', async () => {
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
    expect(adapter.lines.join()).to.contain('no configured place').and.contain(TEAM);
  });
});
