import PQueue from 'p-queue';
import type { LivingDocument } from '../../domain/document/document.js';
import type { DocumentRef } from '../../domain/document/document-ref.js';
import type { DocumentStore } from '../../ports/stores/document-store.js';
import type { Dependencies } from '../dependencies.js';

/** How many documents one query finds that were not found before. */
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
  const unreadable = new Set(parts.unreadable(kind));
  const now = clock.now();
  const actions = findWork((limit) => store.dueActions(now, limit), unreadable);
  for await (const ids of actions) await wakeEach(parts, toRefs(kind, ids));
  const looked = realNow();
  const deliveries = findWork((limit) => store.dueDeliveries(looked, limit), unreadable);
  for await (const ids of deliveries) {
    for (const document of toRefs(kind, ids)) {
      meter.count('sweep_found', { what: 'delivery' });
      parts.deliver(document);
    }
  }
}

function toRefs<K extends string>(kind: K, ids: readonly string[]): readonly DocumentRef<K>[] {
  return ids.map((id) => ({ kind, id }));
}

/**
 * Finds everything that is due, the earliest first, in batches. What is found stays due until it is done, and
 * what cannot be read stays due for good: so it looks past what it has found, and tries only some of those
 * that could not be read before.
 */
async function* findWork(
  find: (limit: number) => Promise<readonly string[]>,
  unreadable: ReadonlySet<string>,
): AsyncGenerator<readonly string[]> {
  const seen = new Set<string>();
  let tried = 0;
  for (;;) {
    const limit = BATCH_SIZE + unreadable.size + 2 * seen.size;
    const found = await find(limit);
    const fresh = found.filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    const readable = fresh.filter((id) => !unreadable.has(id));
    const again = fresh.filter((id) => unreadable.has(id)).slice(0, UNREADABLE_BATCH_SIZE - tried);
    tried += again.length;
    yield [...readable, ...again];
    if (fresh.length === 0 || found.length < limit) return;
  }
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
