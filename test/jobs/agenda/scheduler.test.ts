import { schedulerContract } from '../../contracts/scheduler/scheduler.js';
import { describeOnMongo } from '../../support/mongo.js';
import { openAgendaOn } from './agenda-place.js';

describeOnMongo('agenda', (mongo) => {
  schedulerContract('MongoDB', openAgendaOn(mongo));
});
