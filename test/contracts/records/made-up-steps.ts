import type { JsonRecord } from '../../../src/storage/records/record-step.js';
import { RECORD_STEPS, type RecordSteps } from '../../../src/storage/records/steps.js';
import { toKnownSchema } from '../../../src/storage/records/upgrade.js';

/** The schema of the complaints that this version writes. */
export const COMPLAINT_SCHEMA = toKnownSchema(RECORD_STEPS.complaint);

/** Before the first step the complainant was beside the details, before the second the card's slot was `front`. */
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
  return slot === 'front' ? 'card:1' : slot;
}

/** The schema of complaints after {@link MADE_UP_STEPS}. */
export const MADE_UP_SCHEMA = COMPLAINT_SCHEMA + COMPLAINT_STEPS.length;

/** The steps of this version and some that no release has: two for complaints, one for each other kind. */
export const MADE_UP_STEPS: RecordSteps = {
  complaint: [...RECORD_STEPS.complaint, ...COMPLAINT_STEPS],
  inbox: [...RECORD_STEPS.inbox, ({ away, ...rest }) => ({ ...rest, absence: away })],
  person: [...RECORD_STEPS.person, ({ fullName, ...rest }) => ({ ...rest, name: fullName })],
  reference: [
    ...RECORD_STEPS.reference,
    ({ reference }) => {
      const { url, ...rest } = reference as JsonRecord;
      return { reference: { ...rest, serviceUrl: url } };
    },
  ],
};

/** A complaint in the form that it had before the made-up steps. It keeps the number of this version's schema. */
export function toOldComplaint({ details, outbox, refs, ...rest }: JsonRecord) {
  const { complainant, ...others } = details as JsonRecord;
  const toOldSlot = (slot: unknown): unknown => (slot === 'card:1' ? 'front' : slot);
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
