import { inboxStoreContract } from '../../contracts/inbox-store/inbox-store.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openMongoStoresOn } from '../open-stores.js';
import { describePlans } from './describe-plans.js';

describeOnMongo('inboxes on MongoDB', (mongo) => {
  inboxStoreContract('MongoDB', openMongoStoresOn(mongo));
  describePlans(15);
});
