import { expect } from 'chai';
import { complaintStoreContract } from '../../contracts/complaint-store/complaint-store.js';
import { documentStoreContract } from '../../contracts/document-store/document-store.js';
import { generationStoreContract } from '../../contracts/generation-store.js';
import { inboxStoreContract } from '../../contracts/inbox-store/inbox-store.js';
import { memoKind } from '../../contracts/memo/samples.js';
import { peopleStoreContract } from '../../contracts/people-store/people-store.js';
import { problemStoreContract } from '../../contracts/problem-store.js';
import { recordContract } from '../../contracts/records/records.js';
import { referenceStoreContract } from '../../contracts/reference-store.js';
import { relayContract } from '../../contracts/relays.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openMongoMemosOn } from '../open-memos.js';
import { openMongoStoresOn } from '../open-stores.js';
import { explainsPlans, plans } from './plans.js';

describeOnMongo('MongoDB', (mongo) => {
  complaintStoreContract('MongoDB', openMongoStoresOn(mongo));
  inboxStoreContract('MongoDB', openMongoStoresOn(mongo));
  documentStoreContract('a made-up kind on MongoDB', memoKind(openMongoMemosOn(mongo)));
  relayContract('MongoDB', openMongoMemosOn(mongo));
  peopleStoreContract('MongoDB', openMongoStoresOn(mongo));
  referenceStoreContract('MongoDB', openMongoStoresOn(mongo));
  problemStoreContract('MongoDB', openMongoStoresOn(mongo));
  generationStoreContract('MongoDB', openMongoStoresOn(mongo));
  recordContract('MongoDB', openMongoStoresOn(mongo));
  if (explainsPlans) describePlans();
  else reportMissingPlans();
});

/** Last: it is about every query of the suites above. */
function describePlans(): void {
  describe('the queries of all these suites', () => {
    it('read by index what they ask for, and sort nothing in memory', () => {
      expect(plans.faults).to.deep.equal([]);
      expect(plans.seen.size).to.be.greaterThan(30);
    });
  });
}

/** Registers nothing in silence: a line says so, and where MongoDB is required a test fails. */
function reportMissingPlans(): void {
  const why =
    'explain of this MongoDB has no winningPlan: it is NOT tested that queries use indexes';
  process.stderr.write(`\n*** ${why}. ***\n\n`);
  if (process.env.REDRESS_REQUIRE_MONGODB !== '1') return;
  describe('the queries of all these suites', () => {
    it('are named by explain, because REDRESS_REQUIRE_MONGODB is 1', () => {
      throw new Error(why);
    });
  });
}
