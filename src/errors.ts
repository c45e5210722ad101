/** The codes of all faults, with what an operator does about each. A test keeps the docs equal to this table. */
export const ERROR_CODES = {
  CONFIG_INVALID: 'Correct the settings named in the message, then start again.',
  STORE_UNAVAILABLE:
    'Check that the database runs and takes writes, and that MONGODB_URI or REDRESS_DATA is right. A start says more.',
  STORE_SCHEMA:
    'The message says what does not fit. Data of a newer release: run that release, or restore the backup from before it. A missing table or index: check the rights of the database user.',
  STORE_UNWRITABLE:
    'The data folder or a file in it cannot be written: the message says which and why. Correct its rights, or name another folder.',
  STORE_DAMAGED: 'The embedded file is damaged: keep a copy, and restore the latest backup.',
  STORE_MISSING:
    'The data of this installation are gone, or belong to another one: put them back or restore a backup. The message says what to remove for a new installation.',
  STORE_RESTORED:
    'The data are older than what Redress last saw, mostly after a restore: run "npm run restored" with one of its two answers, then start again.',
  STORE_LOCKED: 'Another Redress process uses this data folder: stop it or choose another folder.',
  STORE_RECORD: 'A stored record is broken: restore it from a backup. Redress skips it until then.',
  STORE_RECORD_NEWER:
    'A newer version wrote a record: run that version again, or restore the backup made before it.',
  STORE_CONFLICT: 'A complaint changed too often at once. The person was asked to try again.',
  PERSON_UNKNOWN: 'The person is not in the store: ask them to use Redress once.',
  RENDER_LIMIT: 'The platform would refuse a message that a view made: please report this bug.',
  SLACK_START:
    'Slack refused the start, or did not answer: check the token, its scopes and the network.',
  TEAMS_START: 'Teams cannot start: check the app id, the tenant id and the credentials.',
  SCHEDULER: 'The scheduler reported a fault: see its cause. The sweep keeps nudges going.',
} as const;

/** A code of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The faults of a start that stay until somebody changes something, so that another start would not help. */
export const LASTING_CODES: ReadonlySet<ErrorCode> = new Set([
  'CONFIG_INVALID',
  'STORE_SCHEMA',
  'STORE_UNWRITABLE',
  'STORE_DAMAGED',
  'STORE_MISSING',
  'STORE_RESTORED',
]);

/** A fault with a code of {@link ERROR_CODES} and its cause, if any. Its message never contains complaint text, names or tokens. */
export class RedressError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'RedressError';
    this.code = code;
  }
}
