import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import type { Absence } from '../../../src/domain/inbox/absence.js';
import {
  createInbox,
  type Inbox,
  type InboxSlot,
  toAbsentUntil,
} from '../../../src/domain/inbox/inbox.js';
import type { InboxView } from '../../../src/domain/inbox/inbox-view.js';
import type { OpenStores } from '../complaint-store/samples.js';
import { NOON, sampleEvent, uniqueText } from '../complaint-store/samples.js';
import type { DeliveryOverrides, KindUnderTest } from '../document-store/kind.js';

/** An absence from {@link NOON} on, without an end and a stand-in. */
export function sampleAbsence(overrides: Partial<Absence> = {}): Absence {
  return { n: 1, from: NOON, until: null, standIn: null, ...overrides };
}

/** A new inbox with its own person and filing event. */
export function sampleInbox(overrides: Partial<Inbox> = {}): Inbox {
  const { absence = null } = overrides;
  return {
    ...createInbox(uniqueText('p_inbox')),
    filedBy: uniqueText('event'),
    absentUntil: toAbsentUntil(absence),
    absences: absence?.n ?? 0,
    nextActionAt: NOON + 3_600_000,
    history: [sampleInboxEntry('p_deputy')],
    ...overrides,
  };
}

/** An entry of the history: its person went away, with this stand-in. */
export function sampleInboxEntry(standIn: string): Inbox['history'][number] {
  // Details that this version does not know are kept.
  const args = { from: NOON, until: NOON + 1, standIn, nested: [null] } as const;
  return { at: NOON, by: 'p_inbox', what: 'away', args };
}

/** A message to the stand-in of an absence, due at {@link NOON}. `n`: the number of the absence. */
export function sampleInboxDelivery(
  overrides: DeliveryOverrides = {},
  n = 1,
): Delivery<InboxView, InboxSlot> {
  return {
    id: uniqueText('d'),
    kind: 'post',
    slot: toInboxSlot(n),
    view: { name: 'stand-in', args: { n } },
    person: 'p_deputy',
    createdAt: NOON,
    dueAt: NOON,
    attempts: 0,
    lease: null,
    uncertain: false,
    failed: null,
    ...overrides,
  };
}

function toInboxSlot(n: number): InboxSlot {
  return `stand-in:${n}`;
}

/** An inbox with a value in every field that can be null or empty. */
export function fullInbox(): Inbox {
  const absence = sampleAbsence({ n: 3, until: NOON + 9, standIn: 'p_deputy' });
  return sampleInbox({
    absence,
    absences: 3,
    history: [sampleInboxEntry('p_deputy'), { at: NOON, by: 'p_inbox', what: 'back', args: {} }],
    outbox: [
      sampleInboxDelivery({ lease: 'host/1', uncertain: true, failed: 'person-unreachable' }, 3),
    ],
    refs: { 'stand-in:2': { platform: 'slack', key: 'slack:D1:1.2', channel: 'D1', ts: '1.2' } },
    events: [sampleEvent(), { ...sampleEvent(), by: 'p_inbox' }],
  });
}

/** The inboxes of these stores, for the suites of every kind. */
export function inboxKind(open: OpenStores): KindUnderTest<Inbox> {
  return {
    open: async () => {
      const { stores, another, destroy } = await open();
      return {
        store: stores.inboxes,
        another: async () => (await another()).inboxes,
        destroy,
      };
    },
    sample: (overrides) => sampleInbox({ ...overrides }),
    full: fullInbox,
    delivery: sampleInboxDelivery,
    slot: toInboxSlot,
    entry: sampleInboxEntry,
    edit: (standIn) => ({
      absence: sampleAbsence({ standIn }),
      absences: 1,
      absentUntil: toAbsentUntil(sampleAbsence()),
    }),
  };
}
