import type { Complaint, NudgeKey } from '../../domain/complaint/complaint.js';
import type { Delivery, FailureReason } from '../../domain/complaint/delivery.js';
import { canSee, toViewer } from '../../domain/complaint/permissions.js';
import type { PersonId, Platform } from '../../domain/organisation/person.js';
import type { Channel, OutgoingMessage, SendOutcome } from '../../ports/channel.js';
import { collectPersonIds, type ViewContext } from '../../views/context.js';
import { withheldCard } from '../../views/messages.js';
import { isReasonSettled, type NudgeArgs } from '../../views/nudge-card.js';
import { renderView } from '../../views/render.js';
import type { Dependencies } from '../dependencies.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import { type Route, routesFor } from './routes.js';

/** What came of one attempt; `moot` when nothing needs to be sent any more. */
export type AttemptOutcome =
  | Exclude<SendOutcome, { kind: 'unknown' }>
  /** `on`: where it may have been posted. */
  | (Extract<SendOutcome, { kind: 'unknown' }> & { readonly on: Platform })
  | { readonly kind: 'moot' }
  /** It is not known whether an earlier attempt was posted, and the platform does not answer now. */
  | { readonly kind: 'still-unknown'; readonly retryAfterMs: number | null };

/**
 * Sends one claimed delivery, rendered from the complaint as it is now. After an earlier attempt
 * that may have been posted it is looked up first. Somebody who may no longer see the complaint gets
 * nothing, and in an old message of theirs nothing is left of it.
 */
export async function sendDelivery(
  deps: Dependencies,
  accounts: Pick<AccountDirectory, 'findAccounts'>,
  complaint: Complaint,
  item: Delivery,
): Promise<AttemptOutcome> {
  const ids = collectPersonIds(complaint, deps.organisation);
  const asked = item.person === null ? ids : [...ids, item.person];
  const people = await deps.people.getMany(asked);
  const { organisation, clock } = deps;
  const context: ViewContext = { complaint, organisation, people, now: clock.now() };
  const isWithheld = isWithheldFrom(item, context);
  const isMoot = isWithheld || (item.kind === 'nudge' && isMootNudge(item, context));
  if (isMoot && item.kind !== 'update' && !item.uncertain) return { kind: 'moot' };
  const card = isWithheld ? withheldCard(complaint.id) : renderView(item.view, context);
  const message = { deliveryId: item.id, card };
  if (item.kind === 'update') return updateMessage(deps, complaint, item, message);
  const known = routesFor(deps, complaint, item, people);
  const ways = known.length > 0 ? known : await findRoutesByEmail(deps, accounts, complaint, item);
  // Also when nobody needs it any more: if it is there, it has to be brought up to date.
  const earlier = item.uncertain ? await findEarlierAttempt(ways, item) : undefined;
  if (earlier !== undefined) return earlier;
  return isMoot ? { kind: 'moot' } : postByRoutes(deps, complaint, ways, message);
}

/** {@link routesFor} a person who had no account so far, looked up now: they may have come to a platform since. */
async function findRoutesByEmail(
  deps: Dependencies,
  accounts: Pick<AccountDirectory, 'findAccounts'>,
  complaint: Complaint,
  item: Delivery,
): Promise<readonly Route[]> {
  if (item.person === null || !(await accounts.findAccounts(item.person))) return [];
  const people = await deps.people.getMany([item.person, complaint.reporter]);
  return routesFor(deps, complaint, item, people);
}

/**
 * What came of an earlier attempt, where its channel can tell; undefined when it may be posted now.
 * All ways are looked at before one is tried again where it is not known which one the attempt took.
 */
async function findEarlierAttempt(
  ways: readonly Route[],
  item: Delivery,
): Promise<AttemptOutcome | undefined> {
  const { triedOn } = item;
  const asked = ways
    .filter(({ channel }) => triedOn === undefined || channel.platform === triedOn)
    .map(({ channel, destination: target }) =>
      channel.findMessage(target, item.id, item.createdAt),
    );
  const answers = await Promise.all(asked);
  const found = answers.find((answer) => answer.kind === 'found');
  if (found !== undefined) return { kind: 'sent', ref: found.ref };
  const later = answers.find((answer) => answer.kind === 'retry');
  if (later === undefined) return undefined;
  return { kind: 'still-unknown', retryAfterMs: later.retryAfterMs };
}

