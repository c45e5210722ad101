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

interface RouteCase {
  readonly accounts: readonly KnownAccount[];
  readonly person?: string;
  readonly complaint?: Complaint;
  /** The platform of the complaint's team. */
  readonly home?: Platform;
  readonly configured?: readonly Platform[];
}

function findRoutes({
  accounts,
  person = 'p_1',
  complaint = filed(),
  home = 'slack',
  configured = ['slack', 'teams'],
}: RouteCase): readonly Route[] {
  const item: Delivery = createDelivery('d1', { slot: `dm:${person}`, person });
  const facts = { name: 'Ann', email: null, zone: null, mergedInto: null, aliases: [] };
  const known: Person = { id: person, ...facts, accounts };
  const channels = new Map(configured.map((one) => [one, createFakeChannel(one)] as const));
  const organisation = organisationWithTeam('repairs', { place: { platform: home } });
  return routesFor({ channels, organisation }, complaint, item, new Map([[person, known]]));
}

const toAccounts = (routes: readonly Route[]): unknown =>
  routes.map(({ destination: target }) => ('accounts' in target ? target.accounts : target));
const toPlatforms = (routes: readonly Route[]): readonly Platform[] =>
  routes.map(({ channel }) => channel.platform);

describe('the routes to a person', () => {
  it('carry every account on the platform, so that the channel can use its own workspace', () => {
    const routes = findRoutes({ accounts: [SLACK, account('T2')] });
    expect(toAccounts(routes)).to.deep.equal([[SLACK, account('T2')]]);
  });

  it('have the accounts with a reference first', () => {
    const unknown = account('T0', 'slack', null);
    expect(toAccounts(findRoutes({ accounts: [unknown, SLACK] }))).to.deep.equal([
      [SLACK, unknown],
    ]);
  });

  it('leave out platforms that are not configured', () => {
    const routes = findRoutes({ accounts: [TEAMS, SLACK], configured: ['slack'] });
    expect(toAccounts(routes)).to.deep.equal([[SLACK]]);
  });

  it('are none for a person without an account on a configured platform', () => {
    expect(findRoutes({ accounts: [] })).to.deep.equal([]);
    expect(findRoutes({ accounts: [TEAMS], configured: ['slack'] })).to.deep.equal([]);
  });

  it('start with the team’s platform, whatever the order of the accounts', () => {
    for (const home of ['slack', 'teams'] as const) {
      for (const accounts of [
        [SLACK, TEAMS],
        [TEAMS, SLACK],
      ]) {
        expect(toPlatforms(findRoutes({ accounts, home }))[0]).to.equal(home);
      }
    }
    expect(toPlatforms(findRoutes({ accounts: [SLACK], home: 'teams' }))).to.deep.equal(['slack']);
  });

  it('start for the reporter with the platform where they filed the complaint', () => {
    const person = WHO.reporter;
    for (const filedOn of ['slack', 'teams'] as const) {
      for (const home of ['slack', 'teams'] as const) {
        const complaint: Complaint = { ...filed(), filedOn };
        const routes = findRoutes({ accounts: [SLACK, TEAMS], person, complaint, home });
        expect(toPlatforms(routes)[0]).to.equal(filedOn);
      }
    }
  });

  it('start for whoever joined the reporters with the platform where they added to it', () => {
    const person = WHO.outsider;
    const said = { at: 0, receivedAt: 0, means: 'phone', words: 'Again.', by: person } as const;
    for (const on of ['slack', 'teams'] as const) {
      for (const home of ['slack', 'teams'] as const) {
        const joined: Complaint = { ...filed(), addedReports: [{ ...said, on, joins: true }] };
        const routes = findRoutes({ accounts: [SLACK, TEAMS], person, complaint: joined, home });
        expect(toPlatforms(routes)[0]).to.equal(on);
        const added: Complaint = { ...filed(), addedReports: [{ ...said, on }] };
        const others = findRoutes({ accounts: [SLACK, TEAMS], person, complaint: added, home });
        expect(toPlatforms(others)[0]).to.equal(home);
      }
    }
  });

  it('start for the reporter of an old complaint with the team’s platform', () => {
    const routes = findRoutes({ accounts: [SLACK, TEAMS], person: WHO.reporter, home: 'teams' });
    expect(toPlatforms(routes)).to.deep.equal(['teams', 'slack']);
  });
});
