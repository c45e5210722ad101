import { expect } from 'chai';
import type { Backlog } from '../../src/http/backlog-gauges.js';
import { createMetrics } from '../../src/http/metrics.js';
import type { UnreadableRecord } from '../../src/ports/unreadable-records.js';
import type { EmbeddedStores } from '../../src/storage/embedded/stores.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { NOON, sampleComplaint, sampleDelivery } from '../contracts/complaint-store/samples.js';

const READY = { ready: true, checks: {} };
const MINUTE = 60_000;
const BROKEN = { kind: 'complaint', fault: 'broken', schema: null, knownSchema: 1, fields: [] };

describe('the gauges of overdue work', () => {
  let stores: EmbeddedStores;
  beforeEach(async () => {
    stores = await openEmbeddedStores({ file: ':memory:' });
  });
  afterEach(() => stores.close());

  const insert = async (createdAt: number[], nextActionAt: number | null): Promise<string> => {
    // The next attempt lies ahead, as always while a platform is away.
    const outbox = createdAt.map((at) => sampleDelivery({ createdAt: at, dueAt: NOON + MINUTE }));
    const complaint = sampleComplaint({ outbox, nextActionAt });
    await stores.complaints.insert(complaint);
    return complaint.id;
  };

  /** The gauges at noon in both times, by name without `redress_`. */
  const scrape = async (overrides: Partial<Backlog> = {}): Promise<Record<string, string>> => {
    const metrics = createMetrics();
    metrics.watchBacklog({
      stores: { complaint: stores.complaints, inbox: stores.inboxes },
      unreadable: { all: () => [] },
      ...{ clock: { now: () => NOON, toRealTime: (at) => at }, realNow: () => NOON },
      ...overrides,
    });
    const lines = (await metrics.text(READY)).split('\n');
    const found = lines.map((line) => /^redress_(overdue\w+|oldest\w+) (.+)$/.exec(line));
    return Object.fromEntries(found.flatMap((hit) => (hit === null ? [] : [[hit[1], hit[2]]])));
  };

  it('are 0 while nothing waits and nothing is due', async () => {
    await insert([], NOON + MINUTE);
    await insert([], null);
    expect(await scrape()).to.deep.equal({
      overdue_deliveries: '0',
      overdue_actions: '0',
      oldest_waiting_delivery_seconds: '0',
      oldest_overdue_action_seconds: '0',
    });
  });

  it('count deliveries from when they were created, not from their next attempt', async () => {
    await insert([NOON - 165_000, NOON - 30_000], NOON + MINUTE);
    await insert([NOON - 2 * MINUTE], NOON + MINUTE);
    await insert([NOON - 59_000], NOON + MINUTE);
    expect(await scrape()).to.include({
      overdue_deliveries: '2',
      oldest_waiting_delivery_seconds: '165',
    });
  });

  it('count actions by business time', async () => {
    await insert([], NOON - 3 * MINUTE);
    await insert([], NOON - 30_000);
    expect(await scrape()).to.include({
      overdue_actions: '1',
      oldest_overdue_action_seconds: '180',
    });
    const clock = { now: () => NOON + 60 * MINUTE, toRealTime: (at: number) => at };
    expect(await scrape({ clock })).to.include({
      overdue_actions: '2',
      oldest_overdue_action_seconds: '3780',
    });
  });

  it('have no age of what cannot be read', async () => {
    const reference = await insert([NOON - 10 * MINUTE], NOON - 10 * MINUTE);
    await insert([NOON - 2 * MINUTE], NOON - 2 * MINUTE);
    const records = [{ ...BROKEN, reference }] as readonly UnreadableRecord[];
    expect(await scrape({ unreadable: { all: () => records } })).to.include({
      oldest_waiting_delivery_seconds: '120',
      oldest_overdue_action_seconds: '120',
    });
  });

  it('are not a number when the store is away', async () => {
    const fail = async (): Promise<never> => {
      throw new Error('away');
    };
    const away = { dueActions: fail, upcoming: fail, waitingDeliveries: fail };
    const found = await scrape({ stores: { complaint: away, inbox: away } });
    expect(Object.values(found).map((value) => value.toLowerCase())).to.deep.equal(
      Array.from({ length: 4 }, () => 'nan'),
    );
  });
});
