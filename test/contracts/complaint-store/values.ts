import { expect } from 'chai';
import fc from 'fast-check';
import type { ComplaintStore } from '../../../src/ports/stores/complaint-store.js';
import type { OpenStores, StoresUnderTest } from './samples.js';
import {
  fullComplaint,
  NOON,
  requireValue,
  sampleChange,
  sampleComplaint,
  sampleDelivery,
  sampleEvent,
  sampleLease,
} from './samples.js';

/** Texts and keys with a meaning to a database, a driver or JavaScript. */
const SPECIAL_TEXTS = [
  ...['$gt', '$where', '$', 'a.b', '.', 'a..b', '%', '%2E', '', ' ', '0', '-1', 'é😀'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length'],
  ...['_bsontype', '_id', '__v', 'toBSON', 'toJSON', 'toObject', '$ref', '$id', '$db', '$__'],
  ...['isMongooseBuffer', 'isMongooseArray', '$isMongooseMap', '$each', '$slice', 'a$', 'a\0b'],
];

const key = fc.oneof(fc.constantFrom(...SPECIAL_TEXTS), fc.string({ unit: 'grapheme' }));
const text = fc.oneof(fc.constantFrom(...SPECIAL_TEXTS), fc.string({ unit: 'grapheme' }));
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));
const object = json.object as fc.Arbitrary<Record<string, unknown>>;

/** Stored values come back unchanged. */
export function valueContract(open: OpenStores): void {
  let opened: StoresUnderTest;
  let store: ComplaintStore;
  before(async () => {
    opened = await open();
    store = opened.stores.complaints;
  });
  after(() => opened.destroy());

  it('keeps texts that look like operators, and treats none as one', async () => {
    for (const value of SPECIAL_TEXTS.filter((one) => !one.includes('\0'))) {
      const complaint = sampleComplaint({ team: value, reporter: value, assignee: value });
      await store.insert(complaint);
      expect(await store.load(complaint.id)).to.deep.equal(complaint);
      const viewer = {
        person: value,
        ids: [value],
        memberOf: [],
        leadOf: [value],
        isOfficer: false,
      };
      const query = { viewer, states: ['open'], team: value, person: value, limit: 9 } as const;
      expect(await store.list(query)).to.deep.equal([complaint]);
    }
  });

  it('keeps slots and people with dots and dollars in their ids', async () => {
    const items = SPECIAL_TEXTS.map((one) => sampleDelivery({ slot: `nudge:${one}` }));
    const snoozes = Object.fromEntries(
      SPECIAL_TEXTS.map((one) => [one, { until: NOON, again: [] }]),
    );
    const complaint = sampleComplaint({ outbox: items });
    await store.insert(complaint);
    await store.change(complaint.id, 1, sampleChange({ set: { snoozes } }));
    const refs: [string, object][] = [];
    for (const [at, item] of items.entries()) {
      const lease = sampleLease();
      await store.claim(complaint.id, item.id, lease);
      const ref = {
        platform: 'slack',
        key: `${at}`,
        [requireValue(SPECIAL_TEXTS[at])]: { $set: at },
      } as const;
      const done = { deliveries: [item.id], slot: item.slot, ref } as const;
      expect(await store.finish(complaint.id, lease.token, done)).to.equal(true);
      refs.push([item.slot, ref]);
    }
    const after = { ...complaint, version: 2, snoozes, outbox: [], refs: Object.fromEntries(refs) };
    expect(await store.load(complaint.id)).to.deep.equal(after);
  });

  it('keeps any JSON unchanged, written by an insert or a change', async function () {
    this.timeout(30_000);
    const check = async (args: Record<string, unknown>, words: string) => {
      const written = { ...args, by: words, text: words };
      const update = { ...args, audience: 'team' as const, text: words };
      const parts = {
        history: [{ at: NOON, by: 'redress', what: 'update' as const, args: update }],
        outbox: [sampleDelivery({ view: { name: 'team-update', args: written } })],
        events: [{ ...sampleEvent(), answer: { name: 'none' as const, args } }],
      };
      const ref = { ...args, platform: 'slack', key: 'k' } as const;
      const whole = fullComplaint({ ...parts, refs: { [`dm:${words}`]: ref } });
      await store.insert(whole);
      expect(await store.load(whole.id)).to.deep.equal(whole);
      const plain = sampleComplaint({ history: [] });
      await store.insert(plain);
      const details = { ...plain.details, description: words };
      const snoozes = Object.fromEntries(
        Object.keys(args).map((one) => [one, { until: 1, again: [] }]),
      );
      const set = { details, snoozes };
      const { history, outbox: deliveries, events } = parts;
      const event = requireValue(events[0]);
      await store.change(plain.id, 1, { set, history, deliveries, event });
      const after = { ...plain, ...parts, ...set, version: 2 };
      expect(await store.load(plain.id)).to.deep.equal(after);
    };
    await fc.assert(fc.asyncProperty(object, text, check), { numRuns: 50 });
  });

  it('replaces only half a surrogate pair, which UTF-8 cannot encode', async () => {
    const complaint = sampleComplaint();
    const details = { ...complaint.details, description: 'a\ud83db \\ud83d 😀' };
    await store.insert({ ...complaint, details });
    const read = requireValue(await store.load(complaint.id));
    expect(read.details.description).to.equal('a\ufffdb \\ud83d 😀');
  });

  it('keeps a complaint of one megabyte', async () => {
    const description = 'é😀 "quoted" '.repeat(70_000);
    const complaint = sampleComplaint();
    const long = { ...complaint, details: { ...complaint.details, description } };
    expect(await store.insert(long)).to.deep.equal({ kind: 'inserted' });
    expect(await store.load(long.id)).to.deep.equal(long);
    const details = { ...long.details, desiredOutcome: description };
    expect(await store.change(long.id, 1, sampleChange({ set: { details } }))).to.equal(true);
    expect(await store.load(long.id)).to.deep.equal({ ...long, details, version: 2 });
  });
}
