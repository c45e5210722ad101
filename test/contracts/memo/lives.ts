import { expect } from 'chai';
import { LEASE_MS } from '../../../src/app/delivery/retry.js';
import type { DocumentStore } from '../../../src/ports/stores/document-store.js';
import { type Crash, createCrash } from '../../support/crashing-dependencies.js';
import { seededRandom } from '../../support/random.js';
import { NOON, requireValue } from '../complaint-store/samples.js';
import type { Memo } from './memo.js';
import { createMemoProcess, type MemoProcess } from './process.js';
import { sampleMemo } from './samples.js';

/** What each memo holds at first. */
const AMOUNT = 100;
/** Longer than any lease and any wait before a retry, ms. */
const LONG_MS = LEASE_MS + 600_000;
/** Lives, processes in each, steps in each, and the most calls before a process is killed. */
const LIVES = 12;
const STEPS = 6;
const MOST_CALLS = 60;

/** Real time, ms UTC. */
export interface TestTime {
  now: number;
}

/** Stores new memos, the last `sealed` of them sealed. Returns their ids. */
export async function insertMemos(
  store: DocumentStore<Memo>,
  count: number,
  sealed = 0,
): Promise<readonly string[]> {
  const memos = Array.from({ length: count }, (_, n) =>
    sampleMemo({ amount: AMOUNT, nextActionAt: null, isSealed: n >= count - sealed }),
  );
  for (const memo of memos) await store.insert(memo);
  return memos.map(({ id }) => id);
}

/** Lets a new process sweep until every lease and every wait is over. */
export async function recover(store: DocumentStore<Memo>, time: TestTime): Promise<void> {
  const process = createMemoProcess(store, 'recovering', () => time.now);
  for (let sweeps = 0; sweeps < 5; sweeps += 1) {
    time.now += LONG_MS;
    await process.sweep();
    await process.whenIdle();
  }
  process.close();
}

/** Checks that nothing is on its way, nothing was lost and nothing came twice. */
export async function expectWhole(
  store: DocumentStore<Memo>,
  ids: readonly string[],
  when: string,
): Promise<void> {
  const memos = await Promise.all(ids.map(async (id) => requireValue(await store.load(id))));
  const left = memos.flatMap(({ outbox }) => outbox);
  expect(left, `left: ${when}`).to.deep.equal([]);
  const sum = memos.reduce((total, { amount }) => total + amount, 0);
  expect(sum, `sum: ${when}`).to.equal(AMOUNT * ids.length);
  for (const { history, got, tookBack } of memos) {
    const count = (what: string) => history.filter((entry) => entry.what === what).length;
    expect(count('got'), `got twice: ${when}`).to.equal(Object.keys(got).length);
    expect(count('took back'), `took back twice: ${when}`).to.equal(Object.keys(tookBack).length);
  }
}

/**
 * Lets two processes at a time give amounts between memos at random, each killed after some calls, many
 * lives long; then checks that all is whole. Returns how often a process was killed.
 */
export async function runLives(store: DocumentStore<Memo>, seed: number): Promise<number> {
  const random = seededRandom(seed);
  const time = { now: NOON };
  const ids = await insertMemos(store, 4);
  let kills = 0;
  for (let life = 0; life < LIVES; life += 1) {
    kills += await runLife(store, { ids, random, time, name: `life-${life}` });
    time.now += Math.floor(random() * 2 * LEASE_MS);
  }
  await recover(store, time);
  await recover(store, time);
  await expectWhole(store, ids, `seed ${seed}, ${kills} kills`);
  return kills;
}

interface Life {
  readonly ids: readonly string[];
  readonly random: () => number;
  readonly time: TestTime;
  readonly name: string;
}

async function runLife(store: DocumentStore<Memo>, life: Life): Promise<number> {
  const { random, time, name } = life;
  const crashes: readonly Crash[] = [0, 1].map(() =>
    createCrash(1 + Math.floor(random() * MOST_CALLS)),
  );
  const processes = crashes.map((crash, n) =>
    createMemoProcess(crash.wrap(store), `${name}-${n}`, () => time.now),
  );
  for (let step = 0; step < STEPS; step += 1) {
    // A process that was killed throws: nobody hears from it again.
    await runStep(pick(processes, random), life).catch(() => undefined);
  }
  await Promise.all(processes.map((process) => process.whenIdle()));
  for (const process of processes) process.close();
  return crashes.filter((crash) => crash.hasCrashed()).length;
}

async function runStep(process: MemoProcess, { ids, random }: Life): Promise<void> {
  const source = pick(ids, random);
  const target = pick([...ids, 'M-nowhere'], random);
  if (random() < 0.05) await process.seal(source);
  if (target !== source) await process.give(source, target, 1 + Math.floor(random() * 9));
  if (random() < 0.3) await process.sweep();
}

function pick<T>(items: readonly T[], random: () => number): T {
  return requireValue(items[Math.floor(random() * items.length)]);
}
