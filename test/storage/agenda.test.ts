import { agendaBackendContract } from '../contracts/agenda-backend.js';
import { openEmbeddedJobs, openMongoJobs } from '../jobs/job-stores.js';

const uri = process.env.MONGODB_URI;

agendaBackendContract('the embedded file', openEmbeddedJobs);
if (uri !== undefined) agendaBackendContract('MongoDB', openMongoJobs(uri));
