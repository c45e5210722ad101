import type { FastifyInstance } from 'fastify';
import { isObject } from '../json.js';
import { NotPossible } from '../not-possible.js';

/** What a page sends: words by name, and under the names of `More` whatever it is. */
export type Body<More extends string> = Readonly<Record<string, string | undefined>> & {
  readonly [name in More]?: unknown;
};

/** What a page does in a person's name; gives what the page is answered. */
export type Deed<World, More extends string> = (world: World, body: Body<More>) => unknown;

/** All that a page can do in its world. */
export interface Deeds<World, More extends string> {
  /** Where they are served: `POST {at}/NAME`. */
  readonly at: string;
  readonly deeds: Readonly<Record<string, Deed<World, More>>>;
  /** What in a body is no words. */
  readonly more: readonly More[];
  readonly world: () => World;
}

/** Serves what a page does; what is not possible is refused in words. */
export function serveDeeds<World, More extends string>(
  server: FastifyInstance,
  { at, deeds, more, world }: Deeds<World, More>,
): void {
  server.post<{ Params: { deed: string } }>(`${at}/:deed`, async (request, reply) => {
    const { deed } = request.params;
    const run = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
    if (!run) return reply.code(404).send({ error: 'There is no such thing to do.' });
    try {
      return await run(world(), bodyOf(request.body, more));
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      return reply.code(400).send({ error: error.message });
    }
  });
}

/** A body as it was sent, without what should be words and is not. */
function bodyOf<More extends string>(sent: unknown, more: readonly More[]): Body<More> {
  const entries = Object.entries(isObject(sent) ? sent : {});
  const isFree = (name: string): boolean => more.some((one) => one === name);
  return Object.fromEntries(
    entries.filter(([name, value]) => typeof value === 'string' || isFree(name)),
  ) as Body<More>;
}
