/**
 * Every code a fault can carry, with what an operator does about it. The docs are kept equal to
 * this table by a test.
 */
export const ERROR_CODES = {
  CONFIG_INVALID: 'Correct the settings named in the message, then start again.',
  STORE_UNAVAILABLE: 'Check that the database runs and that MONGODB_URI or REDRESS_DATA is right.',
  STORE_SCHEMA: 'An index or table could not be made: check the rights of the database user.',
  STORE_LOCKED: 'Another Redress process uses this data folder: stop it or choose another folder.',
  STORE_RECORD:
    'A stored record has a shape this version does not know: a newer one or a hand wrote it.',
  STORE_CONFLICT: 'A complaint changed too often at once; the person was asked to try again.',
  PERSON_UNKNOWN: 'The person is not in the store: have them use Redress once.',
  VIEW_UNKNOWN: 'A stored delivery names a view this version lacks: it was written by a newer one.',
  RENDER_LIMIT: 'A view made a message the platform would refuse: a defect, please report it.',
  SLACK_START: 'Slack refused the start: check the token, its scopes and the network.',
  TEAMS_START: 'Teams cannot be started: check the app id, the tenant id and the credentials.',
  SCHEDULER: 'The scheduler reported a fault: the sweep keeps nudges going; look at the cause.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A fault with a code of {@link ERROR_CODES} and, where there is one, its cause. Its message never carries complaint text, names or tokens. */
export class RedressError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'RedressError';
    this.code = code;
  }
}
