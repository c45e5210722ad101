import type { FastifyInstance } from 'fastify';
import { isObject } from '../json.js';
import { NotPossible } from '../not-possible.js';

/** The body a page sends: text by name, and any JSON under the names in `Structured`. */
export type Body<Structured extends string> = Readonly<Record<string, string | undefined>> & {
  readonly [name in Structured]?: unknown;
};

/** An action of a page in a person's name; returns the answer to the page. */
export type PageAction<Simulator, Structured extends string> = (
  simulator: Simulator,
  body: Body<Structured>,
) => unknown;

/** All actions of a page in its simulator. */
export interface PageActions<Simulator, Structured extends string> {
  /** They are served at `POST {path}/NAME`. */
  readonly path: string;
  readonly actions: Readonly<Record<string, PageAction<Simulator, Structured>>>;
  /** The names in a body whose values are not text. */
  readonly structured: readonly Structured[];
  readonly simulator: () => Simulator;
}

/** Serves the actions of a page; answers 400 in words to what is not possible. */
export function serveActions<Simulator, Structured extends string>(
  server: FastifyInstance,
  { path, actions, structured, simulator }: PageActions<Simulator, Structured>,
): void {
  server.post<{ Params: { action: string } }>(`${path}/:action`, async (request, reply) => {
    const { action } = request.params;
    const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!run) return reply.code(404).send({ error: 'There is no such thing to do.' });
    try {
      return await run(simulator(), parseBody(request.body, structured));
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      return reply.code(400).send({ error: error.message });
    }
  });
}

/** The body as it was sent, without values that must be text and are not. */
function parseBody<Structured extends string>(
  sent: unknown,
  structured: readonly Structured[],
): Body<Structured> {
  const entries = Object.entries(isObject(sent) ? sent : {});
  const isStructured = (name: string): boolean => structured.some((one) => one === name);
  return Object.fromEntries(
    entries.filter(([name, value]) => typeof value === 'string' || isStructured(name)),
  ) as Body<Structured>;
}
