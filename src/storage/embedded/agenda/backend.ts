import type { AgendaBackend } from 'agenda';
import type { Database } from '../database.js';
import { EmbeddedJobRepository } from './job-repository.js';

export interface EmbeddedBackendOptions {
  /**
   * Paths into the jobs' data by which jobs are looked up, such as `data.complaint`. Each gets an
   * index; a job's value there is a string or a number, never a list.
   */
  readonly scalarPaths: readonly string[];
}

/**
 * agenda's jobs in the embedded file, on the handle the complaint store uses: the same contract as
 * agenda's MongoDB backend, without its log of job events. The handle belongs to whoever opened it, so
 * `disconnect` leaves it open. Tables and indexes are made by `connect`.
 */
export function createEmbeddedBackend(
  database: Database,
  options: EmbeddedBackendOptions = { scalarPaths: [] },
): AgendaBackend {
  const repository = new EmbeddedJobRepository(database, options.scalarPaths);
  return {
    name: 'embedded',
    repository,
    ownsConnection: false,
    connect: () => repository.connect(),
    disconnect: async () => undefined,
  };
}
