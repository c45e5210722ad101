import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { EXIT_CONFIG } from './config/faults.js';
import { countWaitingDocuments, type DataSettings, openDatabase } from './open-stores.js';
import { silentLogger } from './ports/logger.js';
import type {
  InstallationRecord,
  ReferenceSkip,
  RestoreAnswer,
} from './ports/stores/installation-log.js';
import { forgetfulRecords } from './ports/unreadable-records.js';
import { toFileError } from './storage/file-faults.js';
import { formatAge } from './storage/installation/installation.js';
import { readMark, writeMark } from './storage/installation/mark.js';
import { readInode, toEmbeddedPlace } from './storage/installation/place.js';

/** The words after `npm run restored --`. */
export interface RestoredOptions {
  readonly keepQuiet?: boolean;
  readonly send?: boolean;
  /** The next reference that is given, e.g. `C-1100`. */
  readonly nextReference?: string;
}

/** How many references are left out after a restore, unless a number is given: those given since the backup. */
const REFERENCE_GAP = 1000;
/** A bot that was alive so shortly ago may still run, ms: three beats. */
const ALIVE_MS = 45_000;

/**
 * Notes in a restored database what becomes of what was waiting in it, and leaves out references that may have
 * been given since the backup. The next start does the rest before it sends anything. May run again.
 * @returns the exit code: 0, or 78 when something is to be corrected. Throws the stores' coded errors.
 */
export async function runRestored(
  settings: DataSettings,
  options: RestoredOptions,
  write: (text: string) => void,
): Promise<number> {
  const plan = readPlan(options);
  if (typeof plan === 'string') {
    write(`${plan}\n`);
    return EXIT_CONFIG;
  }
  const { store } = settings;
  if (store.kind === 'embedded' && !isThere(toEmbeddedPlace(store.folder).file)) {
    write(`There is no file redress.db in ${store.folder}: restore it, or correct REDRESS_DATA.\n`);
    return EXIT_CONFIG;
  }
  const { stores, place } = await openDatabase(settings, silentLogger, forgetfulRecords);
  try {
    const { installation } = stores;
    const now = Date.now();
    const known = await installation.read();
    if (known === undefined && !(await installation.hasReferences())) {
      write(
        'No complaint was ever recorded in this database: is it the right one? No answer was noted.\n',
      );
      return EXIT_CONFIG;
    }
    // A release that noted no installation may have made the backup.
    const found = known ?? (await installation.create(randomUUID(), 0));
    // The embedded file has one owner, so there a bot that runs is found when it is opened.
    if (place.file === null && now - found.at < ALIVE_MS) {
      write(
        'A bot used this database less than a minute ago: stop all bots, wait a minute, and try again.\n',
      );
      return EXIT_CONFIG;
    }
    const waiting = await countWaitingDocuments(stores);
    const seen = readMark(place.mark)?.beat ?? 0;
    const record = await installation.answer({ kind: plan.kind, at: now }, seen, plan.skip);
    const { id, beat } = record;
    writeMark(place.mark, { id, beat, at: now, inode: readInode(place) });
    write(describe({ found, waiting, plan }));
    return 0;
  } finally {
    await stores.close();
  }
}

/** Is there a file? Throws `STORE_UNWRITABLE` when this user may not look. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw toFileError(error, file);
  }
}

interface Plan {
  readonly kind: RestoreAnswer['kind'];
  readonly skip: ReferenceSkip;
}

/** What the options ask for, or a sentence on what to say. */
function readPlan({
  keepQuiet = false,
  send = false,
  nextReference,
}: RestoredOptions): Plan | string {
  if (keepQuiet === send) {
    return [
      'After a restore, say what becomes of the messages and nudges that were waiting in the backup:',
      '  npm run restored -- --keep-quiet   they were sent before: send only what is due from now on',
      '  npm run restored -- --send         send all of it, what Slack already has excepted',
      `Add --next-reference C-1100 to go on there; otherwise ${REFERENCE_GAP} references are left out, because those given since the backup are on people's cards.`,
    ].join('\n');
  }
  const kind = send ? 'send' : 'quiet';
  if (nextReference === undefined) return { kind, skip: { by: REFERENCE_GAP } };
  const [, digits] = /^C-(\d{4,9})$/.exec(nextReference) ?? [];
  if (digits === undefined) return '--next-reference takes a reference, such as C-1100.';
  return { kind, skip: { to: Number(digits) } };
}

interface Done {
  /** The installation as it was before. */
  readonly found: InstallationRecord;
  readonly waiting: number;
  readonly plan: Plan;
}

function describe({ found, waiting, plan }: Done): string {
  const age = found.at === 0 ? '' : ` It was last used ${formatAge(Date.now() - found.at)} ago.`;
  const many = waiting === 1 ? '1 complaint' : `${waiting} complaints`;
  const fate = plan.kind === 'send' ? 'will be sent' : 'will not be sent';
  const what = waiting === 0 ? 'Nothing waits' : `What waits in ${many} ${fate}`;
  const references =
    'by' in plan.skip
      ? `${plan.skip.by} references are left out`
      : `new complaints get references from C-${plan.skip.to} on, or after the last one if that is higher`;
  return [`Noted.${age} ${what}, and ${references}.`, 'Start Redress now.\n'].join('\n');
}
