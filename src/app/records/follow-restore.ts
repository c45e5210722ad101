import { decideSystem } from '../../domain/commands/decide.js';
import type { Complaint } from '../../domain/complaint/complaint.js';
import { draftCardUpdates, toDeliveries } from '../../domain/complaint/delivery-drafts.js';
import type { ComplaintId } from '../../domain/complaint/facts.js';
import { isCardSlot, isReporterSlot, type Slot } from '../../domain/complaint/slot.js';
import type { ViewRef } from '../../domain/complaint/view-ref.js';
import type { DocumentDecision } from '../../domain/document/decision.js';
import { changedFacts } from '../../domain/document/document.js';
import type { InboxRelay } from '../../domain/document/relay.js';
import { endAbsence } from '../../domain/inbox/decide-inbox.js';
import type { Inbox } from '../../domain/inbox/inbox.js';
import { passDueOver } from '../../domain/inbox/send-due.js';
import type { DocumentStore } from '../../ports/stores/document-store.js';
import type { InboxStore } from '../../ports/stores/inbox-store.js';
import type { InstallationLog, RestoreAnswer } from '../../ports/stores/installation-log.js';
import type { Dependencies } from '../dependencies.js';
import { loadSendContext } from '../inbox/wake-inbox.js';
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
  const waiting = await settleOutboxes(deps, complaints, answer);
  const now = toBusinessTime(deps, answer);
  const due = answer.kind === 'quiet' ? await complaints.dueActions(now, MOST) : [];
  for (const id of due) await skipUnreadable(() => passOverNudges(deps, id, now));
  await followInInboxes(deps, answer, now);
  const open = await complaints.upcoming(MOST);
  for (const { id } of open) {
    await withComplaint(deps, id, (complaint) => redrawCards(deps, complaint, answer));
  }
  await installation.clearAnswer(answer);
  const counts = { waiting, due: due.length, open: open.length };
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

/** The same in inboxes: an absence that was over by then ends without a word, and lists and lines that were due count as sent. */
async function followInInboxes(
  deps: Dependencies,
  answer: RestoreAnswer,
  now: number,
): Promise<void> {
  const { inboxes } = deps;
  await settleOutboxes(deps, inboxes, answer);
  const due = answer.kind === 'quiet' ? await inboxes.dueActions(now, MOST) : [];
  for (const id of due) {
    const inbox = await skipUnreadable(() => inboxes.load(id));
    if (inbox === undefined) continue;
    const context = await loadSendContext(deps, inbox, now);
    const ended = endAbsence(inbox, { ...context, ...context.hours });
    const isOver = await passOver(inboxes, inbox, ended);
    const current = isOver ? await inboxes.load(id) : inbox;
    if (current !== undefined) {
      await passOver(inboxes, current, passDueOver(current, context));
    }
  }
}

/** Commits a decision without its messages. True when there was one to commit. */
async function passOver(
  inboxes: Pick<InboxStore, 'change'>,
  inbox: Inbox,
  decision: DocumentDecision<Inbox>,
): Promise<boolean> {
  if (decision.kind !== 'accepted') return false;
  const set = changedFacts(inbox, decision.facts);
  const { history } = decision;
  return inboxes.change(inbox.id, inbox.version, { set, history, deliveries: [], event: null });
}

/** What settling an outbox needs of the store of any kind of document. */
type RestoredItem = Pick<(Complaint | Inbox)['outbox'][number], 'id' | 'slot'>;
type SettledStore = Pick<
  DocumentStore<Complaint | Inbox>,
  'dueDeliveries' | 'load' | 'claim' | 'postpone' | 'finish'
>;

/** Settles the outboxes of one kind of documents. Returns how many of them held something. */
async function settleOutboxes(
  deps: Dependencies,
  store: SettledStore,
  answer: RestoreAnswer,
): Promise<number> {
  const waiting = await store.dueDeliveries(FAR, MOST);
  for (const id of waiting) {
    const document = await skipUnreadable(() => store.load(id));
    if (document !== undefined) await settleOutbox(deps, store, document, answer);
  }
  return waiting.length;
}

async function settleOutbox(
  deps: Dependencies,
  store: SettledStore,
  { id, outbox }: Complaint | Inbox,
  answer: RestoreAnswer,
): Promise<void> {
  for (const item of outbox) {
    // An update shows the latest state whenever it is sent, and a failure is still to be reported.
    if (item.kind === 'update' || item.failed !== null || item.createdAt > answer.at) continue;
    // What another document was to learn is known by its id there: it may come twice.
    if (item.kind === 'relay' && answer.kind === 'send') continue;
    await settleItem(deps, store, { document: id, item }, answer);
  }
}

/**
 * Takes a message out of the outbox, or marks that it may have been posted: then Slack is searched for it
 * before it is posted. A card stays in any case, because people need one to work with.
 */
async function settleItem(
  { realNow, owner, newId }: Dependencies,
  store: SettledStore,
  { document, item }: { readonly document: string; readonly item: RestoredItem },
  { kind }: RestoreAnswer,
): Promise<void> {
  const token = `${owner}/${newId()}`;
  const { id, slot } = item;
  // Also what waits for a retry or for the end of a lease of before.
  await store.claim(document, id, { token, now: FAR, until: realNow() });
  if (kind === 'send' || isCardSlot(slot) || isReporterSlot(slot)) {
    await store.postpone(document, id, token, { dueAt: realNow(), uncertain: true });
    return;
  }
  await store.finish(document, token, { deliveries: [id], slot, ref: null });
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
  const deliveries = toDeliveries<InboxRelay, ViewRef, Slot>(id, version + 1, drafts, context);
  await complaints.change(id, version, { set: {}, history: [], deliveries, event: null });
}
