import { expect } from 'chai';
import { targetOf } from '../../src/app/target.js';
import type { Delivery } from '../../src/domain/delivery.js';
import type { KnownAccount, Person } from '../../src/domain/person.js';
import { filed, organisation } from '../support/domain.js';
import { createFakeChannel } from '../support/fake-channel.js';

const DM: Delivery = {
  ...{ id: 'd1', kind: 'post', slot: 'dm:p_1', view: { name: 'x', args: {} }, person: 'p_1' },
  ...{ createdAt: 0, dueAt: 0, attempts: 0, lease: null, uncertain: false, failed: null },
};

const account = (workspace: string, platform: 'slack' | 'teams' = 'slack'): KnownAccount => ({
  ...{ platform, workspace, userId: `U-${workspace}` },
  reference: { channel: `D-${workspace}` },
});

function targetFor(accounts: readonly KnownAccount[]) {
  const slack = createFakeChannel('slack');
  const facts = { name: 'Ann', email: null, zone: null, mergedInto: null, aliases: [] };
  const people = new Map<string, Person>([['p_1', { id: 'p_1', ...facts, accounts }]]);
  const parts = { channels: new Map([['slack', slack] as const]), organisation: organisation() };
  return { found: targetOf(parts, filed(), DM, people), slack };
}

describe('the target of a direct message', () => {
  it('carries every account of the platform, so that the channel can choose its own workspace', () => {
    const { found, slack } = targetFor([account('T1'), account('T2')]);
    expect(found?.target).to.deep.equal({ accounts: [account('T1'), account('T2')] });
    expect(found?.channel).to.equal(slack);
  });

  it('leaves out accounts of platforms that are not configured', () => {
    const { found } = targetFor([account('tenant', 'teams'), account('T1')]);
    expect(found?.target).to.deep.equal({ accounts: [account('T1')] });
  });

  it('is nowhere for somebody who has no account on a configured platform', () => {
    expect(targetFor([]).found).to.equal(undefined);
    expect(targetFor([account('tenant', 'teams')]).found).to.equal(undefined);
  });
});
