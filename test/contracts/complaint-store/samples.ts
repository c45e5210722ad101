import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import type { ComplaintId } from '../../../src/domain/complaint/facts.js';
import type { HistoryEntry } from '../../../src/domain/complaint/history.js';
import type { Placement, Slot } from '../../../src/domain/complaint/slot.js';
import type { ConsumedEvent, DocumentChange } from '../../../src/domain/document/document.js';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import type { Lease } from '../../../src/ports/stores/document-store.js';
import type { RecordKind } from '../../../src/ports/unreadable-records.js';
import type { RecordOptions } from '../../../src/storage/records/readers.js';
import type { JsonRecord } from '../../../src/storage/records/record-step.js';
import type { Stores } from '../../../src/storage/stores.js';

/** A database with its stores, for the contract suites. */
export interface StoresUnderTest {
  /** The stores, on a connection of their own. */
  readonly stores: Stores;
  /** The stores as another process has them: on another connection, if there can be one. */
  another(options?: RecordOptions): Promise<Stores>;
  /** A stored record as it is in the database, with its id left out. */
  readStored(kind: RecordKind, id: string): Promise<JsonRecord>;
  /** Replaces a stored record, past the stores. Columns that queries use stay as they are. */
  rewriteStored(
    kind: RecordKind,
    id: string,
    edit: (record: JsonRecord) => JsonRecord,
  ): Promise<void>;
  /** Loses the counter of references, past the stores, as a restore of the complaints alone does. */
  loseCounter(): Promise<void>;
  /** Closes everything and removes the database. */
  destroy(): Promise<void>;
}

/** Opens stores on a new, empty database. */
export type OpenStores = () => Promise<StoresUnderTest>;

/** Noon of a working day. Ms UTC. */
export const NOON = Date.UTC(2026, 2, 2, 12);

let count = 0;

/** A text that is unique in this process. */
export function uniqueText(prefix: string): string {
  count += 1;
  return `${prefix}-${count}`;
}

/** A new complaint with its own id and filing event. */
export function sampleComplaint(overrides: Partial<Complaint> = {}): Complaint {
  return {
    id: uniqueText('C'),
    state: 'open',
    team: 'billing',
    placements: [samplePlacement({ team: overrides.team ?? 'billing' })],
    category: 'invoice',
    confidential: false,
    reporter: 'p_reporter',
    assignee: null,
    receivedAt: NOON,
    filedAt: NOON,
    untakenSince: NOON,
    details: {
      complainant: { name: 'Ada Example', account: 'A-17' },
      description: 'The invoice was sent twice.',
      desiredOutcome: 'One invoice.',
      impact: 'medium',
      means: 'phone',
      isPublic: false,
    },
    acknowledgements: [],
    promises: [],
    resolutions: [],
    followUps: [],
    withdrawal: null,
    reopenings: [],
    lastLifeAt: NOON,
    heard: [],
    snoozes: {},
    nudges: [],
    undelivered: { reported: [], cards: [], unreached: [], unplaced: [] },
    rounds: {},
    nextActionAt: NOON + 3_600_000,
    version: 1,
    filedBy: uniqueText('event'),
    history: [sampleEntry('filed')],
    outbox: [],
    refs: {},
    events: [],
    ...overrides,
  };
}

/** Files a new complaint under the next reference, and returns that. */
export async function fileSample(
  store: Pick<ComplaintStore, 'file'>,
  overrides: Partial<Complaint> = {},
): Promise<ComplaintId> {
  const filedBy = overrides.filedBy ?? uniqueText('filing');
  const { complaint } = await store.file(filedBy, (id) =>
    sampleComplaint({ ...overrides, id, filedBy }),
  );
  return complaint.id;
}

/** How the complainant was told something. */
function sampleTelling() {
  const words = 'We have it.';
  return { at: NOON - 1, recordedAt: NOON, by: 'p_assignee', means: 'email', words } as const;
}

/** The first placement, the owner's. */
export function samplePlacement(overrides: Partial<Placement> = {}): Placement {
  return { n: 1, team: 'billing', as: 'owner', openedAt: NOON, closedAt: null, ...overrides };
}

