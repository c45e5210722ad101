import isPlainObject from 'is-plain-obj';
import { mapObjects, toObjects } from '../json-objects.js';
import type { JsonRecord, RecordStep } from '../record-step.js';

/**
 * Schema 5 of a complaint: acknowledgements, resolutions and follow-ups are lists by round, made from the
 * history, since reopening erased them. What no entry says is not taken over: a promise that was marked as
 * done because the complaint was resolved is `leftOpenAt`, and a resolution that counted as told because
 * of a follow-up is not told. `receivedAt` is when it was recorded, and says that nobody asked. A field of
 * an unknown shape stays as it is, so that whoever reads the record can name it.
 */
export const handlingByRounds: RecordStep = (record) => {
  const { acknowledgement, resolution, followUp, ...rest } = record;
  if (!isExpected(record)) return record;
  const entries = numberRounds(toObjects(record.history));
  return {
    ...rest,
    receivedAt: record.filedAt,
    isReceivedAssumed: true,
    acknowledgements: toAcknowledgements(acknowledgement, entries),
    resolutions: toResolutions(entries),
    followUps: entries.filter(isOf('follow-up')).map(toFollowUp),
    promises: mapObjects(record.promises, (promise) => leaveOpen(promise, entries)),
  };
};

/** Has each of the three fields the shape in which it was stored? */
function isExpected({ acknowledgement, resolution, followUp }: JsonRecord): boolean {
  return [acknowledgement, resolution, followUp].every(
    (value) => value === null || isPlainObject(value),
  );
}

/** A history entry with the round of handling in which it was made. */
interface RoundEntry {
  readonly round: number;
  readonly what: unknown;
  readonly at: unknown;
  readonly by: unknown;
  readonly args: JsonRecord;
}

function numberRounds(history: readonly JsonRecord[]): readonly RoundEntry[] {
  let round = 1;
  return history.map(({ what, at, by, args }) => {
    if (what === 'reopen') round += 1;
    return { round, what, at, by, args: isPlainObject(args) ? args : {} };
  });
}

const isOf =
  (what: string) =>
  (entry: RoundEntry): boolean =>
    entry.what === what;

/** There was one, and it stayed when the complaint was reopened. */
function toAcknowledgements(
  acknowledgement: unknown,
  entries: readonly RoundEntry[],
): readonly JsonRecord[] {
  if (!isPlainObject(acknowledgement)) return [];
  const round = entries.find(isOf('acknowledge'))?.round ?? 1;
  return [{ ...acknowledgement, round, recordedAt: acknowledgement.at }];
}

function toResolutions(entries: readonly RoundEntry[]): readonly JsonRecord[] {
  return entries.filter(isOf('resolve')).map((entry) => {
    const { round, at, by, args } = entry;
    const telling =
      args.told === true
        ? entry
        : entries.find((other) => other.what === 'tell' && other.round === round);
    const { done, delivered } = args;
    return { round, at, by, done, delivered, told: telling === undefined ? null : toTold(telling) };
  });
}

/** Nobody was asked for the means and the words. */
function toTold({ at, by }: RoundEntry): JsonRecord {
  return { at, recordedAt: at, by, means: null, words: '' };
}

function toFollowUp({ round, at, by, args }: RoundEntry): JsonRecord {
  const { satisfaction, words } = args;
  return { round, at, by, outcome: 'answered', satisfaction, words };
}

/** A promise that nobody said was kept: resolving the complaint had marked it as done. */
function leaveOpen(promise: JsonRecord, entries: readonly RoundEntry[]): JsonRecord {
  if (typeof promise.doneAt !== 'number') return promise;
  const isSaid = entries.some(({ what, args }) => what === 'keep' && args.promise === promise.id);
  return isSaid ? promise : { ...promise, doneAt: null, leftOpenAt: promise.doneAt };
}
