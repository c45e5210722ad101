import type { AgendaBackend } from 'agenda';
import type { Database } from '../database.js';
import { EmbeddedJobRepository } from './job-repository.js';

/** Options of {@link createEmbeddedBackend}. */
export interface EmbeddedBackendOptions {
  /**
   * Paths into the jobs' data that jobs are looked up by, such as `data.complaint`. Each gets an
   * index; the value there must be a string or a number, not a list.
   */
  readonly scalarPaths: readonly string[];
}

/**
 * agenda's jobs in the embedded file, on the handle of the complaint store: the same contract as agenda's
 * MongoDB backend, without its log of job events. `connect` creates the tables and indexes;
 * `disconnect` leaves the handle open, because the caller owns it.
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
