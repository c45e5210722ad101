import { NO_ANSWER } from '../../../src/domain/complaint/answer.js';
import type { DocumentDecision } from '../../../src/domain/document/decision.js';
import type { LivingDocument } from '../../../src/domain/document/document.js';
import { refusal } from '../../../src/domain/document/refusal.js';
import { type RelayItem, toRelaySlot } from '../../../src/domain/document/relay.js';

/** What a memo relays to another: an amount that it has given away. */
export interface MemoRelay {
  readonly target: { readonly kind: 'memo'; readonly id: string };
  readonly command: { readonly amount: number };
}

export interface MemoEntry {
  readonly what: 'made' | 'gave' | 'got' | 'took back' | 'noted' | 'sealed';
  readonly text: string;
}

/**
 * A made-up kind of document with a life, for the suites that every kind passes. It holds an amount, and
 * gives parts of it to other memos by relays, so that a lost or doubled relay changes the sum of all.
 */
export interface Memo extends LivingDocument<MemoEntry, MemoRelay> {
  readonly id: string;
  readonly nextActionAt: number | null;
  readonly amount: number;
  readonly text: string;
  /** A sealed memo refuses what others give it. */
  readonly isSealed: boolean;
  /** What it got, by the id of the relay. */
  readonly got: Readonly<Record<string, number>>;
  /** What it took back because the target refused it, by the id of the relay. */
  readonly tookBack: Readonly<Record<string, number>>;
}

export type MemoItem = RelayItem<MemoRelay>;

type MemoFacts = Pick<
  Memo,
  'id' | 'nextActionAt' | 'amount' | 'text' | 'isSealed' | 'got' | 'tookBack'
>;

function toFacts({ id, nextActionAt, amount, text, isSealed, got, tookBack }: Memo): MemoFacts {
  return { id, nextActionAt, amount, text, isSealed, got, tookBack };
}

function accept(
  memo: Memo,
  changed: Partial<MemoFacts>,
  what: MemoEntry['what'],
  deliveries: Memo['outbox'] = [],
): DocumentDecision<Memo> {
  const history = [{ what, text: JSON.stringify(changed) }];
  const facts = { ...toFacts(memo), ...changed };
  return { kind: 'accepted', facts, history, deliveries, answer: NO_ANSWER };
}

/** Gives an amount to another memo: the source loses it now, the target gets it by a relay. */
export function give(
  memo: Memo,
  target: string,
  amount: number,
  realNow: number,
): DocumentDecision<Memo> {
  const ref = { kind: 'memo', id: target } as const;
  const item: MemoItem = {
    id: `memo/${memo.id}/${memo.version + 1}`,
    kind: 'relay',
    slot: toRelaySlot(ref),
    relay: { target: ref, command: { amount } },
    createdAt: realNow,
    dueAt: realNow,
    attempts: 0,
    lease: null,
    uncertain: false,
    failed: null,
  };
  return accept(memo, { amount: memo.amount - amount }, 'gave', [item]);
}

/** What a relay does to its target. What it adds is keyed by the relay's id. */
export function receive(
  memo: Memo,
  relayId: string,
  { amount }: MemoRelay['command'],
): DocumentDecision<Memo> {
  if (memo.got[relayId] !== undefined) return { kind: 'unchanged', answer: NO_ANSWER };
  if (memo.isSealed) {
    return { kind: 'refused', refusals: [refusal('wrong-state', null, { state: 'closed' })] };
  }
  const got = { ...memo.got, [relayId]: amount };
  return accept(memo, { amount: memo.amount + amount, got }, 'got');
}

/** What a refused relay does to its source: it takes the amount back, once. */
export function takeBack(memo: Memo, item: MemoItem): DocumentDecision<Memo> {
  if (memo.tookBack[item.id] !== undefined) return { kind: 'unchanged', answer: NO_ANSWER };
  const { amount } = item.relay.command;
  const tookBack = { ...memo.tookBack, [item.id]: amount };
  return accept(memo, { amount: memo.amount + amount, tookBack }, 'took back');
}

/** Seals a memo: from now on it refuses what others give it. */
export function seal(memo: Memo): DocumentDecision<Memo> {
  return accept(memo, { isSealed: true }, 'sealed');
}
