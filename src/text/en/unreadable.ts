import type { RecordKind, UnreadableRecord } from '../../ports/unreadable-records.js';

/** The records by their names: `complaint C-1042`. */
const RECORD_NAMES = {
  complaint: (reference: string) => `complaint ${reference}`,
  inbox: (reference: string) => `inbox of person ${reference}`,
  person: (reference: string) => `person ${reference}`,
  reference: (reference: string) => `conversation reference ${reference}`,
} as const satisfies Record<RecordKind, (reference: string) => string>;

/** What people are told of a record that Redress cannot read. */
export const unreadable = {
  /** To a person whose command needs the record. */
  complaint: (id: string) =>
    `Redress cannot read its record of ${id}, so nothing was changed. Whoever runs Redress has been told: please ask them when it will be back, and go on with the complaint outside Redress until then.`,
  self: 'Redress cannot read its record of you, so nothing was changed. Whoever runs Redress has been told: please ask them to restore it.',
  other:
    'Redress cannot read a record that this needs, so nothing was changed. Whoever runs Redress has been told: please ask them to restore it.',
  summary: 'Redress cannot read some of its records',
  heading: (count: number) =>
    count === 1
      ? 'Redress cannot read one of its records, and skips it.'
      : `Redress cannot read ${count} of its records, and skips them.`,
  consequence:
    'Until that is mended, nobody is reminded of such a complaint, its cards and messages wait, such a person gets none, and whoever has such an inbox counts as not away.',
  /** One record, with what is wrong. */
  line: (record: UnreadableRecord) => {
    const name = RECORD_NAMES[record.kind](record.reference);
    if (record.fault === 'newer') {
      return `${name}: written by a newer version of Redress (schema ${record.schema}; this version knows ${record.knownSchema}).`;
    }
    if (record.fault === 'broken') return `${name}: damaged, it is not JSON.`;
    const fields = record.fields.join(', ');
    return fields === ''
      ? `${name}: of an unknown shape.`
      : `${name}: of an unknown shape, in ${fields}.`;
  },
  more: (count: number) => `And ${count} more: the log names them.`,
  newerRemedy:
    'If a newer version ran before: run that version again, or restore the backup made before it.',
  brokenRemedy: 'Restore damaged records from a backup. Everything else goes on.',
} as const;
