import { Gauge, type Registry } from 'prom-client';
import type { LivingDocument } from '../domain/document/document.js';
import type { DocumentKind } from '../domain/document/document-ref.js';
import type { Clock } from '../ports/clock.js';
import type { DocumentStore } from '../ports/stores/document-store.js';
import type { UnreadableRecords } from '../ports/unreadable-records.js';

/** Work this long past its time, ms, counts as overdue; the sweep runs every 30 s. */
const OVERDUE_AFTER_MS = 60_000;
/** The highest count of overdue work, so that a scrape stays cheap. */
const BACKLOG_LIMIT = 1000;

/** A store of documents, as far as the gauges ask it. */
type WatchedStore = Pick<
  DocumentStore<LivingDocument>,
  'dueActions' | 'upcoming' | 'waitingDeliveries'
>;

/** What the gauges of overdue work count in: the stores, business time and real time. */
export interface Backlog {
  readonly stores: Readonly<Record<DocumentKind, WatchedStore>>;
  /** What cannot be read waits until it is restored: it has a gauge of its own, and no age here. */
  readonly unreadable: Pick<UnreadableRecords, 'all'>;
  readonly clock: Clock;
  /** Real time, ms UTC. */
  readonly realNow: () => number;
}

/** Adds gauges of overdue work, which ask the stores at each scrape. */
export function registerBacklogGauges(registry: Registry, backlog: Backlog): void {
  registerGauge(registry, {
    name: 'redress_overdue_deliveries',
    help: `Complaints with a delivery that was created more than a minute ago and waits, at most ${BACKLOG_LIMIT}; NaN when the store is away`,
    measure: () => countOverdueDeliveries(backlog),
  });
  registerGauge(registry, {
    name: 'redress_overdue_actions',
    help: `Complaints with actions more than a minute past their time, at most ${BACKLOG_LIMIT}; NaN when the store is away`,
    measure: () => countOverdueActions(backlog),
  });
  registerGauge(registry, {
    name: 'redress_oldest_waiting_delivery_seconds',
    help: 'How long ago the oldest delivery that waits was created, 0 when none waits; NaN when the store is away',
    measure: () => measureOldestDelivery(backlog),
  });
  registerGauge(registry, {
    name: 'redress_oldest_overdue_action_seconds',
    help: 'How long ago the oldest action was due that has not been taken, 0 when none is due; NaN when the store is away',
    measure: () => measureOldestAction(backlog),
  });
}

interface GaugeSpec {
  readonly name: string;
  readonly help: string;
  readonly measure: () => Promise<number>;
}

function registerGauge(registry: Registry, { name, help, measure }: GaugeSpec): void {
  const gauge = new Gauge({
    ...{ name, help, registers: [registry] },
    async collect() {
      // A scrape must work while the store does not answer: operators look at it then.
      gauge.set(await measure().catch(() => Number.NaN));
    },
  });
}

/** Counts from when a delivery was created: its next attempt may always lie ahead. */
async function countOverdueDeliveries({ stores, realNow }: Backlog): Promise<number> {
  const createdBy = realNow() - OVERDUE_AFTER_MS;
  return toCount(
    await askAll(stores, (store) => store.waitingDeliveries(createdBy, BACKLOG_LIMIT)),
  );
}

async function countOverdueActions({ stores, clock }: Backlog): Promise<number> {
  const dueBy = clock.now() - OVERDUE_AFTER_MS;
  return toCount(await askAll(stores, (store) => store.dueActions(dueBy, BACKLOG_LIMIT)));
}

function toCount(found: readonly unknown[]): number {
  return Math.min(found.length, BACKLOG_LIMIT);
}

async function measureOldestDelivery({ stores, unreadable, realNow }: Backlog): Promise<number> {
  const skipped = findSkipped(unreadable);
  const found = await askAll(stores, (store) => store.waitingDeliveries(realNow(), BACKLOG_LIMIT));
  const waiting = found.filter(({ id }) => !skipped.has(id));
  return toAge(
    waiting.map(({ since }) => since),
    realNow(),
  );
}

async function measureOldestAction({ stores, unreadable, clock }: Backlog): Promise<number> {
  const skipped = findSkipped(unreadable);
  const limit = Math.min(BACKLOG_LIMIT, 1 + skipped.size);
  const found = await askAll(stores, (store) => store.upcoming(limit));
  const planned = found.filter(({ id }) => !skipped.has(id));
  return toAge(
    planned.map(({ at }) => at),
    clock.now(),
  );
}

/** Asks the stores of all kinds at once, and joins their answers. */
async function askAll<F>(
  stores: Backlog['stores'],
  ask: (store: WatchedStore) => Promise<readonly F[]>,
): Promise<readonly F[]> {
  return (await Promise.all(Object.values(stores).map(ask))).flat();
}

function findSkipped(unreadable: Pick<UnreadableRecords, 'all'>): ReadonlySet<string> {
  return new Set(unreadable.all().map(({ reference }) => reference));
}

/** The age of the oldest of these times, s; 0 when there is none, or when all lie ahead. */
function toAge(times: readonly number[], now: number): number {
  const oldest = times.reduce((one, other) => Math.min(one, other), now);
  return Math.round((now - oldest) / 1000);
}
