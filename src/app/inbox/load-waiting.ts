import type { Complaint } from '../../domain/complaint/complaint.js';
import type { NudgeArgs } from '../../domain/complaint/view-ref.js';
import { findReader } from '../../domain/nudges/nudge-message.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from '../records/skip-unreadable.js';

/**
 * Loads which nudges of a complaint still wait in the inboxes of their readers, by their deliveries, if this one is
 * an escalation: it says who was reminded before. Throws `STORE_UNAVAILABLE`.
 */
export async function loadWaiting(
  { inboxes }: Pick<Dependencies, 'inboxes'>,
  { nudges }: Complaint,
  { reasons }: NudgeArgs,
): Promise<ReadonlySet<string>> {
  if (reasons.every(({ rung }) => rung === 0)) return new Set();
  const open = nudges.filter(({ inInbox, settledAt }) => inInbox === true && settledAt === null);
  const readers = new Set(open.flatMap((sent) => findReader(sent) ?? []));
  const found = await Promise.all([...readers].map((id) => skipUnreadable(() => inboxes.load(id))));
  const lines = found.flatMap((inbox) => inbox?.lines ?? []);
  return new Set(lines.flatMap(({ id, sent }) => (sent === null ? [id] : [])));
}
