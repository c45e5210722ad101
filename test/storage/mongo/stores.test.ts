import { complaintStoreContract } from '../../contracts/complaint-store/complaint-store.js';
import { documentStoreContract } from '../../contracts/document-store/document-store.js';
import { generationStoreContract } from '../../contracts/generation-store.js';
import { matchStoreContract } from '../../contracts/match-store/match-store.js';
import { memoKind } from '../../contracts/memo/samples.js';
import { peopleStoreContract } from '../../contracts/people-store/people-store.js';
import { problemStoreContract } from '../../contracts/problem-store.js';
import { recordContract } from '../../contracts/records/records.js';
import { referenceStoreContract } from '../../contracts/reference-store.js';
import { relayContract } from '../../contracts/relays.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openMongoMemosOn } from '../open-memos.js';
import { openMongoStoresOn } from '../open-stores.js';
import { describePlans } from './describe-plans.js';

describeOnMongo('MongoDB', (mongo) => {
  complaintStoreContract('MongoDB', openMongoStoresOn(mongo));
  matchStoreContract('MongoDB', openMongoStoresOn(mongo));
  documentStoreContract('a made-up kind on MongoDB', memoKind(openMongoMemosOn(mongo)));
  relayContract('MongoDB', openMongoMemosOn(mongo));
  peopleStoreContract('MongoDB', openMongoStoresOn(mongo));
  referenceStoreContract('MongoDB', openMongoStoresOn(mongo));
  problemStoreContract('MongoDB', openMongoStoresOn(mongo));
  generationStoreContract('MongoDB', openMongoStoresOn(mongo));
  recordContract('MongoDB', openMongoStoresOn(mongo));
  describePlans(30);
});
