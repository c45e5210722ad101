import { RedressError } from '../errors.js';

/**
 * A write was sent to the store, and no certain answer came: it may have been made, may be made yet, or
 * may be undone. Whoever sent it reads until it is there, or lets it be sent again. A store that always
 * knows (the embedded file) throws a plain `STORE_UNAVAILABLE` instead: then nothing was written.
 */
export class UnknownOutcomeError extends RedressError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('STORE_UNAVAILABLE', message, options);
    this.name = 'UnknownOutcomeError';
  }
}
