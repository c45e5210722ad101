import { agendaBackendContract } from '../../contracts/agenda-backend/agenda-backend.js';
import { openEmbeddedJobs, openMongoJobs } from '../../jobs/job-stores.js';
import { describeOnMongo } from '../../support/mongo.js';

agendaBackendContract('the embedded file', openEmbeddedJobs);
describeOnMongo('on the test MongoDB', (mongo) => {
  agendaBackendContract('MongoDB', openMongoJobs(mongo));
});
