import type { EventPayload, Reply } from '../../ports/intake.js';
import type { UnreadableRecord } from '../../ports/unreadable-records.js';
import { toNotice } from '../../views/notices.js';
import { unreadableSentence } from '../../views/unreadable-records.js';

/**
 * Tells a person that a record their event needs cannot be read. Whether they may see the complaint is
 * in the record, so this says no more than its reference. Events that nobody waits for get no reply,
 * and no error either: the platform must not send them again.
 */
export function unreadableReply(payload: EventPayload, record: UnreadableRecord): Reply {
  const isHeard = payload.kind === 'message' && payload.asks === undefined;
  if (isHeard || payload.kind === 'uninstalled' || payload.kind === 'profile')
    return { kind: 'none' };
  const message = unreadableSentence(record);
  return payload.kind === 'submission'
    ? { kind: 'faults', faults: [{ field: null, message }] }
    : { kind: 'notice', notice: toNotice(message) };
}
