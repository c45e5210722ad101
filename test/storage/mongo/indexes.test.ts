import { expect } from 'chai';
import type { CommandStartedEvent } from 'mongodb';
import { MongoClient } from 'mongodb';
import { COMPLAINT_STATES } from '../../../src/domain/complaint/facts.js';
import type { MongoStores } from '../../../src/storage/mongo/stores.js';
import { openMongoStores } from '../../../src/storage/mongo/stores.js';
import { NOON, sampleComplaint, sampleDelivery } from '../../contracts/complaint-store/samples.js';
import { testMongo } from '../../support/mongo.js';
import { withUriOptions } from './mongo-uri.js';

type Plan = Readonly<Record<string, unknown>>;

const OFFICER = { person: 'p', ids: ['p', 'q'], memberOf: [], leadOf: [], isOfficer: true };
const MEMBER = { ...OFFICER, memberOf: ['billing'], leadOf: ['repairs'], isOfficer: false };

const QUERIES: Readonly<Record<string, (stores: MongoStores) => Promise<unknown>>> = {
  'a complaint by its reference': ({ complaints }) => complaints.load('C-1001'),
  'due actions': ({ complaints }) => complaints.dueActions(NOON, 10),
  'due deliveries': ({ complaints }) => complaints.dueDeliveries(NOON, 10),
  'deliveries that wait': ({ complaints }) => complaints.waitingDeliveries(NOON, 10),
  'upcoming actions': ({ complaints }) => complaints.upcoming(10),
  'a complaint by its thread': ({ complaints }) => complaints.findByThread('slack:C1:1.2'),
  'what a person may see': ({ complaints }) =>
    complaints.list({ viewer: MEMBER, states: ['open', 'closed'], limit: 10 }),
  'what an officer sees': ({ complaints }) =>
    complaints.list({ viewer: OFFICER, states: COMPLAINT_STATES, limit: 10 }),
  'what is not filled yet': ({ complaints }) => complaints.findUnfilled(10),
  'what an older configuration planned': ({ complaints }) => complaints.findOutdated(2, 10),
  'the teams in use': ({ complaints }) => complaints.findUnknown('team', []),
  'a person by an account': ({ people }) =>
    people.findByAccount({ platform: 'slack', workspace: 'T1', userId: 'U1' }),
  'a reference': ({ references }) => references.get('teams', 'tenant'),
  'the references of a platform': ({ references }) => references.all('teams'),
  'a person and the aliases': ({ people }) => people.getMany(['p_1', 'p_2']),
};

/** Not every server says in `explain` which plan has won. */
async function canExplain(uri: string): Promise<boolean> {
  const client = await MongoClient.connect(uri);
  try {
    const command = { find: 'probe', filter: { _id: 1 } };
    const answer = await client.db('redress_probe').command({ explain: command });
    return answer.queryPlanner?.winningPlan !== undefined;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}

/** Registers nothing in silence: a line says so, and where MongoDB is required a test fails. */
function reportMissingPlans(): void {
  const why =
    'explain of this MongoDB has no winningPlan: it is NOT tested that queries use indexes';
  process.stderr.write(`\n*** ${why}. ***\n\n`);
  if (process.env.REDRESS_REQUIRE_MONGODB !== '1') return;
  describe('the indexes on MongoDB', () => {
    it('are named by explain, because REDRESS_REQUIRE_MONGODB is 1', () => {
      throw new Error(why);
    });
  });
}

if (testMongo && !(await canExplain(testMongo.uri))) reportMissingPlans();
else if (testMongo) {
  const mongo = testMongo;
  describe('the indexes on MongoDB', () => {
    const database = mongo.newDatabaseName();
    let stores: MongoStores;

    before(async () => {
      const uri = withUriOptions(mongo.uri, { monitorCommands: 'true' });
      stores = await openMongoStores({ uri, appName: 'redress-test', database });
      for (let at = 0; at < 20; at += 1) {
        await stores.complaints.insert(sampleComplaint({ outbox: [sampleDelivery()] }));
      }
      const account = { platform: 'slack', workspace: 'T1', userId: 'U1' } as const;
      await stores.people.ensure(account, { name: 'Ada', email: null, zone: null });
      await stores.references.put('slack', 'tenant', {});
    });
    after(async () => {
      await stores.close();
      await mongo.dropDatabase(database);
    });

    for (const [what, query] of Object.entries(QUERIES)) {
      it(`find ${what} without reading the whole collection`, async () => {
        const finds = await recordFinds(stores, query);
        expect(finds).to.not.deep.equal([]);
        for (const find of finds) {
          const plan = JSON.stringify(await explain(stores, find));
          expect(plan)
            .to.match(/IXSCAN|IDHACK/)
            .and.not.include('COLLSCAN');
        }
      });
    }

    it('find what a person may see without sorting, once all is filled in', async () => {
      for (const id of await stores.complaints.findUnfilled(100)) {
        await stores.complaints.fill(id, 1, { audience: ['m:billing', 'p:q'] });
      }
      const finds = await recordFinds(stores, ({ complaints }) =>
        complaints.list({ viewer: MEMBER, states: ['open', 'closed'], limit: 10 }),
      );
      const plan = JSON.stringify(await explain(stores, finds.at(-1) ?? {}));
      expect(plan)
        .to.include('IXSCAN')
        .and.not.match(/COLLSCAN|"SORT"/);
    });
  });
}

/** Runs a query and returns its `find` commands. */
async function recordFinds(
  stores: MongoStores,
  query: (stores: MongoStores) => Promise<unknown>,
): Promise<readonly Plan[]> {
  const finds: Plan[] = [];
  const listen = ({ commandName, command }: CommandStartedEvent): void => {
    if (commandName === 'find') finds.push(command);
  };
  stores.db.client.on('commandStarted', listen);
  await query(stores);
  stores.db.client.off('commandStarted', listen);
  return finds;
}

async function explain(stores: MongoStores, find: Plan): Promise<unknown> {
  const { find: collection, filter, sort, projection, limit } = find;
  const command = { find: collection, filter, sort, projection, limit };
  const given = Object.entries(command).filter(([, value]) => value !== undefined);
  const answer = await stores.db.command({
    explain: Object.fromEntries(given),
    verbosity: 'queryPlanner',
  });
  return answer.queryPlanner.winningPlan;
}
