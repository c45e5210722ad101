import type { JsonRecord, RecordSteps } from '../../../src/storage/records/steps.js';

/** Schema 1 had the complainant beside the details; schema 2 called the card's slot `front`. */
const COMPLAINT_STEPS = [
  ({ complainant, details, ...rest }: JsonRecord): JsonRecord => ({
    ...rest,
    details: { ...(details as object), complainant },
  }),
  ({ outbox, refs, ...rest }: JsonRecord): JsonRecord => ({
    ...rest,
    outbox: (outbox as readonly JsonRecord[]).map((item) => ({
      ...item,
      slot: toNewSlot(String(item.slot)),
    })),
    refs: Object.fromEntries(
      Object.entries(refs as object).map(([slot, ref]) => [toNewSlot(slot), ref]),
    ),
  }),
] as const;

function toNewSlot(slot: string): string {
  return slot === 'front' ? 'team-card' : slot;
}

/** Steps that no release has: complaints are at schema 3, people and references at 2. */
export const MADE_UP_STEPS: RecordSteps = {
  complaint: COMPLAINT_STEPS,
  person: [({ fullName, ...rest }) => ({ ...rest, name: fullName })],
  reference: [
    ({ reference }) => {
      const { url, ...rest } = reference as JsonRecord;
      return { reference: { ...rest, serviceUrl: url } };
    },
  ],
};

/** A complaint of the known schema as schema 1 had it, without a number. */
export function toOldComplaint({ schema: _schema, details, outbox, refs, ...rest }: JsonRecord) {
  const { complainant, ...others } = details as JsonRecord;
  const toOldSlot = (slot: unknown): unknown => (slot === 'team-card' ? 'front' : slot);
  return {
    ...rest,
    complainant,
    details: others,
    outbox: (outbox as readonly JsonRecord[]).map((item) => ({
      ...item,
      slot: toOldSlot(item.slot),
    })),
    refs: Object.fromEntries(
      Object.entries(refs as object).map(([slot, ref]) => [String(toOldSlot(slot)), ref]),
    ),
  };
}
