import { expect } from 'chai';
import { type Route, routesFor } from '../../../src/app/delivery/routes.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import type { KnownAccount, Person, Platform } from '../../../src/domain/organisation/person.js';
import { createDelivery, filed, organisationWithTeam, WHO } from '../../support/domain.js';
import { createFakeChannel } from '../../support/fake-channel.js';

const account = (
  workspace: string,
  platform: Platform = 'slack',
  reference: KnownAccount['reference'] = { channel: `D-${workspace}` },
): KnownAccount => ({ platform, workspace, userId: `U-${workspace}`, reference });

const SLACK = account('T1');
const TEAMS = account('tenant', 'teams');

interface Case {
  readonly accounts: readonly KnownAccount[];
  readonly person?: string;
  readonly complaint?: Complaint;
  /** Where the complaint's team lives. */
  readonly home?: Platform;
  readonly configured?: readonly Platform[];
}

function waysOf({
  accounts,
  person = 'p_1',
  complaint = filed(),
  home = 'slack',
  configured = ['slack', 'teams'],
}: Case): readonly Route[] {
  const item: Delivery = createDelivery('d1', { slot: `dm:${person}`, person });
  const facts = { name: 'Ann', email: null, zone: null, mergedInto: null, aliases: [] };
  const known: Person = { id: person, ...facts, accounts };
  const channels = new Map(configured.map((one) => [one, createFakeChannel(one)] as const));
  const organisation = organisationWithTeam('repairs', { place: { platform: home } });
  return routesFor({ channels, organisation }, complaint, item, new Map([[person, known]]));
}

const accountsOf = (ways: readonly Route[]): unknown =>
  ways.map(({ destination: target }) => ('accounts' in target ? target.accounts : target));
const platformsOf = (ways: readonly Route[]): readonly Platform[] =>
  ways.map(({ channel }) => channel.platform);

describe('the way to a person', () => {
  it('carries every account of the platform, so that the channel can choose its own workspace', () => {
    const ways = waysOf({ accounts: [SLACK, account('T2')] });
    expect(accountsOf(ways)).to.deep.equal([[SLACK, account('T2')]]);
  });

  it('has the accounts first of which it is known how to write to them', () => {
    const unknown = account('T0', 'slack', null);
    expect(accountsOf(waysOf({ accounts: [unknown, SLACK] }))).to.deep.equal([[SLACK, unknown]]);
  });

  it('leaves out accounts of platforms that are not configured', () => {
    const ways = waysOf({ accounts: [TEAMS, SLACK], configured: ['slack'] });
    expect(accountsOf(ways)).to.deep.equal([[SLACK]]);
  });

  it('is nowhere for somebody who has no account on a configured platform', () => {
    expect(waysOf({ accounts: [] })).to.deep.equal([]);
    expect(waysOf({ accounts: [TEAMS], configured: ['slack'] })).to.deep.equal([]);
  });

  it('leads first to where the team lives, whatever the order of their accounts', () => {
    for (const home of ['slack', 'teams'] as const) {
      for (const accounts of [
        [SLACK, TEAMS],
        [TEAMS, SLACK],
      ]) {
        expect(platformsOf(waysOf({ accounts, home }))[0]).to.equal(home);
      }
    }
    expect(platformsOf(waysOf({ accounts: [SLACK], home: 'teams' }))).to.deep.equal(['slack']);
  });

  it('leads the reporter to where they recorded it, wherever the team lives', () => {
    const person = WHO.reporter;
    for (const filedOn of ['slack', 'teams'] as const) {
      for (const home of ['slack', 'teams'] as const) {
        const complaint: Complaint = { ...filed(), filedOn };
        const ways = waysOf({ accounts: [SLACK, TEAMS], person, complaint, home });
        expect(platformsOf(ways)[0]).to.equal(filedOn);
      }
    }
  });

  it('leads the reporter of an old complaint to where the team lives', () => {
    const ways = waysOf({ accounts: [SLACK, TEAMS], person: WHO.reporter, home: 'teams' });
    expect(platformsOf(ways)).to.deep.equal(['teams', 'slack']);
  });
});
