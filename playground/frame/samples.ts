import type { FastifyInstance } from 'fastify';
import { NotPossible } from '../not-possible.js';
import { type LabClient, RESTARTING } from './lab.js';
import type { LiveUpdates } from './live.js';

/** The sample complaints, made by the steps of people in both simulators. */
export interface FrameSamples {
  readonly list: {
    /** `coming`: they are being made now. */
    readonly state: 'none' | 'coming' | 'there';
    /** The references of those that are there, oldest first. */
    readonly references: readonly string[];
  };
  /**
   * Makes them. `now`: business time of the bot, ms UTC.
   *
   * @throws NotPossible in words when nothing was done: they are there or coming. Error in words when
   *   some could not be made.
   */
  add(now: number): Promise<void>;
}

export interface SamplesDependencies {
  /** Undefined until both simulators are there. */
  readonly samples: () => FrameSamples | undefined;
  readonly ask: LabClient;
  readonly live: LiveUpdates;
}

/** Serves `POST /frame/samples`. */
export function serveSamples(
  page: FastifyInstance,
  { samples, ask, live }: SamplesDependencies,
): void {
  page.post('/frame/samples', async (_request, reply) => {
    const current = samples();
    const now = (await ask('GET', 'clock'))?.body.now;
    if (!current || typeof now !== 'number') {
      return reply.code(RESTARTING.status).send(RESTARTING.body);
    }
    const adding = current.add(now);
    live.broadcast({ kind: 'samples' });
    try {
      await adding;
      return {};
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return reply.code(error instanceof NotPossible ? 409 : 500).send({ error: why });
    } finally {
      live.broadcast({ kind: 'samples' });
    }
  });
}
