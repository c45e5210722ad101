import type { LivingDocument } from '../../domain/document/document.js';
import type { Clock } from '../../ports/clock.js';
import type {
  FoundProblem,
  ProblemKind,
  ProblemSource,
  ProblemStore,
} from '../../ports/problems.js';
import type { DocumentStore } from '../../ports/stores/document-store.js';
import type { UnreadableRecords } from '../../ports/unreadable-records.js';

/** What waits for longer than this is late, ms: four sweeps, which would have found it. */
export const LATE_AFTER_MS = 120_000;
/** The most documents one look counts. */
const COUNT_LIMIT = 1000;

/** The store of a kind, as far as it is asked what is late. */
export type LateWorkStore = Pick<DocumentStore<LivingDocument>, 'upcoming' | 'waitingDeliveries'>;

export interface LateWorkParts<K extends string> {
  readonly stores: Readonly<Record<K, LateWorkStore>>;
  /** The documents that cannot be read wait too, but are told of as unreadable. */
  readonly unreadable: Pick<UnreadableRecords, 'all'>;
  readonly problems: Pick<ProblemStore, 'list'>;
  readonly clock: Clock;
  /** Real time, ms UTC. */
  readonly realNow: () => number;
}

type LateKind = Extract<ProblemKind, 'deliveries-waiting' | 'actions-late'>;

/** The moment of a look, in both times, ms UTC. */
interface Moment {
  readonly real: number;
  readonly business: number;
}

/**
 * Finds deliveries and reminders that are late. Something becomes late when it was due already at a look
 * of this process two minutes ago, so that what piled up while the process was stopped, or what a moved
 * clock makes due, first has its time. What stands already, also from before a restart or by another
 * process, stands until nothing has waited for two minutes. A reminder that is held back because nobody
 * works now is not due before they do.
 */
export function createLateWork<K extends string>(parts: LateWorkParts<K>): ProblemSource {
  const looks: Moment[] = [];
  return {
    kinds: ['deliveries-waiting', 'actions-late'],
    async find() {
      const now = { real: parts.realNow(), business: parts.clock.now() };
      const due = {
        real: now.real - LATE_AFTER_MS,
        business: now.business - LATE_AFTER_MS,
      };
      const before = rememberLook(looks, now);
      const standing = await findStanding(parts.problems);
      const toBound = (kind: LateKind): Moment | undefined => (standing.has(kind) ? due : before);
      return [
        ...(await findWaiting(parts, toBound('deliveries-waiting'))),
        ...(await findLate(parts, toBound('actions-late'))),
      ];
    },
  };
}

/** Adds a look, forgets those that are not needed any more, and returns the latest that is two minutes old. */
function rememberLook(looks: Moment[], now: Moment): Moment | undefined {
  looks.push(now);
  const isOld = ({ real }: Moment): boolean => real <= now.real - LATE_AFTER_MS;
  while (looks[1] !== undefined && isOld(looks[1])) looks.shift();
  const [first] = looks;
  return first !== undefined && isOld(first) ? first : undefined;
}

async function findStanding(
  problems: Pick<ProblemStore, 'list'>,
): Promise<ReadonlySet<ProblemKind>> {
  const stored = (await problems.list()).filter(({ endedAt }) => endedAt === null);
  return new Set(stored.map(({ problem }) => problem.kind));
}

async function findWaiting<K extends string>(
  parts: LateWorkParts<K>,
  bound: Moment | undefined,
): Promise<readonly FoundProblem[]> {
  if (bound === undefined) return [];
  const waiting = await findReadable(parts, (store, limit) =>
    store.waitingDeliveries(bound.real, limit),
  );
  return toProblem(
    'deliveries-waiting',
    waiting.map(({ since }) => since),
  );
}

async function findLate<K extends string>(
  parts: LateWorkParts<K>,
  bound: Moment | undefined,
): Promise<readonly FoundProblem[]> {
  if (bound === undefined) return [];
  const upcoming = await findReadable(parts, (store, limit) => store.upcoming(limit));
  const late = upcoming.filter(({ at }) => at <= bound.business);
  return toProblem(
    'actions-late',
    late.map(({ at }) => parts.clock.toRealTime(at)),
  );
}

/** Asks the stores of all kinds, for so many more that the documents that cannot be read may be left out. */
async function findReadable<K extends string, F extends { readonly id: string }>(
  { stores, unreadable }: LateWorkParts<K>,
  find: (store: LateWorkStore, limit: number) => Promise<readonly F[]>,
): Promise<readonly F[]> {
  const found = await Promise.all(
    (Object.keys(stores) as K[]).map(async (kind) => {
      const skipped = findSkipped(unreadable, kind);
      const all = await find(stores[kind], COUNT_LIMIT + skipped.size);
      return all.filter(({ id }) => !skipped.has(id));
    }),
  );
  return found.flat();
}

function findSkipped(unreadable: Pick<UnreadableRecords, 'all'>, kind: string) {
  const records = unreadable.all().filter((record) => record.kind === kind);
  return new Set(records.slice(0, COUNT_LIMIT).map(({ reference }) => reference));
}

/** `times`: since when each of them is late, real time, ms UTC. */
function toProblem(kind: LateKind, times: readonly number[]): readonly FoundProblem[] {
  if (times.length === 0) return [];
  const since = times.reduce((one, other) => Math.min(one, other));
  return [{ problem: { kind, count: Math.min(times.length, COUNT_LIMIT) }, since }];
}
