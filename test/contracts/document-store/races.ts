import { setImmediate as yieldNow } from 'node:timers/promises';
import { expect } from 'chai';
import type { DocumentChange, LivingDocument } from '../../../src/domain/document/document.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import { newSeed, seededRandom, withSeed } from '../../support/random.js';
import { requireValue, sampleEvent, uniqueText } from '../complaint-store/samples.js';
import type { AnyDelivery, KindUnderTest, OpenedKind } from './kind.js';

const ROUNDS = 6;
const COMMITS_EACH = 8;

/** One document, changed by committers and deliverers at the same time. */
interface Race {
  readonly id: string;
  readonly random: () => number;
  /** The ids of finished deliveries. */
  readonly finished: Set<string>;
  committing: number;
  /** The number of the last slot that was given to a delivery. */
  slots: number;
}

/** Concurrent commits and deliveries on the same document. */
export function raceContract<D extends LivingDocument>(kind: KindUnderTest<D>): void {
  let opened: OpenedKind<D>;
  let stores: readonly DocumentStore<D>[];
  before(async () => {
    opened = await kind.open();
    const others = await Promise.all([1, 2, 3].map(() => opened.another()));
    stores = [opened.store, ...others];
  });
  after(() => opened.destroy());

  it('restore no finished delivery and lose no message and no commit', async function () {
    this.timeout(60_000);
    for (let round = 0; round < ROUNDS; round += 1) {
      const seed = newSeed();
      await withSeed(seed, () => runRace(kind, stores, seed));
    }
  });
}

async function runRace<D extends LivingDocument>(
  kind: KindUnderTest<D>,
  stores: readonly DocumentStore<D>[],
  seed: number,
): Promise<void> {
  const race: Race = {
    id: uniqueText('raced'),
    random: seededRandom(seed),
    finished: new Set(),
    committing: 2,
    slots: 0,
  };
  const outbox = [1, 2, 3].map(() => sampleNudge(kind, race));
  const [a, b, c, d] = stores.map(requireValue);
  await requireValue(a).insert(kind.sample({ id: race.id, outbox }));
  await Promise.all([
    commitRepeatedly(kind, requireValue(a), race),
    commitRepeatedly(kind, requireValue(b), race),
    deliverRepeatedly(requireValue(c), race),
    deliverRepeatedly(requireValue(d), race),
  ]);
  const after = requireValue(await requireValue(a).load(race.id));
  const commitCount = 2 * COMMITS_EACH;
  expect(after.version).to.equal(1 + commitCount);
  expect(after.history).to.have.length(1 + commitCount);
  expect(after.events).to.have.length(commitCount);
  expect(after.outbox).to.deep.equal([]);
  expect(race.finished.size).to.equal(3 + commitCount);
  const sent = Object.values(after.refs).map((ref) => ref.key);
  expect(sent.sort()).to.deep.equal([...race.finished].sort());
}

/** A delivery with its own slot, so that no message replaces another. */
function sampleNudge<D extends LivingDocument>(kind: KindUnderTest<D>, race: Race): AnyDelivery {
  race.slots += 1;
  return kind.delivery({ kind: 'nudge', dueAt: 0 }, race.slots);
}

async function commitRepeatedly<D extends LivingDocument>(
  kind: KindUnderTest<D>,
  store: DocumentStore<D>,
  race: Race,
): Promise<void> {
  for (let done = 0; done < COMMITS_EACH; ) {
    const { version } = await loadAndCheck(store, race);
    await yieldAtRandom(race);
    const change: DocumentChange<D> = {
      set: kind.edit(uniqueText('raced')),
      history: [kind.entry('raced')],
      deliveries: [sampleNudge(kind, race)],
      event: sampleEvent(),
    };
    if (await store.change(race.id, version, change)) done += 1;
  }
  race.committing -= 1;
}

async function deliverRepeatedly<D extends LivingDocument>(
  store: DocumentStore<D>,
  race: Race,
): Promise<void> {
  for (;;) {
    const over = race.committing === 0;
    const { outbox } = await loadAndCheck(store, race);
    if (over && outbox.length === 0) return;
    const item = outbox[Math.floor(race.random() * outbox.length)];
    if (item) await deliverOnce(store, race, item);
    await yieldAtRandom(race);
  }
}

async function deliverOnce<D extends LivingDocument>(
  store: DocumentStore<D>,
  race: Race,
  { id, slot }: D['outbox'][number],
): Promise<void> {
  const token = uniqueText('host/lease');
  // A lease without length: the other deliverer may take it over at once, as after a crash.
  const until = race.random() < 0.2 ? 0 : 1;
  const claimed = await store.claim(race.id, id, { token, now: 0, until });
  await yieldAtRandom(race);
  if (!claimed) return;
  if (race.random() < 0.3) {
    await store.postpone(race.id, id, token, { dueAt: 0, uncertain: false });
    return;
  }
  const ref = { platform: 'slack', key: id } as const;
  if (!(await store.finish(race.id, token, { deliveries: [id], slot, ref }))) return;
  expect(race.finished.has(id), 'finished twice').to.equal(false);
  race.finished.add(id);
}

/** Loads the document. Finished deliveries must be removed and their messages stored. */
async function loadAndCheck<D extends LivingDocument>(
  store: DocumentStore<D>,
  race: Race,
): Promise<D> {
  const finished = [...race.finished];
  const document = requireValue(await store.load(race.id));
  const sent = new Set(Object.values(document.refs).map((ref) => ref.key));
  for (const id of finished) {
    expect(sent.has(id), 'a message was lost').to.equal(true);
    expect(
      document.outbox.some((item) => item.id === id),
      'a delivery came back',
    ).to.equal(false);
  }
  return document;
}

async function yieldAtRandom(race: Race): Promise<void> {
  while (race.random() < 0.5) await yieldNow();
}
