import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import type { ComplaintPromise } from '../../../src/domain/complaint/facts.js';
import { parseComplaint } from '../../../src/storage/complaint-record.js';
import type { JsonRecord } from '../../../src/storage/records/record-step.js';
import { RECORD_STEPS } from '../../../src/storage/records/steps.js';
import { upgradeRecord } from '../../../src/storage/records/upgrade.js';
import { toMessages } from '../../support/complaint/outbox.js';
import { toSchema2 } from './schema-2.js';
import { toSchema4 } from './schema-4.js';

/** Reads a stored complaint of schema 1 as this version does. */
export function readSchema1(record: JsonRecord): Complaint {
  return parseComplaint(upgradeRecord(record, RECORD_STEPS.complaint));
}

/** A complaint as schema 1 stored it, without a number: what its history says is not stored again. */
export function toSchema1(complaint: Complaint): JsonRecord {
  const {
    promises,
    withdrawal: _1,
    reopenings: _2,
    heard: _3,
    undelivered: _4,
    ...rest
  } = toSchema4(complaint);
  const old = {
    ...rest,
    promises: promises.map(toOldPromise),
    outbox: toMessages(rest.outbox).map(toOldDelivery),
  };
  return toSchema2(old);
}

/** A released promise was stored like a renegotiated one. */
function toOldPromise({ replaces: _new, released, ...rest }: ComplaintPromise): JsonRecord {
  return { ...rest, renegotiatedAt: released?.at ?? rest.renegotiatedAt };
}

/** The message to the assignee before did not say whom it is for. */
function toOldDelivery(delivery: Delivery): object {
  const { view } = delivery;
  if (view.name !== 'relieved') return delivery;
  const { from: _new, ...args } = view.args;
  return { ...delivery, view: { ...view, args } };
}
