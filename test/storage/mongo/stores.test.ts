import { complaintStoreContract } from '../../contracts/complaint-store/complaint-store.js';
import { peopleStoreContract } from '../../contracts/people-store/people-store.js';
import { recordContract } from '../../contracts/records/records.js';
import { referenceStoreContract } from '../../contracts/reference-store.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openMongoStoresOn } from '../open-stores.js';

describeOnMongo('MongoDB', (mongo) => {
  complaintStoreContract('MongoDB', openMongoStoresOn(mongo));
  peopleStoreContract('MongoDB', openMongoStoresOn(mongo));
  referenceStoreContract('MongoDB', openMongoStoresOn(mongo));
  recordContract('MongoDB', openMongoStoresOn(mongo));
});
