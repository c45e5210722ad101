import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { JsonRecord } from '../../../src/storage/records/record-step.js';

/** A complaint as schema 2 stored it: with one card and one thread, which had no number. */
export function toSchema2({
  placements: _new,
  ...rest
}: Pick<Complaint, 'placements'>): JsonRecord {
  const json = JSON.stringify(rest)
    .replaceAll('"card:1"', '"team-card"')
    .replaceAll('"thread:1"', '"thread"');
  return JSON.parse(json) as JsonRecord;
}
