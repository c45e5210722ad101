import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import type { Absence } from '../../../src/domain/inbox/absence.js';
import {
  createInbox,
  type Inbox,
  type InboxSlot,
  toAbsentUntil,
} from '../../../src/domain/inbox/inbox.js';
import type { InboxView } from '../../../src/domain/inbox/inbox-view.js';
import type { ReminderSettings } from '../../../src/domain/inbox/reminders/reminder-settings.js';
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

/** A reminder that was sent with the morning list, which is the second message. */
function sampleLine(): Inbox['lines'][number] {
  const args = { reasons: [sampleReason('quiet')], to: 'p_inbox' } as const;
  const sent = { digest: 2, at: NOON, inList: true } as const;
  const line = { id: uniqueText('C-1/quiet'), complaint: 'C-1', args, before: NOON + 5 } as const;
  return { ...line, urgency: 'gentle', sendAt: NOON, sent, isDone: true };
}

function sampleReason(rule: 'quiet' | 'promise-passed') {
  const about = rule === 'quiet' ? null : 'p1';
  return { rule, about, rung: 0, round: 1, repeat: 0, dueAt: NOON - 1 } as const;
}

/** A person's own choice of how their reminders come, in every part. */
const SETTINGS: ReminderSettings = {
  listAt: 480,
  mostADay: 0,
  quiet: { from: 960, to: 570 },
  inList: ['promise-near', 'quiet', 'tell', 'follow-up'],
};

/** An inbox with a value in every field that can be null or empty. */
export function fullInbox(): Inbox {
  const absence = sampleAbsence({ n: 3, until: NOON + 9, standIn: 'p_deputy' });
  const reasons = [sampleReason('promise-passed'), sampleReason('quiet')] as const;
  const list = { kind: 'post', slot: 'digest:2', person: 'p_inbox' } as const;
  return sampleInbox({
    absence,
    absences: 3,
    lines: [sampleLine(), { ...sampleLine(), sent: null, urgency: 'firm', before: null }],
    digests: 2,
    settings: SETTINGS,
    listAt: NOON + 86_400_000,
    list: {
      ...{ n: 2, at: NOON, waiting: 4 },
      items: [{ complaint: 'C-2', section: 'late', reasons }],
    },
    day: { date: '2026-11-23', messages: 6 },
    history: [
      sampleInboxEntry('p_deputy'),
      { at: NOON, by: 'p_inbox', what: 'back', args: {} },
      { at: NOON, by: 'p_inbox', what: 'reminders', args: SETTINGS },
    ],
    outbox: [
      sampleInboxDelivery({ lease: 'host/1', uncertain: true, failed: 'person-unreachable' }, 3),
      { ...sampleInboxDelivery(), ...list, view: { name: 'morning-list', args: { n: 2 } } },
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
