import PQueue from 'p-queue';
import type { LivingDocument } from '../../domain/document/document.js';
import type { DocumentRef } from '../../domain/document/document-ref.js';
import type { DocumentStore } from '../../ports/stores/document-store.js';
import type { Dependencies } from '../dependencies.js';

/** How many documents of each kind and each sort of work one sweep takes; the next sweep takes the rest. */
const BATCH_SIZE = 500;
/** How many of those that could not be read before it tries again, in case they were restored. */
const UNREADABLE_BATCH_SIZE = 20;
const CONCURRENCY = 8;

/** The store of a kind, as far as the sweep asks it. */
export type SweptStore = Pick<DocumentStore<LivingDocument>, 'dueActions' | 'dueDeliveries'>;

/** What a sweep looks through, and what it does with what it finds. */
export interface SweepParts<K extends string> {
  readonly stores: Readonly<Record<K, SweptStore>>;
  /** The references of the documents of a kind that could not be read before. */
  readonly unreadable: (kind: K) => readonly string[];
  readonly deps: Pick<Dependencies, 'clock' | 'realNow' | 'meter' | 'logger'>;
  wake(document: DocumentRef<K>): Promise<void>;
  /** Only starts a delivery, so that a slow platform does not delay the next sweep. */
  deliver(document: DocumentRef<K>): void;
}

/**
 * Finds due work that no wake-up handled: nudges whose time passed, deliveries whose process died. A
 * document that fails is logged, and the others go on. Throws `STORE_UNAVAILABLE` if the queries fail.
 */
export async function sweep<K extends string>(parts: SweepParts<K>): Promise<void> {
  for (const kind of Object.keys(parts.stores) as K[]) await sweepKind(parts, kind);
}

async function sweepKind<K extends string>(parts: SweepParts<K>, kind: K): Promise<void> {
  const { clock, realNow, meter } = parts.deps;
  const store = parts.stores[kind];
  const due = await findWork(parts, kind, (limit) => store.dueActions(clock.now(), limit));
  await wakeEach(parts, due);
  const undelivered = await findWork(parts, kind, (limit) => store.dueDeliveries(realNow(), limit));
  for (const document of undelivered) {
    meter.count('sweep_found', { what: 'delivery' });
    parts.deliver(document);
  }
}

/**
 * Finds a batch. Documents that cannot be read stay due, so it looks past them: else 500 of them would
 * stop everybody's reminders.
 */
async function findWork<K extends string>(
  parts: SweepParts<K>,
  kind: K,
  find: (limit: number) => Promise<readonly string[]>,
): Promise<readonly DocumentRef<K>[]> {
  const unreadable = new Set(parts.unreadable(kind));
  const found = await find(BATCH_SIZE + unreadable.size);
  const ids = [
    ...found.filter((id) => !unreadable.has(id)).slice(0, BATCH_SIZE),
    ...found.filter((id) => unreadable.has(id)).slice(0, UNREADABLE_BATCH_SIZE),
  ];
  return ids.map((id) => ({ kind, id }));
}

async function wakeEach<K extends string>(
  { deps, wake }: SweepParts<K>,
  documents: readonly DocumentRef<K>[],
): Promise<void> {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const tasks = documents.map((document) => async () => {
    deps.meter.count('sweep_found', { what: 'nudge' });
    await wake(document).catch((error: unknown) => {
      const fields = { error, [document.kind]: document.id };
      deps.logger.error(fields, `sweep could not wake ${document.kind}`);
    });
  });
  await queue.addAll(tasks);
}
