import type { Logger } from '../../ports/logger.js';
import type { Meter } from '../../ports/meter.js';
import type {
  RecordKind,
  UnreadableRecord,
  UnreadableRecords,
} from '../../ports/unreadable-records.js';

/** Creates the list of unreadable records of a process. It logs and counts each once. */
export function createUnreadableRecords(logger: Logger, meter: Meter): UnreadableRecords {
  const records = new Map<string, UnreadableRecord>();
  const logged = new Set<string>();
  return {
    add(record) {
      const key = toKey(record.kind, record.reference);
      records.set(key, record);
      const fault = toFaultKey(record);
      if (logged.has(fault)) return;
      logged.add(fault);
      meter.count('alarms', { reason: 'unreadable-record' });
      const { kind, reference, ...rest } = record;
      logger.error({ kind, record: reference, ...rest }, 'stored record cannot be read, skipped');
    },
    remove(kind, reference) {
      // Called for each record that is read: almost always there is nothing to remove.
      if (records.size === 0 || !records.delete(toKey(kind, reference))) return;
      logger.info({ kind, record: reference }, 'stored record is no longer unreadable');
    },
    has: (kind, reference) => records.has(toKey(kind, reference)),
    all: () => [...records.values()],
  };
}

/** Identifies a record with its fault: the same record broken in another way is told again. */
export function toFaultKey(record: UnreadableRecord): string {
  const { kind, reference, fault, schema, knownSchema, fields } = record;
  return [kind, reference, fault, schema, knownSchema, ...fields].join('/');
}

function toKey(kind: RecordKind, reference: string): string {
  return `${kind}/${reference}`;
}
