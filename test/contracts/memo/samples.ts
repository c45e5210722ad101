import {
  NOON,
  sampleDelivery,
  sampleEvent,
  toSlot,
  uniqueText,
} from '../complaint-store/samples.js';
import type { KindUnderTest, OpenedKind } from '../document-store/kind.js';
import type { Memo } from './memo.js';

/** A new memo with its own id. */
export function sampleMemo(overrides: Partial<Memo> = {}): Memo {
  return {
    id: uniqueText('M'),
    version: 1,
    filedBy: uniqueText('event'),
    nextActionAt: NOON + 3_600_000,
    amount: 100,
    text: 'Made up for a test.',
    isSealed: false,
    got: {},
    tookBack: {},
    history: [{ what: 'made', text: 'made' }],
    outbox: [],
    refs: {},
    events: [],
    ...overrides,
  };
}

/** The made-up kind for the suites of every kind. */
export function memoKind(open: () => Promise<OpenedKind<Memo>>): KindUnderTest<Memo> {
  return {
    open,
    sample: (overrides) => sampleMemo({ ...overrides }),
    full: () =>
      sampleMemo({
        got: { 'memo/M-0/2': 5 },
        tookBack: { 'memo/M-0/3': 1 },
        outbox: [
          sampleDelivery({ lease: 'host/1', uncertain: true, failed: 'channel-gone' }),
          {
            id: uniqueText('r'),
            kind: 'relay',
            slot: 'relay:memo:M-0',
            relay: { target: { kind: 'memo', id: 'M-0' }, command: { amount: 3 } },
            createdAt: NOON,
            dueAt: NOON,
            attempts: 2,
            lease: null,
            uncertain: true,
            failed: 'no-document',
          },
        ],
        refs: { ops: { platform: 'slack', key: 'slack:C1:1.2', channel: 'C1', ts: '1.2' } },
        events: [sampleEvent(), { ...sampleEvent(), by: 'p_reporter' }],
      }),
    delivery: (overrides, slot = 1) => sampleDelivery({ ...overrides, slot: toSlot(slot) }),
    slot: toSlot,
    entry: (text) => ({ what: 'noted', text }),
    edit: (text) => ({ text, amount: 7 }),
  };
}
