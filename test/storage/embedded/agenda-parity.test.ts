import type { JobParameters, JobRepository } from 'agenda';
import { expect } from 'chai';
import fc from 'fast-check';
import type { JobStore } from '../../contracts/agenda-backend/harness.js';
import { openEmbeddedJobs, openMongoJobs } from '../../jobs/job-stores.js';
import { describeOnMongo } from '../../support/mongo.js';

/** Far in the past and the future, so that the result does not depend on when the test runs. */
const TIMES = [0, 1, 2, 3].flatMap((day) => [
  new Date(Date.UTC(2020, 0, 1 + day)),
  new Date(Date.UTC(2090, 0, 1 + day)),
]);

const RUNS_EACH = Number(process.env.REDRESS_RUNS ?? 12);

type Query = Readonly<Record<string, unknown>>;

const name = fc.constantFrom('a', 'b', 'c');
const time = fc.constantFrom(...TIMES);
const scalar = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('x', 'y', '0'),
  fc.boolean(),
  fc.constant(null),
  time,
);
const data = fc.oneof(
  scalar,
  fc.record({ complaint: fc.constantFrom('C-1', 'C-2', 'C-3') }),
  fc.record(
    { p: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), q: fc.record({ r: scalar }) },
    { requiredKeys: [] },
  ),
  fc.array(fc.record({ p: scalar }), { maxLength: 2 }),
);

const comparison = fc
  .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), scalar)
  .map(([operator, operand]) => ({ [operator]: operand }));
const membership = fc
  .tuple(fc.constantFrom('$in', '$nin'), fc.array(scalar, { maxLength: 3 }))
  .map(([operator, operand]) => ({ [operator]: operand }));
const existence = fc.boolean().map((wanted) => ({ $exists: wanted }));
const condition = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 2 }),
  fc.record({ r: scalar }),
  comparison,
  membership,
  existence,
);
const paths = fc.record(
  {
    'data.p': condition,
    'data.0.p': condition,
    'data.q.r': condition,
    'data.complaint': fc.constantFrom('C-1', 'C-2'),
    priority: fc.oneof(fc.integer({ min: 0, max: 2 }), comparison),
    nextRunAt: fc.oneof(time, comparison),
  },
  { requiredKeys: [] },
);
/** Never a path together with one inside it: MongoDB cannot create a job from both. */
const unique = fc.oneof(paths, fc.record({ data: condition }));

const job = fc.record({
  name,
  type: fc.constantFrom('normal' as const, 'normal' as const, 'single' as const),
  priority: fc.integer({ min: -1, max: 2 }),
  nextRunAt: fc.oneof(time, fc.constant(null)),
  data,
});
/** agenda's MongoDB backend ignores a filter that is a date; ours compares it. */
const filter = data.filter((value) => !(value instanceof Date));
const chosen = fc.record(
  {
    name,
    names: fc.array(name, { maxLength: 2 }),
    notNames: fc.array(name, { maxLength: 2 }),
    data: filter,
  },
  { requiredKeys: [] },
);
const pick = fc.nat({ max: 20 });

/** One call. `pick` selects one of the jobs seen so far. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), job }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('unique' as const),
      job,
      complaint: fc.constantFrom('C-1', 'C-2', 'C-3'),
      insertOnly: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), pick, job }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('next' as const), name, scan: time, dead: time }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lock' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unlock' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('state' as const), pick, job }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), chosen }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disable' as const), chosen }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('enable' as const), chosen }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('query' as const), data: filter }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Numbers the ids of one backend in the order of their appearance. */
class JobNumbers {
  readonly #ids: string[] = [];

  of(id: string | undefined): number {
    if (id === undefined) return -1;
    if (!this.#ids.includes(id)) this.#ids.push(id);
    return this.#ids.indexOf(id);
  }

  pick(at: number): string | undefined {
    return this.#ids.length === 0 ? undefined : this.#ids[at % this.#ids.length];
  }
}

/** Gives every job its own time: the order of jobs at the same time is not defined. */
function withDistinctTimes(steps: readonly Step[]): Step[] {
  return steps.map((each, at) => {
    if (!('job' in each) || each.job.nextRunAt === null) return each;
    const nextRunAt = new Date(each.job.nextRunAt.getTime() + at);
    return { ...each, job: { ...each.job, nextRunAt } };
  });
}

/** A job without its id and the time of its lock, which always differ. */
function plain(found: JobParameters | null | undefined, numbers: JobNumbers): unknown {
  if (!found) return found ?? undefined;
  const { _id, lockedAt, ...rest } = found;
  const set = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), number: numbers.of(_id), locked: lockedAt !== undefined };
}

