import { schedulerContract } from '../contracts/scheduler/scheduler.js';
import { describeOnMongo } from '../support/mongo.js';
import { openEmbeddedJobs, openMongoJobs } from './job-stores.js';

schedulerContract('the embedded file', openEmbeddedJobs);
describeOnMongo('on the test MongoDB', (mongo) => {
  schedulerContract('MongoDB', openMongoJobs(mongo));
});
