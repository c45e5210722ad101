import { z } from 'zod';
import type { Problem, ProblemKind, StandingProblem } from '../ports/problems.js';
import { time } from './shapes.js';

const uses = z.array(z.object({ key: z.string(), count: z.number(), example: z.string() }));

/** The fields of each kind of problem. */
const PROBLEMS = {
  'deliveries-waiting': { count: z.number() },
  'actions-late': { count: z.number() },
  'groups-broken': { groups: z.array(z.object({ team: z.string(), what: z.string() })) },
  'teams-missing': { uses, more: z.number() },
  'categories-missing': { uses, more: z.number() },
} as const satisfies {
  readonly [K in ProblemKind]: z.core.$ZodShape &
    Readonly<Record<Exclude<keyof Extract<Problem, { kind: K }>, 'kind'>, z.ZodType>>;
};

const standing = z.object({
  key: z.string(),
  version: z.number(),
  problem: z.looseObject({ kind: z.string() }),
  since: time,
  endedAt: time.nullable(),
  isTold: z.boolean(),
  nextTellAt: time,
} satisfies Record<keyof StandingProblem, z.ZodType>);

/** Reads a stored problem; undefined for one that another version wrote and this one does not know. */
export function readProblem(record: unknown): StandingProblem | undefined {
  const found = standing.safeParse(record).data;
  return found !== undefined && isKnownProblem(found.problem)
    ? { ...found, problem: found.problem }
    : undefined;
}

function isKnownProblem(problem: { readonly kind: string }): problem is Problem {
  const shape = Object.entries(PROBLEMS).find(([kind]) => kind === problem.kind)?.[1];
  return shape !== undefined && z.looseObject(shape).safeParse(problem).success;
}