/** A complaint with a value in every field that can be null or empty. */
export function fullComplaint(overrides: Partial<Complaint> = {}): Complaint {
  const nudge = { rule: 'promise-near', about: 'pr-1', rung: 0, round: 1, repeat: 0 } as const;
  return sampleComplaint({
    state: 'assigned',
    filedOn: 'teams',
    source: {
      ...{ platform: 'teams', link: 'https://example.org/m', isPrivate: true, unread: 'too-long' },
      messages: [
        { by: 'Ben', at: NOON, text: 'It leaks', files: [{ name: 'a.pdf', link: '' }] },
        { by: '$Cleo', at: NOON + 1, text: 'Again.\n', isChosen: true, leftOut: 3 },
      ],
    },
    assignee: 'p_assignee',
    concerns: ['p_concerned'],
    isConcernNamedLater: true,
    untakenSince: null,
    isReceivedAssumed: true,
    addedReports: [
      {
        ...{ at: NOON + 1, by: 'p_other', receivedAt: NOON, means: 'email', words: 'Again.' },
        ...{ on: 'teams', joins: true },
      },
    ],
    links: ['C-1', 'C-2'],
    acknowledgements: [{ round: 1, ...sampleTelling() }],
    promises: [
      {
        id: 'pr-1',
        what: 'A call',
        dueAt: NOON + 1,
        basis: 'agreed',
        by: 'p_assignee',
        madeAt: NOON,
        doneAt: NOON + 1,
        renegotiatedAt: NOON + 1,
        replaces: 'pr-0',
        released: { at: NOON + 1, by: 'p_reporter' },
        leftOpenAt: NOON + 1,
      },
    ],
    resolutions: [
      {
        ...{ round: 1, at: NOON, by: 'p_assignee', done: 'Refund', delivered: 'partly' },
        told: sampleTelling(),
      },
    ],
    followUps: [
      {
        ...{ round: 1, at: NOON, by: 'p_reporter', outcome: 'answered' },
        ...{ satisfaction: 4, words: 'Fine.' },
      },
    ],
    withdrawal: { at: NOON, by: 'p_reporter', reason: 'Not needed.' },
    reopenings: [{ at: NOON, by: 'p_reporter', reason: 'Twice again.' }],
    snoozes: { p_assignee: { until: NOON + 5, again: [{ ...nudge, repeat: 1 }] } },
    nudges: [
      {
        ...nudge,
        id: 'n-1',
        lastRound: 3,
        dueAt: NOON,
        to: { person: 'p_assignee' },
        sentAt: NOON,
        delivery: 'd-1',
        settledAt: null,
      },
      {
        ...nudge,
        id: 'n-2',
        dueAt: NOON,
        to: 'team',
        sentAt: NOON,
        delivery: 'd-2',
        settledAt: NOON,
      },
    ],
    heard: [{ at: NOON, by: 'p_reporter' }],
    undelivered: {
      reported: ['d-1'],
      cards: [{ slot: 'card:1', kind: 'post', reason: 'channel-gone' }],
      unreached: ['p_reporter'],
      unplaced: ['p_lead'],
    },
    rounds: { 'follow-up': 2 },
    outbox: [sampleDelivery({ lease: 'host/1', uncertain: true, failed: 'channel-gone' })],
    refs: { 'card:1': { platform: 'slack', key: 'slack:C1:1.2', channel: 'C1', ts: '1.2' } },
    events: [sampleEvent(), { ...sampleEvent(), by: 'p_reporter' }],
    ...overrides,
  });
}

/** A history entry: an update with this text, and details that this version does not know. */
export function sampleEntry(text: string): HistoryEntry {
  const args = { audience: 'team', text, count: 2, nested: [null] } as const;
  return { at: NOON, by: 'p_reporter', what: 'update', args };
}

/** A consumed event. */
export function sampleEvent(id = uniqueText('event')): ConsumedEvent {
  return { id, answer: { name: 'none', args: { greeting: 'Hello' } } };
}

/** A slot of a complaint, from 1 on. All are different, and some are no names of fields in MongoDB. */
export function toSlot(n: number): Slot {
  if (n === 1) return 'card:1';
  return n === 2 ? 'thread:1' : `nudge:${n}.$`;
}

/** A delivery that is due at {@link NOON}. */
export function sampleDelivery(overrides: Partial<Delivery> = {}): Delivery {
  return {
    id: uniqueText('d'),
    kind: 'post',
    slot: 'card:1',
    view: { name: 'team-card', args: { greeting: 'Hello' } },
    person: null,
    createdAt: NOON,
    dueAt: NOON,
    attempts: 0,
    lease: null,
    uncertain: false,
    failed: null,
    ...overrides,
  };
}

/** A change that changes nothing, apart from the overrides. */
export function sampleChange(
  overrides: Partial<DocumentChange<Complaint>> = {},
): DocumentChange<Complaint> {
  return { set: {}, history: [], deliveries: [], event: null, ...overrides };
}

/** A lease of ten seconds from `now`. */
export function sampleLease(token = uniqueText('host/token'), now = NOON): Lease {
  return { token, now, until: now + 10_000 };
}

/** Returns a value that the test needs; throws when it is missing. */
export function requireValue<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('Expected a value, found none.');
  return value;
}
