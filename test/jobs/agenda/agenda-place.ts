import type { JobRepository } from 'agenda';
import { MongoClient } from 'mongodb';
import { createMongoBackend } from '../../../src/jobs/agenda/mongo-backend.js';
import { createAgendaScheduler } from '../../../src/jobs/agenda/scheduler.js';
import type { SchedulerTimings } from '../../../src/jobs/agenda/settings.js';
import { type SchedulerPlace, TEST_KINDS } from '../../contracts/scheduler/harness.js';
import type { TestMongo } from '../../support/mongo.js';
import { pause } from '../../support/wait-until.js';

/** A database with agenda's jobs. Its time is real, because agenda uses no other. */
export interface AgendaPlace extends SchedulerPlace {
  /** The stored jobs. */
  readonly jobs: JobRepository;
  /** Changes timings of the schedulers that are created from now on. */
  useTimings(timings: Partial<SchedulerTimings>): void;
}

const QUICK_TIMINGS: SchedulerTimings = {
  processEveryMs: 40,
  lockLifetimeMs: 2000,
  sweepCron: '* * * * * *',
  heartbeatCron: '* * * * * *',
};

/** Opens places on new databases of the test MongoDB. */
export function openAgendaOn(mongo: TestMongo): () => Promise<AgendaPlace> {
  return async () => {
    const name = mongo.newDatabaseName();
    const client = await MongoClient.connect(mongo.uri, { serverSelectionTimeoutMS: 1500 });
    const backend = createMongoBackend(client.db(name), TEST_KINDS);
    await backend.connect();
    let timings = QUICK_TIMINGS;
    return {
      jobs: backend.repository,
      useTimings: (changed) => {
        timings = { ...timings, ...changed };
      },
      create: (parts) =>
        createAgendaScheduler({
          ...parts,
          kinds: TEST_KINDS,
          timings,
          backend: createMongoBackend(client.db(name), TEST_KINDS),
        }),
      // agenda's jobs hold the times.
      store: async () => undefined,
      sweepEveryMs: 1000,
      now: () => Date.now(),
      pause,
      disconnect: () => client.close(),
      destroy: async () => {
        await client.close();
        await mongo.dropDatabase(name);
      },
    };
  };
}
