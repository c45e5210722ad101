import isPlainObject from 'is-plain-obj';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import type { Reference } from '../../ports/stores/reference-store.js';
import { forgetfulRecords, type UnreadableRecords } from '../../ports/unreadable-records.js';
import { parseComplaint } from '../complaint-record.js';
import { parseInbox } from '../inbox-record.js';
import { type PersonRecord, parsePersonRecord } from '../person-record.js';
import { RecordFaultError } from './record-fault.js';
import { RecordReader } from './record-reader.js';
import { RECORD_STEPS, type RecordSteps } from './steps.js';

/** How the records of a database are read. */
export interface RecordOptions {
  /** The upgrade steps; default: {@link RECORD_STEPS}. */
  readonly steps?: RecordSteps;
  /** Gets the records that cannot be read; by default nobody learns of them. */
  readonly unreadable?: UnreadableRecords;
}

/** A reader for each kind of record. */
export interface RecordReaders {
  readonly complaints: RecordReader<Complaint>;
  readonly inboxes: RecordReader<Inbox>;
  readonly people: RecordReader<PersonRecord>;
  readonly references: RecordReader<Reference>;
}

/** Creates the readers of one database. */
export function createRecordReaders(options: RecordOptions = {}): RecordReaders {
  const { steps = RECORD_STEPS, unreadable = forgetfulRecords } = options;
  return {
    complaints: new RecordReader(
      { kind: 'complaint', steps: steps.complaint, parse: parseComplaint },
      unreadable,
    ),
    inboxes: new RecordReader({ kind: 'inbox', steps: steps.inbox, parse: parseInbox }, unreadable),
    people: new RecordReader(
      { kind: 'person', steps: steps.person, parse: parsePersonRecord },
      unreadable,
    ),
    references: new RecordReader(
      { kind: 'reference', steps: steps.reference, parse: parseReference },
      unreadable,
    ),
  };
}

/** The record of a conversation reference: what the adapter saved is its field `reference`. */
function parseReference(record: unknown): Reference {
  const reference = isPlainObject(record) ? record.reference : undefined;
  if (isPlainObject(reference)) return reference;
  throw new RecordFaultError('shape', { fields: ['reference'] });
}
