import { deriveFields } from '../../../src/domain/commands/planning/derived-fields.js';
import type { PersonCommand, PersonCommandKind } from '../../../src/domain/complaint/command.js';
import { type Complaint, toFacts } from '../../../src/domain/complaint/complaint.js';
import type { ComplaintPromise } from '../../../src/domain/complaint/facts.js';
import {
  type FollowUp,
  findFollowUps,
  findResolution,
  type Resolution,
  type Telling,
} from '../../../src/domain/complaint/handling.js';
import type { HistoryEntry } from '../../../src/domain/complaint/history.js';
import type { JsonRecord } from '../../../src/storage/records/record-step.js';
import type { Release } from '../../domain/complaint-run.js';
import { createCommand } from '../../domain/random-commands.js';
import { COMMANDS, createOrganisation } from '../../support/domain.js';

/**
 * A complaint as schema 4 stored it: one acknowledgement, and only the resolution and the follow-up of the
 * round that runs. Resolving it had marked every open promise as done. For lives of {@link EARLIER_RELEASE}.
 */
export function toSchema4(complaint: Complaint) {
  const {
    receivedAt: _1,
    isReceivedAssumed: _2,
    acknowledgements,
    resolutions: _3,
    followUps: _4,
    ...rest
  } = complaint;
  const [first] = acknowledgements;
  const resolution = findResolution(complaint);
  return {
    ...withoutStuckCards(rest),
    acknowledgement: first === undefined ? null : toOldAcknowledgement(first),
    resolution: resolution === null ? null : toOldResolution(resolution),
    followUp: findFollowUps(complaint).map(toOldFollowUp).at(-1) ?? null,
    promises: complaint.promises.map(({ leftOpenAt, ...promise }) =>
      leftOpenAt === undefined ? promise : { ...promise, doneAt: leftOpenAt },
    ),
    history: complaint.history.map(toOldEntry),
  };
}

function toOldAcknowledgement({
  round: _1,
  at: _2,
  recordedAt,
  ...rest
}: Complaint['acknowledgements'][number]): JsonRecord {
  return { ...rest, at: recordedAt };
}

function toOldResolution({ round: _, told, ...rest }: Resolution): JsonRecord {
  return { ...rest, toldAt: told?.recordedAt ?? null };
}

function toOldFollowUp({ round: _1, outcome: _2, ...rest }: FollowUp): JsonRecord {
  return rest;
}

/** What the command said besides was not asked then. */
function toOldEntry(entry: HistoryEntry): HistoryEntry {
  switch (entry.what) {
    case 'file':
    case 'tell':
      return { ...entry, args: {} };
    case 'acknowledge': {
      const { at: _, ...args } = entry.args;
      return { ...entry, args };
    }
    case 'resolve': {
      const { telling: _1, promises: _2, ...args } = entry.args;
      return { ...entry, args };
    }
    case 'follow-up': {
      const { outcome: _1, closes: _2, ...args } = entry.args;
      return { ...entry, args };
    }
    case 'nudge':
      return { ...entry, args: { sent: entry.args.sent.map(({ to: _, ...key }) => key) } };
    default:
      return entry;
  }
}

/** The complaint as it is read from what {@link toSchema4} returns. */
export function asUpgraded(complaint: Complaint): Complaint {
  return {
    ...withoutLists(withoutStuckCards(complaint)),
    receivedAt: complaint.filedAt,
    isReceivedAssumed: true,
    acknowledgements: complaint.acknowledgements.map((one) => ({ ...one, at: one.recordedAt })),
    resolutions: complaint.resolutions.map((one) => ({
      ...one,
      told: one.told && unasked(one.told),
    })),
    promises: complaint.promises.map((promise) => leaveOpen(promise, complaint)),
    history: complaint.history.map(toOldEntry),
  };
}

/** The record without the cards that a place refused: earlier releases noted none, and tried none again. */
export function withoutStuckCards<C extends Pick<Complaint, 'undelivered'>>(record: C): C {
  const { stuck: _, ...undelivered } = record.undelivered;
  return { ...record, undelivered };
}

function unasked(told: Telling): Telling {
  return { ...told, at: told.recordedAt, means: null, words: '' };
}

function leaveOpen(promise: ComplaintPromise, { history }: Complaint): ComplaintPromise {
  const isSaid = history.some(
    (entry) => entry.what === 'keep' && entry.args.promise === promise.id,
  );
  if (promise.doneAt === null || isSaid) return promise;
  return { ...promise, doneAt: null, leftOpenAt: promise.doneAt };
}

/** The record without what inboxes are told of morning lists: earlier releases had none. */
export function withoutLists<C extends Pick<Complaint, 'outbox'>>(record: C): C {
  const outbox = record.outbox.filter(
    (item) => item.kind !== 'relay' || item.relay.command.kind !== 'expect-list',
  );
  return outbox.length === record.outbox.length ? record : { ...record, outbox };
}

/**
 * A release with schema 4: it noted no cards that a place refused, and tried none again, and it had no morning
 * lists.
 */
export const EARLIER_RELEASE: Release = {
  create: earlierCommand,
  leave(complaint, now) {
    if (complaint.undelivered.stuck === undefined) return withoutLists(complaint);
    const left = withoutStuckCards(withoutLists(complaint));
    return { ...left, ...deriveFields(toFacts(left), { organisation: createOrganisation(), now }) };
  },
};

/** A command as people could give it to a release with schema 4, see {@link createCommand}. */
function earlierCommand(
  kind: PersonCommandKind,
  complaint: Complaint,
  n: number,
  now: number,
): PersonCommand {
  const command = createCommand(kind, complaint, n, now);
  switch (command.kind) {
    case 'acknowledge':
      return complaint.acknowledgements.length > 0 ? COMMANDS.snooze : { ...command, at: null };
    case 'tell':
      return { ...command, at: null };
    case 'resolve':
      return {
        ...command,
        promises: complaint.promises.map(({ id }) => ({ promise: id, answer: 'kept' })),
        told: command.told && { ...command.told, at: null },
      };
    case 'follow-up':
      return { ...command, outcome: 'answered' };
    case 'waive':
    case 'recategorise':
    case 'correct-received':
    case 'correct-promise':
      return COMMANDS.snooze;
    default:
      return command;
  }
}
