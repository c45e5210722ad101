import { RedressError } from '../../errors.js';
import type { EventPayload, Reply } from '../../ports/intake.js';
import { UnreadableRecordError } from '../../ports/unreadable-records.js';
import { text } from '../../text/index.js';
import { isAction, isDirectAction } from '../../views/buttons.js';
import { toNotice } from '../../views/notices.js';
import type { Dependencies } from '../dependencies.js';
import { unreadableReply } from './unreadable-reply.js';

/** Is it an event that nobody waits for an answer to? */
function hasNoReply({ kind }: EventPayload): boolean {
  return kind === 'message' || kind === 'joined' || kind === 'uninstalled' || kind === 'profile';
}

/** Logs an error and turns it into the reply the person sees; rethrows it where there is no reply. */
export function toErrorReply(
  { logger }: Pick<Dependencies, 'logger'>,
  payload: EventPayload,
  error: unknown,
): Reply {
  const isAsked = payload.kind !== 'look-up';
  if (error instanceof UnreadableRecordError && isAsked)
    return unreadableReply(payload, error.record);
  logger.error({ error, event: payload.kind }, 'inbound event failed');
  // The form stays as it is, and what is known already is asked when it is sent.
  if (!isAsked) return { kind: 'none' };
  const code = error instanceof RedressError ? error.code : null;
  const isPress =
    payload.kind === 'action' && isAction(payload.action) && isDirectAction(payload.action);
  const isWrite = payload.kind === 'submission' || isPress;
  const unavailable = isWrite ? text.notice.unavailable : text.notice.unavailableRead;
  const message =
    code === 'STORE_UNAVAILABLE' || code === 'STORE_DAMAGED'
      ? unavailable
      : code === 'STORE_CONFLICT'
        ? text.notice.busy
        : text.notice.fault;
  if (hasNoReply(payload)) throw error;
  return payload.kind === 'submission'
    ? { kind: 'faults', faults: [{ field: null, message }] }
    : { kind: 'notice', notice: toNotice(message) };
}
