import type { Connection } from 'mongoose';
import mongoose from 'mongoose';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Inbox } from '../../domain/inbox/inbox.js';

const { Mixed } = mongoose.Schema.Types;

/** What the record of every document with a life has: `_id` is its reference, keys of data are encoded. */
export interface LivingRecord {
  _id: string;
  /** Absent in records that are older than the field: their schema is 1. */
  schema?: number;
  version: number;
  filedBy: string;
  nextActionAt: number | null;
  history: unknown;
  outbox: unknown;
  /**
   * Made from `outbox`: when the first of its items is due, ms UTC; left out when it is empty. A release
   * before layout 6 leaves it as it was, see {@link findDueDeliveries}.
   */
  earliestDueAt?: number;
  refs: unknown;
  /** Made from `refs`: the keys of its cards. Left out when empty, so that a sparse index skips the record. */
  threadKeys?: string[];
  events: unknown;
}

/** The collection of one kind of documents. */
export type DocumentModel = mongoose.Model<LivingRecord>;

/** The record of a complaint. */
export interface ComplaintDocument extends LivingRecord {
  state: string;
  team: string;
  placements: unknown;
  category: string;
  confidential: boolean;
  reporter: string;
  /** Absent in complaints that are older than the field. */
  filedOn?: string;
  assignee: string | null;
  /** Absent where nobody was ever named. */
  concerns?: string[];
  isConcernNamedLater?: boolean;
  receivedAt: number;
  isReceivedAssumed?: boolean;
  filedAt: number;
  untakenSince: number | null;
  details: unknown;
  addedReports?: unknown;
  links?: unknown;
  /** Absent in complaints that were recorded from no message. */
  source?: unknown;
  acknowledgements: unknown;
  promises: unknown;
  resolutions: unknown;
  followUps: unknown;
  withdrawal: unknown;
  reopenings: unknown;
  lastLifeAt: number;
  heard: unknown;
  snoozes: unknown;
  nudges: unknown;
  undelivered: unknown;
  rounds: unknown;
  pastLastRung?: unknown;
  /** Absent in complaints that are older than the field. */
  audience?: string[];
  /** Absent in complaints that are older than the field. */
  generation?: number;
  /** Absent in complaints that are older than the field. */
  shownOnCards?: unknown;
  stuckIn?: string[];
  /** Absent in complaints that are older than the field. */
  keys?: string[];
  /** What the index of words knows of it, see `toTerm`. Left out until it is indexed. */
  terms?: string[];
  /** It is to be indexed anew: 0, or 1 if a release without an index stored it. Left out else. */
  unindexed?: 0 | 1;
}

/** The record of an inbox: `_id` is its person's. */
export interface InboxDocument extends LivingRecord {
  absence: unknown;
  absences: number;
  absentUntil: number | null;
  lines: unknown;
  digests: number;
  settings: unknown;
  listAt: number | null;
  callAt: number | null;
  list: unknown;
  day: unknown;
}

/** The document of a person. */
export interface PersonDocument {
  _id: string;
  /** See {@link LivingRecord.schema}. */
  schema?: number;
  version: number;
  name: string;
  email: string | null;
  zone: string | null;
  accounts: unknown;
  /** Left out when empty, so that the sparse unique index skips the document. */
  keys?: string[];
  mergedInto: string | null;
}

/** A conversation reference of a platform; keys of data in `reference` are encoded. */
export interface ReferenceDocument {
  _id: string;
  /** See {@link LivingRecord.schema}. */
  schema?: number;
  platform: string;
  key: string;
  reference: unknown;
}

/** The counter of references. */
export interface CounterDocument {
  _id: string;
  value: number;
}

// The compiler checks our writes and the record parsers check what is read, so mongoose leaves nested
// values alone: no ids, no defaults, no casts.
const OPTIONS = { strict: 'throw', versionKey: false, minimize: false, id: false } as const;

/** The fields of every kind of documents. */
export const LIVING_FIELDS = {
  _id: String,
  schema: Number,
  version: Number,
  filedBy: String,
  nextActionAt: Number,
  history: Mixed,
  outbox: Mixed,
  earliestDueAt: Number,
  refs: Mixed,
  threadKeys: { type: [String], default: undefined },
  events: Mixed,
} satisfies Record<keyof LivingRecord, unknown>;

/** The fields of a kind's record: those of its documents, and those that are made of them. */
type FieldsOf<D> = Record<keyof LivingRecord | Exclude<keyof D, 'id'>, unknown>;

const complaints = new mongoose.Schema<ComplaintDocument>(
  {
    ...LIVING_FIELDS,
    state: String,
    team: String,
    placements: Mixed,
    category: String,
    confidential: Boolean,
    reporter: String,
    filedOn: String,
    assignee: String,
    concerns: { type: [String], default: undefined },
    isConcernNamedLater: Boolean,
    receivedAt: Number,
    isReceivedAssumed: Boolean,
    filedAt: Number,
    untakenSince: Number,
    details: Mixed,
    addedReports: Mixed,
    links: Mixed,
    source: Mixed,
    acknowledgements: Mixed,
    promises: Mixed,
    resolutions: Mixed,
    followUps: Mixed,
    withdrawal: Mixed,
    reopenings: Mixed,
    lastLifeAt: Number,
    heard: Mixed,
    snoozes: Mixed,
    nudges: Mixed,
    undelivered: Mixed,
    rounds: Mixed,
    pastLastRung: Mixed,
    audience: { type: [String], default: undefined },
    generation: Number,
    shownOnCards: Mixed,
    stuckIn: { type: [String], default: undefined },
    keys: { type: [String], default: undefined },
    terms: { type: [String], default: undefined },
    unindexed: Number,
  } satisfies FieldsOf<Complaint> & Record<'terms' | 'unindexed', unknown>,
  { ...OPTIONS, collection: 'complaints' },
);

const inboxes = new mongoose.Schema<InboxDocument>(
  {
    ...LIVING_FIELDS,
    absence: Mixed,
    absences: Number,
    absentUntil: Number,
    lines: Mixed,
    digests: Number,
    settings: Mixed,
    listAt: Number,
    callAt: Number,
    list: Mixed,
    day: Mixed,
  } satisfies FieldsOf<Inbox>,
  { ...OPTIONS, collection: 'inboxes' },
);

const people = new mongoose.Schema<PersonDocument>(
  {
    _id: String,
    schema: Number,
    version: Number,
    name: String,
    email: String,
    zone: String,
    accounts: Mixed,
    keys: { type: [String], default: undefined },
    mergedInto: String,
  },
  { ...OPTIONS, collection: 'people' },
);

const references = new mongoose.Schema<ReferenceDocument>(
  { _id: String, schema: Number, platform: String, key: String, reference: Mixed },
  { ...OPTIONS, collection: 'references' },
);

const counters = new mongoose.Schema<CounterDocument>(
  { _id: String, value: Number },
  { ...OPTIONS, collection: 'counters' },
);

/** Creates the models on one connection. */
export function createModels(connection: Connection) {
  return {
    complaints: connection.model('complaint', complaints),
    inboxes: connection.model('inbox', inboxes),
    people: connection.model('person', people),
    references: connection.model('reference', references),
    counters: connection.model('counter', counters),
  };
}

/** The models of one connection. */
export type Models = ReturnType<typeof createModels>;