type Order<D extends Step['do']> = Extract<Step, { do: D }>;
type Run = (jobs: JobRepository, numbers: JobNumbers) => Promise<unknown>;

async function findJob(jobs: JobRepository, numbers: JobNumbers, at: number) {
  const id = numbers.pick(at);
  return id === undefined ? null : jobs.getJobById(id);
}

const RUNS: { [D in Step['do']]: (order: Order<D>) => Run } = {
  save: (order) => async (jobs, numbers) => plain(await jobs.saveJob(order.job, {}), numbers),
  unique: (order) => async (jobs, numbers) => {
    const { complaint, insertOnly } = order;
    const keyed = { name: 'u', type: 'normal' as const, data: { complaint } };
    const unique = { unique: { 'data.complaint': complaint }, uniqueOpts: { insertOnly } };
    return plain(await jobs.saveJob({ ...order.job, ...keyed, ...unique }, {}), numbers);
  },
  again: (order) => async (jobs, numbers) => {
    const found = await findJob(jobs, numbers, order.pick);
    // A unique job keeps its key and a single one its type: a save may change either of two equal jobs.
    if (!found?._id || found.name === 'u') return undefined;
    const identity = { name: found.name, type: found.type, _id: found._id };
    return plain(await jobs.saveJob({ ...order.job, ...identity }, {}), numbers);
  },
  next: (order) => async (jobs, numbers) =>
    plain(
      await jobs.getNextJobToRun(order.name, order.scan, order.dead, TIMES[0], undefined),
      numbers,
    ),
  lock: (order) => async (jobs, numbers) => {
    const found = await findJob(jobs, numbers, order.pick);
    return found && plain(await jobs.lockJob(found, {}), numbers);
  },
  unlock: (order) => async (jobs, numbers) => {
    const found = await findJob(jobs, numbers, order.pick);
    if (found) await jobs.unlockJob(found);
    return plain(await findJob(jobs, numbers, order.pick), numbers);
  },
  state: (order) => async (jobs, numbers) => {
    const found = await findJob(jobs, numbers, order.pick);
    if (!found?._id) return undefined;
    await jobs.saveJobState({ ...order.job, name: found.name, _id: found._id }, undefined);
    return plain(await findJob(jobs, numbers, order.pick), numbers);
  },
  remove: (order) => (jobs) => jobs.removeJobs(order.chosen),
  disable: (order) => (jobs) => jobs.disableJobs(order.chosen),
  enable: (order) => (jobs) => jobs.enableJobs(order.chosen),
  query: (order) => async (jobs) => (await jobs.queryJobs({ data: order.data })).total,
};

async function trace(store: JobStore, steps: readonly Step[]): Promise<unknown[]> {
  const backend = store.backend();
  await backend.connect();
  const jobs = backend.repository;
  await jobs.purgeAllJobs();
  const numbers = new JobNumbers();
  const seen: unknown[] = [];
  for (const each of steps) {
    const run = RUNS[each.do] as (order: Step) => Run;
    seen.push(await run(each)(jobs, numbers).catch(() => 'refused'));
  }
  const { jobs: left } = await jobs.queryJobs();
  const byNumber = new Map(left.map((found) => [numbers.of(found._id), plain(found, numbers)]));
  return [...seen, [...byNumber].sort(([a], [b]) => a - b)];
}

describeOnMongo('the embedded job backend compared with the MongoDB one', (mongo) => {
  let embedded: JobStore;
  let reference: JobStore;

  before(async () => {
    embedded = await openEmbeddedJobs();
    reference = await openMongoJobs(mongo)();
  });

  after(async () => {
    await embedded.destroy();
    await reference.destroy();
  });

  it('gives the same answers to any sequence of calls', async function () {
    this.timeout(20_000 + RUNS_EACH * 300);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const distinct = withDistinctTimes(steps);
        expect(await trace(embedded, distinct)).to.deep.equal(await trace(reference, distinct));
      }),
      { numRuns: RUNS_EACH },
    );
  });

  it('finds the same job by any unique query', async function () {
    this.timeout(20_000 + RUNS_EACH * 300);
    const matched = async (store: JobStore, saved: JobParameters, wanted: Query) => {
      const { repository } = store.backend();
      await repository.connect();
      await repository.purgeAllJobs();
      const { _id } = await repository.saveJob({ ...saved, type: 'normal' }, undefined);
      const again = { ...saved, type: 'normal', data: null, unique: wanted } as const;
      return (await repository.saveJob(again, undefined))._id === _id;
    };
    await fc.assert(
      fc.asyncProperty(job, unique, async (saved, wanted) => {
        expect(await matched(embedded, saved, wanted)).to.equal(
          await matched(reference, saved, wanted),
        );
      }),
      { numRuns: RUNS_EACH * 2 },
    );
  });
});
