import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter, MeterName, TimingName } from '../ports/meter.js';
import type { RecordKind, UnreadableRecords } from '../ports/unreadable-records.js';
import { type Backlog, registerBacklogGauges } from './backlog-gauges.js';
import type { Readiness } from './readiness.js';

interface CounterSpec {
  readonly help: string;
  readonly labels: readonly string[];
}

const COUNTER_SPECS: Readonly<Record<MeterName, CounterSpec>> = {
  commands: { help: 'Commands handled', labels: ['kind', 'outcome'] },
  deliveries: { help: 'Attempts to deliver', labels: ['kind', 'outcome'] },
  alarms: { help: 'Things an operator must look at', labels: ['reason'] },
  nudges: { help: 'Nudges decided', labels: ['rule'] },
  nudges_past_last_rung: {
    help: 'Nudges to everybody, after the last rung of their ladder',
    labels: ['rule'],
  },
  sweep_found: { help: 'Due work that only the sweep found', labels: ['what'] },
};

const TIMING_SPECS: Readonly<Record<TimingName, CounterSpec & { readonly name: string }>> = {
  command_ms: { name: 'command', help: 'Handling a command', labels: ['kind', 'outcome'] },
  commit_ms: { name: 'commit', help: 'One atomic write', labels: ['kind', 'outcome'] },
  delivery_ms: { name: 'delivery', help: 'One attempt to deliver', labels: ['kind', 'outcome'] },
};

/** Histogram buckets, s: fine steps below 3 s (Slack's time limit) and 5 s (that of Teams). */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30];

/** The metrics that Prometheus scrapes, and the meter that fills them. */
export interface Metrics {
  readonly meter: Meter;
  /** All metrics in Prometheus' text format, with the checks of `readiness`. */
  text(readiness: Readiness): Promise<string>;
  readonly contentType: string;
  /** Adds gauges that count overdue work at each scrape; call it once, when the store is open. */
  watchBacklog(backlog: Backlog): void;
  /** Adds a gauge that counts the records that cannot be read; call it once. */
  watchRecords(unreadable: Pick<UnreadableRecords, 'all'>): void;
}

/** Creates metrics in their own registry, so that two bots in one process do not share them. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const check = new Gauge({
    name: 'redress_check_ok',
    help: 'What /readyz says: 1 when the check is ok, 0 when it is degraded or fails',
    labelNames: ['check'],
    registers: [registry],
  });
  return {
    meter: createMeter(registry),
    contentType: registry.contentType,
    async text(readiness) {
      for (const [name, answer] of Object.entries(readiness.checks)) {
        check.set({ check: name }, answer === 'ok' ? 1 : 0);
      }
      return registry.metrics();
    },
    watchBacklog: (backlog) => registerBacklogGauges(registry, backlog),
    watchRecords: (unreadable) => registerRecordsGauge(registry, unreadable),
  };
}

function createMeter(registry: Registry): Meter {
  const counters = mapValues(COUNTER_SPECS, ({ help, labels }, name) => {
    const options = { name: `redress_${name}_total`, help, labelNames: labels };
    return new Counter({ ...options, registers: [registry] });
  });
  const timings = mapValues(TIMING_SPECS, ({ name, help, labels }) => {
    const options = { name: `redress_${name}_seconds`, help, labelNames: labels };
    return new Histogram({ ...options, buckets: BUCKETS, registers: [registry] });
  });
  return {
    count: (name, labels = {}) =>
      counters[name].inc(pickLabels(labels, COUNTER_SPECS[name].labels)),
    observe: (name, ms, labels = {}) =>
      timings[name].observe(pickLabels(labels, TIMING_SPECS[name].labels), ms / 1000),
  };
}

/** Drops undeclared labels: the library throws for them, and a metric must not break the work. */
function pickLabels(labels: Readonly<Record<string, string>>, known: readonly string[]) {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => known.includes(label)));
}

function mapValues<K extends string, V, R>(
  record: Readonly<Record<K, V>>,
  make: (value: V, key: K) => R,
): Readonly<Record<K, R>> {
  const entries = Object.entries(record) as [K, V][];
  return Object.fromEntries(entries.map(([key, value]) => [key, make(value, key)])) as Record<K, R>;
}

const RECORD_KINDS = {
  complaint: 0,
  inbox: 0,
  person: 0,
  reference: 0,
} satisfies Record<RecordKind, number>;

function registerRecordsGauge(
  registry: Registry,
  unreadable: Pick<UnreadableRecords, 'all'>,
): void {
  const gauge = new Gauge({
    name: 'redress_unreadable_records',
    help: 'Stored records that this process found and cannot read: they are skipped',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      const counts: Record<RecordKind, number> = { ...RECORD_KINDS };
      for (const { kind } of unreadable.all()) counts[kind] += 1;
      for (const [kind, count] of Object.entries(counts)) gauge.set({ kind }, count);
    },
  });
}
