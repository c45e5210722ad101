import { Gauge, type Registry } from 'prom-client';
import type { LivingDocument } from '../domain/document/document.js';
import type { DocumentKind } from '../domain/document/document-ref.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/document-store.js';

/** Work this long past its time, ms, counts as overdue; the sweep runs every 30 s. */
const OVERDUE_AFTER_MS = 60_000;
/** The highest count of overdue work, so that a scrape stays cheap. */
const BACKLOG_LIMIT = 1000;

/** A store of documents, as far as the gauges ask it. */
type WatchedStore = Pick<DocumentStore<LivingDocument>, 'dueActions' | 'dueDeliveries'>;

/** What the gauges of overdue work count in: the stores, business time and real time. */
export interface Backlog {
  readonly stores: Readonly<Record<DocumentKind, WatchedStore>>;
  readonly clock: Clock;
  /** Real time, ms UTC. */
  readonly realNow: () => number;
}

/** Adds gauges that count overdue work at each scrape. */
export function registerBacklogGauges(
  registry: Registry,
  { stores, clock, realNow }: Backlog,
): void {
  const all = Object.values(stores);
  registerOverdueGauge(registry, 'deliveries', () =>
    all.map((store) => store.dueDeliveries(realNow() - OVERDUE_AFTER_MS, BACKLOG_LIMIT)),
  );
  registerOverdueGauge(registry, 'actions', () =>
    all.map((store) => store.dueActions(clock.now() - OVERDUE_AFTER_MS, BACKLOG_LIMIT)),
  );
}

function registerOverdueGauge(
  registry: Registry,
  what: 'deliveries' | 'actions',
  findOverdue: () => readonly Promise<readonly string[]>[],
): void {
  const gauge = new Gauge({
    name: `redress_overdue_${what}`,
    help: `Complaints with ${what} more than a minute past their time, at most ${BACKLOG_LIMIT}; NaN when the store is away`,
    registers: [registry],
    async collect() {
      // A scrape must work while the store does not answer: operators look at it then.
      const count = await Promise.all(findOverdue()).then(
        (found) => Math.min(found.flat().length, BACKLOG_LIMIT),
        () => Number.NaN,
      );
      gauge.set(count);
    },
  });
}
