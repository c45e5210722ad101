import isPlainObject from 'is-plain-obj';
import type { JsonRecord, RecordStep } from '../record-step.js';

/** The slots of the one card and thread that a complaint had, and what they are called since. */
const NEW_SLOTS = new Map<unknown, string>([
  ['team-card', 'card:1'],
  ['thread', 'thread:1'],
]);

/**
 * Gives a complaint its first placement, that of the team which has it, and renames the slots of its one
 * card and thread wherever a slot is stored: references, deliveries, alarms, and failures, in the facts and in the history.
 */
export const numberPlacements: RecordStep = (record) => ({
  ...record,
  placements: [{ n: 1, team: record.team, as: 'owner', openedAt: record.filedAt, closedAt: null }],
  refs: renameKeys(record.refs),
  outbox: mapItems(record.outbox, (item) => {
    const isAlarm = isPlainObject(item.view) && item.view.name === 'alarm';
    return isAlarm ? { ...renameSlot(item), view: renameSlotOfArgs(item.view) } : renameSlot(item);
  }),
  undelivered: renameCards(record.undelivered),
  history: mapItems(record.history, (entry) =>
    entry.what === 'undelivered' ? renameSlotOfArgs(entry) : entry,
  ),
});

function renameSlot(item: JsonRecord): JsonRecord {
  return { ...item, slot: NEW_SLOTS.get(item.slot) ?? item.slot };
}

function renameSlotOfArgs(item: unknown): unknown {
  return isPlainObject(item) && isPlainObject(item.args)
    ? { ...item, args: renameSlot(item.args) }
    : item;
}

function renameCards(undelivered: unknown): unknown {
  if (!isPlainObject(undelivered)) return undelivered;
  return { ...undelivered, cards: mapItems(undelivered.cards, renameSlot) };
}

function renameKeys(refs: unknown): unknown {
  if (!isPlainObject(refs)) return refs;
  return Object.fromEntries(
    Object.entries(refs).map(([slot, ref]) => [NEW_SLOTS.get(slot) ?? slot, ref]),
  );
}

/** Maps the objects of a list. What is none stays as it is, for the parser to refuse. */
function mapItems(list: unknown, map: (item: JsonRecord) => unknown): unknown {
  return Array.isArray(list) ? list.map((item) => (isPlainObject(item) ? map(item) : item)) : list;
}
