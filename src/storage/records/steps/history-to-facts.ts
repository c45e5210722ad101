import isPlainObject from 'is-plain-obj';
import { mapObjects, toObjects } from '../json-objects.js';
import type { JsonRecord, RecordStep } from '../record-step.js';

/**
 * Schema 2 of a complaint: what schema 1 kept only in the details of history entries becomes facts. A
 * field of an unknown shape stays as it is, so that whoever reads the record can name it.
 */
export const historyToFacts: RecordStep = (record) => {
  const history = toObjects(record.history);
  const renegotiations = findArgs(history, 'renegotiate');
  const withdrawal = findEntries(history, 'withdraw').map(toReasoned).at(-1) ?? null;
  return {
    ...record,
    promises: mapObjects(record.promises, (promise) =>
      upgradePromise(promise, renegotiations, withdrawal?.by),
    ),
    withdrawal,
    reopenings: findEntries(history, 'reopen').map(toReasoned),
    outbox: mapObjects(record.outbox, nameRecipient),
    heard: toHeard(findEntries(history, 'hear')),
    undelivered: toUndelivered(findArgs(history, 'undelivered'), toObjects(record.outbox)),
  };
};

/**
 * Schema 1 marked a promise that was released by a withdrawal like a renegotiated one. Only the history
 * has the difference, and which promise replaced which. `withdrawnBy`: who withdrew the complaint.
 */
function upgradePromise(
  promise: JsonRecord,
  renegotiations: readonly JsonRecord[],
  withdrawnBy: unknown,
): JsonRecord {
  const replaced = renegotiations.find((args) => args.new === promise.id);
  const upgraded = { ...promise, replaces: replaced?.promise ?? null, released: null };
  const isReleased =
    typeof promise.renegotiatedAt === 'number' &&
    !renegotiations.some((args) => args.promise === promise.id);
  if (!isReleased || withdrawnBy === undefined) return upgraded;
  const released = { at: promise.renegotiatedAt, by: withdrawnBy };
  return { ...upgraded, renegotiatedAt: null, released };
}

/** The two messages about a new assignee say whom they are for, as their delivery does. */
function nameRecipient(delivery: JsonRecord): JsonRecord {
  const { view, person } = delivery;
  if (!isPlainObject(view) || !isPlainObject(view.args) || typeof person !== 'string') {
    return delivery;
  }
  switch (view.name) {
    case 'assigned':
      return { ...delivery, view: { ...view, args: { to: person, ...view.args } } };
    case 'relieved':
      return { ...delivery, view: { ...view, args: { from: person, ...view.args } } };
    default:
      return delivery;
  }
}

const REMEMBERED_MESSAGES = 100;

/** The latest messages in the thread. */
function toHeard(entries: readonly JsonRecord[]): readonly JsonRecord[] {
  return entries
    .map((entry) => ({ at: Number(toArgs(entry).at), by: entry.by }))
    .toSorted((a, b) => a.at - b.at)
    .slice(-REMEMBERED_MESSAGES);
}

/** Reports of deliveries that are gone are not needed: they cannot fail again. */
function toUndelivered(failures: readonly JsonRecord[], outbox: readonly JsonRecord[]): JsonRecord {
  const reported = failures.map(({ delivery }) => delivery);
  const cards = failures
    .filter(({ slot }) => slot === 'team-card' || slot === 'reporter-card')
    .map(({ slot, kind, reason }) => ({ slot, kind, reason }));
  const unplaced = failures
    .filter(({ view }) => view === 'unplaced')
    .map(({ slot }) => String(slot).replace(/^dm:/, ''));
  return {
    reported: unique(reported.filter((id) => outbox.some((item) => item.id === id))),
    cards: unique(cards),
    unreached: unique(failures.map(({ unreached }) => unreached ?? null)).filter(isText),
    unplaced: unique(unplaced),
  };
}

function toReasoned(entry: JsonRecord): JsonRecord {
  const { at, by } = entry;
  return { at, by, reason: toArgs(entry).reason };
}

function findEntries(history: readonly JsonRecord[], kind: string): readonly JsonRecord[] {
  return history.filter(({ what }) => what === kind);
}

function findArgs(history: readonly JsonRecord[], kind: string): readonly JsonRecord[] {
  return findEntries(history, kind).map(toArgs);
}

function toArgs({ args }: JsonRecord): JsonRecord {
  return isPlainObject(args) ? args : {};
}

/** Each value once, the first of equal ones. */
function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
