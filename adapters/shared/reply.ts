import { RedressError } from '../../src/errors.js';
import type { Reply } from '../../src/ports/intake.js';
import type { LogFields, Logger } from '../../src/ports/logger.js';
import type { Notice } from '../../src/views/elements.js';

/** A reply as a notice: its own notice, or its faults, one on each line. Undefined for a form and for no reply. */
export function toNotice(reply: Reply): Notice | undefined {
  switch (reply.kind) {
    case 'notice':
    case 'recorded':
      return reply.notice;
    case 'faults':
      return { text: reply.faults.map(({ message }) => message).join('\n'), blocks: [] };
    case 'form':
    case 'none':
      return undefined;
  }
}

/**
 * Returns what `render` returns. If `render` throws a RedressError, because the platform would refuse
 * the result, logs `message` with the error and `fields` and returns undefined.
 * @throws any other error that `render` throws
 */
export function renderOrLog<T>(
  render: () => T,
  logger: Logger,
  message: string,
  fields: LogFields = {},
): T | undefined {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    logger.error({ error, ...fields }, message);
    return undefined;
  }
}
