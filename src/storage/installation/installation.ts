import { RedressError } from '../../errors.js';
import type { InstallationLog, InstallationRecord } from '../../ports/stores/installation-log.js';
import { RESTORE_HINT } from '../file-faults.js';
import { type Mark, readMark, writeMark } from './mark.js';
import { type InstallationPlace, isCopy, readInode } from './place.js';

/** What the check of an installation needs. */
export interface InstallationParts {
  readonly log: InstallationLog;
  readonly place: InstallationPlace;
  /** Real time, ms UTC. */
  readonly realNow: () => number;
  readonly newId: () => string;
  /** How many complaints have messages or nudges that a start would send at once. */
  readonly countWaiting: () => Promise<number>;
}

/**
 * Compares the database with what the data folder remembers of it, before anything is sent, and notes that
 * the installation is alive in both. Throws `STORE_MISSING` for a new or another database where there was
 * one, and `STORE_RESTORED` for an older one, until an operator has answered.
 */
export async function openInstallation(parts: InstallationParts): Promise<InstallationRecord> {
  const { log, place, realNow, newId } = parts;
  const mark = readMark(place.mark);
  const found = await log.read();
  if (found === undefined) await refuseUnmarked(parts, mark);
  else await refuseRestored(parts, found, mark);
  await log.create(newId(), realNow());
  return beat(parts);
}

/**
 * Counts a beat in the database first and then in the folder, so that the folder never knows of a beat that
 * the database lost, unless it was restored. Throws `STORE_RESTORED` when it was, while we run.
 */
export async function beat(
  { log, place, realNow }: Pick<InstallationParts, 'log' | 'place' | 'realNow'>,
  last = 0,
): Promise<InstallationRecord> {
  const record = await log.beat(realNow());
  if (record.beat <= last) {
    throw new RedressError('STORE_RESTORED', `${place.data} went back in time while Redress runs.`);
  }
  const { id, at } = record;
  writeMark(place.mark, { id, beat: record.beat, at, inode: readInode(place) });
  return record;
}

/** A database that notes no installation: new, or last used by a release that noted none. */
async function refuseUnmarked(parts: InstallationParts, mark: Mark | undefined): Promise<void> {
  if (mark === undefined) return;
  const { log, place } = parts;
  if (await log.hasReferences()) throw await createRestoredError(parts, undefined, mark);
  throw new RedressError(
    'STORE_MISSING',
    `${capitalise(place.data)} is empty, but ${place.mark} shows that complaints were kept there: ${RESTORE_HINT}. Only if this is to be a new, empty installation, remove ${place.mark}.`,
  );
}

async function refuseRestored(
  parts: InstallationParts,
  found: InstallationRecord,
  mark: Mark | undefined,
): Promise<void> {
  const { place } = parts;
  if (mark === undefined) {
    // Containers may lose their folder. The embedded file lies in it, so there a mark must be.
    if (place.file !== null && found.beat > 0) {
      throw await createRestoredError(parts, found, undefined);
    }
    return;
  }
  if (mark.id !== found.id) {
    throw new RedressError(
      'STORE_MISSING',
      `${capitalise(place.data)} is that of another installation than ${place.mark} knows: put the right one there. If this one is right, remove ${place.mark} and run "npm run restored".`,
    );
  }
  if (found.beat < mark.beat || isCopy(place, mark)) {
    throw await createRestoredError(parts, found, mark);
  }
}

async function createRestoredError(
  { place, realNow, countWaiting }: InstallationParts,
  found: InstallationRecord | undefined,
  mark: Mark | undefined,
): Promise<RedressError> {
  const age = found === undefined ? '' : `, last used ${formatAge(realNow() - found.at)} ago,`;
  const why =
    found !== undefined && mark !== undefined && found.beat >= mark.beat
      ? 'is a copy'
      : 'is older than what Redress last used, or was moved here';
  const waiting = await countWaiting();
  return new RedressError(
    'STORE_RESTORED',
    [
      `${capitalise(place.data)}${age} ${why}. ${formatWaiting(waiting)} Nothing was sent. Say which, then start again:`,
      '  npm run restored -- --keep-quiet   (they were sent before: send only what is due from now on)',
      '  npm run restored -- --send         (send all of it, what Slack already has excepted)',
    ].join('\n'),
  );
}

function formatWaiting(count: number): string {
  return count === 0
    ? 'No complaint in it has messages or nudges that wait.'
    : `${count} ${count === 1 ? 'complaint in it has' : 'complaints in it have'} messages or nudges that wait, and which were probably sent since.`;
}

/** A time in words, e.g. `3 hours`. */
export function formatAge(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 120) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} hours`;
  return `${Math.round(minutes / 60 / 24)} days`;
}

function capitalise(text: string): string {
  return text.replace(/^the /, 'The ');
}