/** The platform says that it cannot reach this person: then another may. */
const PERSON_UNREACHABLE: readonly FailureReason[] = ['person-gone', 'person-unreachable'];

/**
 * Posts it the best way; the next one only after a definite refusal, or it might be posted twice. A
 * platform that refuses our own token posts nothing for anybody: so the next one is tried at once,
 * and this one again later when there is no other.
 */
async function postByRoutes(
  deps: Dependencies,
  complaint: Complaint,
  ways: readonly Route[],
  message: OutgoingMessage,
): Promise<AttemptOutcome> {
  let outcome: AttemptOutcome = { kind: 'refused', reason: 'no-place', detail: 'no target' };
  let waiting: AttemptOutcome | undefined;
  for (const { channel, destination: target } of ways) {
    try {
      outcome = toAttemptOutcome(channel, await channel.post(target, message));
    } catch (error) {
      // A fault while it was on its way: it may have been posted, so it is looked up before it is posted again.
      const fields = { error, complaint: complaint.id, delivery: message.deliveryId };
      deps.logger.error(fields, 'a channel failed in an unforeseen way');
      return { kind: 'unknown', detail: 'fault', on: channel.platform };
    }
    if (isTokenRefused(outcome)) waiting ??= outcome;
    else if (outcome.kind !== 'refused') return outcome;
    else if (!PERSON_UNREACHABLE.includes(outcome.reason)) break;
  }
  return waiting ?? outcome;
}

function toAttemptOutcome(
  { platform }: Pick<Channel, 'platform'>,
  outcome: SendOutcome,
): AttemptOutcome {
  return outcome.kind === 'unknown' ? { ...outcome, on: platform } : outcome;
}

function isTokenRefused(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'retry' && outcome.tokenRefused === true;
}

async function updateMessage(
  deps: Dependencies,
  complaint: Complaint,
  item: Delivery,
  message: OutgoingMessage,
): Promise<AttemptOutcome> {
  const ref = complaint.refs[item.slot];
  const channel = ref === undefined ? undefined : deps.channels.get(ref.platform);
  if (ref === undefined || channel === undefined) {
    return { kind: 'refused', reason: 'no-place', detail: 'no message to update' };
  }
  return toAttemptOutcome(channel, await channel.update(ref, message));
}

/** These say nothing of what the complaint is about, and are for somebody who may have lost it. */
const VISIBLE_WITHOUT_ACCESS: readonly string[] = ['relieved', 'not-delivered'];

/** Is it for a person who may not see the complaint (any more)? */
function isWithheldFrom(item: Delivery, { complaint, organisation, people }: ViewContext): boolean {
  if (item.person === null || VISIBLE_WITHOUT_ACCESS.includes(item.view.name)) return false;
  const known = people.get(item.person) ?? item.person;
  return !canSee(toViewer(known, organisation), complaint);
}

/**
 * A nudge for something that was done in the meantime is not sent; nor is one that its recipient
 * has put off, for the snooze repeats it when it ends.
 */
function isMootNudge(item: Delivery, context: ViewContext): boolean {
  const { reasons, to } = item.view.args as unknown as NudgeArgs;
  return reasons.every(
    (reason) => isReasonSettled(reason, context) || isSnoozed(reason, to, context),
  );
}

function isSnoozed(
  { rule, about, rung }: NudgeKey,
  to: PersonId | null,
  { complaint, now }: ViewContext,
): boolean {
  const snooze = to === null ? undefined : complaint.snoozes[to];
  if (snooze === undefined || snooze.until <= now) return false;
  return snooze.again.some((key) => key.rule === rule && key.about === about && key.rung === rung);
}
