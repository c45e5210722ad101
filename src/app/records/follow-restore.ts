import { decideSystem } from '../../domain/commands/decide.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import type { Delivery } from '../../domain/complaint/delivery.js';
import { draftCardUpdates, toDeliveries } from '../../domain/complaint/delivery-drafts.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { isCardSlot } from '../../domain/complaint/slot.js';
import { changedFacts } from '../../domain/document/document.js';
import type { InstallationLog, RestoreAnswer } from '../../ports/stores/installation-log.js';
import type { Dependencies } from '../dependencies.js';
import { skipUnreadable } from './skip-unreadable.js';

/** A time after all that is waiting, ms UTC. */
const FAR = Date.UTC(9999, 0);
/** All of them: they are ids only. */
const MOST = Number.MAX_SAFE_INTEGER;
/** More nudges than one complaint can have had due. */
const MOST_NUDGES = 100;

/**
 * Does what an operator answered after a restore, before anything is sent. Run it again after a kill: it
 * changes only what waited when the answer was given. Throws `STORE_UNAVAILABLE`.
 */
export async function followRestore(
  deps: Dependencies,
  installation: Pick<InstallationLog, 'read' | 'clearAnswer'>,
): Promise<void> {
  const answer = (await installation.read())?.answer ?? null;
  if (answer === null) return;
  const { complaints, logger } = deps;
  const waiting = await complaints.dueDeliveries(FAR, MOST);
  for (const id of waiting) {
    await withComplaint(deps, id, (complaint) => settleOutbox(deps, complaint, answer));
  }
  const now = toBusinessTime(deps, answer);
  const due = answer.kind === 'quiet' ? await complaints.dueActions(now, MOST) : [];
  for (const id of due) await skipUnreadable(() => passOverNudges(deps, id, now));
  const open = await complaints.upcoming(MOST);
  for (const { id } of open) {
    await withComplaint(deps, id, (complaint) => redrawCards(deps, complaint, answer));
  }
  await installation.clearAnswer(answer);
  const counts = { waiting: waiting.length, due: due.length, open: open.length };
  logger.info({ ...counts, answer: answer.kind }, 'answer after a restore followed');
}

async function withComplaint(
  { complaints }: Dependencies,
  id: ComplaintId,
  act: (complaint: Complaint) => Promise<void>,
): Promise<void> {
  const complaint = await skipUnreadable(() => complaints.load(id));
  if (complaint !== undefined) await act(complaint);
}

/** The business time at which the answer was given, ms UTC: what became due later was never sent. */
function toBusinessTime({ clock, realNow }: Dependencies, { at }: RestoreAnswer): number {
  return clock.now() - Math.max(0, realNow() - at);
}

async function settleOutbox(
  deps: Dependencies,
  { id, outbox }: Complaint,
  answer: RestoreAnswer,
): Promise<void> {
  for (const item of outbox) {
    // An update shows the latest state whenever it is sent, and a failure is still to be reported.
    if (item.kind === 'update' || item.failed !== null || item.createdAt > answer.at) continue;
    await settleItem(deps, id, item, answer);
  }
}

/**
 * Takes a message out of the outbox, or marks that it may have been posted: then Slack is searched for it
 * before it is posted. A card stays in any case, because people need one to work with.
 */
async function settleItem(
  { complaints, realNow, owner, newId }: Dependencies,
  id: ComplaintId,
  item: Delivery,
  { kind }: RestoreAnswer,
): Promise<void> {
  const token = `${owner}/${newId()}`;
  // Also what waits for a retry or for the end of a lease of before.
  await complaints.claim(id, item.id, { token, now: FAR, until: realNow() });
  if (kind === 'send' || isCardSlot(item.slot) || item.slot === 'reporter-card') {
    await complaints.postpone(id, item.id, token, { dueAt: realNow(), uncertain: true });
    return;
  }
  const { slot } = item;
  await complaints.finish(id, token, { deliveries: [item.id], slot, ref: null });
}

/** Decides the nudges that were due until `now` and sends none, so that the next ones come at their time. */
async function passOverNudges(
  { complaints, organisation, realNow }: Dependencies,
  id: ComplaintId,
  now: number,
): Promise<void> {
  for (let passed = 0; passed < MOST_NUDGES; passed += 1) {
    const complaint = await complaints.load(id);
    if (complaint?.nextActionAt == null || complaint.nextActionAt > now) return;
    const context = { now, realNow: realNow(), organisation };
    const decision = decideSystem(complaint, { kind: 'nudge' }, context);
    if (decision.kind !== 'accepted') return;
    const set = changedFacts(complaint, decision.facts);
    const change = { set, history: [], deliveries: [], event: null };
    await complaints.change(id, complaint.version, change);
  }
}

/** Draws the cards once: they show what happened after the backup, which the record no longer knows. */
async function redrawCards(
  { complaints, organisation, realNow, clock }: Dependencies,
  complaint: Complaint,
  { at }: RestoreAnswer,
): Promise<void> {
  const { id, version, outbox, refs } = complaint;
  const drafts = draftCardUpdates(complaint).filter(
    ({ kind, slot }) => kind === 'update' && refs[slot] !== undefined,
  );
  const isDrawn = outbox.some((item) => item.kind === 'update' && item.createdAt > at);
  if (drafts.length === 0 || isDrawn) return;
  const context = { now: clock.now(), realNow: realNow(), organisation };
  const deliveries = toDeliveries(id, version + 1, drafts, context);
  await complaints.change(id, version, { set: {}, history: [], deliveries, event: null });
}
