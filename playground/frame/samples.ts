import type { FastifyInstance } from 'fastify';
import { NotPossible } from '../not-possible.js';
import { type AskLab, RESTARTING } from './lab.js';
import type { Live } from './live.js';

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
   * @throws NotPossible in words, when nothing was done: they are there or coming. Error in words, when
   *   some could not be made.
   */
  add(now: number): Promise<void>;
}

export interface SamplesParts {
  /** Undefined until both worlds are there. */
  readonly samples: () => FrameSamples | undefined;
  readonly ask: AskLab;
  readonly live: Live;
}

/** Serves `POST /frame/samples`. */
export function serveSamples(page: FastifyInstance, { samples, ask, live }: SamplesParts): void {
  page.post('/frame/samples', async (_request, reply) => {
    const there = samples();
    const now = (await ask('GET', 'clock'))?.body.now;
    if (!there || typeof now !== 'number') {
      return reply.code(RESTARTING.status).send(RESTARTING.body);
    }
    const adding = there.add(now);
    live.tell({ kind: 'samples' });
    try {
      await adding;
      return {};
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return reply.code(error instanceof NotPossible ? 409 : 500).send({ error: why });
    } finally {
      live.tell({ kind: 'samples' });
    }
  });
}
