import type { AnyView, Delivery, ItemFailure } from '../../domain/complaint/delivery.js';
import type { Platform } from '../../domain/organisation/person.js';
import type { MessageRef } from '../../domain/organisation/place.js';
import type { Channel, Destination, OutgoingMessage, SendOutcome } from '../../ports/channel.js';
import type { Dependencies } from '../dependencies.js';
import type { AttemptOutcome } from './attempt.js';
import type { Route } from './routes.js';

/** What is known of an earlier attempt that may have posted the message. */
type EarlierAttempt =
  | { readonly kind: 'known'; readonly outcome: AttemptOutcome }
  /** Not found; `on`: the platforms that cannot tell, so it may be there. */
  | { readonly kind: 'not-found'; readonly on: readonly Platform[] };

/** There was no earlier attempt, or none that may have posted something. */
const NO_EARLIER_ATTEMPT: EarlierAttempt = { kind: 'not-found', on: [] };

/**
 * Looks for the message of an earlier attempt, before it is posted again. It asks every route when it is
 * not known which one the attempt used.
 */
async function findEarlierAttempt(
  routes: readonly Route[],
  item: Delivery<AnyView, string>,
): Promise<EarlierAttempt> {
  const { triedOn } = item;
  const searches = routes
    .filter(({ channel }) => triedOn === undefined || channel.platform === triedOn)
    .map(async ({ channel, destination }) => ({
      platform: channel.platform,
      ...notePlace(destination, await channel.findMessage(destination, item.id, item.createdAt)),
    }));
  const answers = await Promise.all(searches);
  const found = answers.find((answer) => answer.kind === 'found');
  if (found !== undefined) return { kind: 'known', outcome: { kind: 'sent', ref: found.ref } };
  const later = answers.find((answer) => answer.kind === 'retry');
  if (later !== undefined) {
    const { retryAfterMs } = later;
    return { kind: 'known', outcome: { kind: 'still-unknown', retryAfterMs } };
  }
  const untold = answers.filter((answer) => answer.kind === 'cannot-tell');
  return { kind: 'not-found', on: untold.map(({ platform }) => platform) };
}

/** The platform cannot reach this person; another may. */
const PERSON_UNREACHABLE: readonly ItemFailure[] = ['person-gone', 'person-unreachable'];

/**
 * Posts by the best route. It tries the next one only after a definite refusal, because otherwise the
 * message might be posted twice. A platform that refuses our own token has posted nothing: then it
 * tries the next route at once, and this one again later if no other works. Where an earlier attempt may
 * have posted it (`mayBeOn`) it waits for a token: on another platform it might be there twice. `document`:
 * its id for the log, by the name of its kind.
 */
async function postByRoutes(
  deps: Pick<Dependencies, 'logger'>,
  document: Readonly<Record<string, string>>,
  { routes, mayBeOn }: { readonly routes: readonly Route[]; readonly mayBeOn: readonly Platform[] },
  message: OutgoingMessage,
): Promise<AttemptOutcome> {
  let outcome: AttemptOutcome = { kind: 'refused', reason: 'no-place', detail: 'no target' };
  let waiting: AttemptOutcome | undefined;
  for (const { channel, destination } of routes) {
    try {
      const posted = notePlace(destination, await channel.post(destination, message));
      outcome = toAttemptOutcome(channel, posted);
    } catch (error) {
      // It may have been posted, so look for it before posting again.
      const fields = { error, ...document, delivery: message.deliveryId };
      deps.logger.error(fields, 'channel post failed');
      return { kind: 'unknown', detail: 'fault', on: channel.platform };
    }
    if (outcome.kind === 'retry' && mayBeOn.includes(channel.platform)) {
      return { kind: 'still-unknown', retryAfterMs: outcome.retryAfterMs };
    }
    if (isTokenRefused(outcome)) waiting ??= outcome;
    else if (outcome.kind !== 'refused') return outcome;
    else if (!PERSON_UNREACHABLE.includes(outcome.reason)) break;
  }
  return waiting ?? outcome;
}

/** A message to post, and what is known of it. */
export interface NewMessage {
  /** Its document's id for the log, by the name of its kind. */
  readonly document: Readonly<Record<string, string>>;
  readonly item: Delivery<AnyView, string>;
  readonly message: OutgoingMessage;
  /** Where it can go, the best route first. */
  readonly routes: readonly Route[];
  /** Where an earlier attempt may have posted it. Default: `routes`. */
  readonly tried?: readonly Route[];
  /** Nobody needs it any more. Even so it is looked for: a message that was posted must be updated. */
  readonly isMoot: boolean;
}

/** Posts a message, unless an earlier attempt has posted it: if one may have, it looks for that message first. */
export async function postOnce(
  deps: Pick<Dependencies, 'logger'>,
  { document, item, message, routes, tried = routes, isMoot }: NewMessage,
): Promise<AttemptOutcome> {
  const earlier = item.uncertain ? await findEarlierAttempt(tried, item) : NO_EARLIER_ATTEMPT;
  if (earlier.kind === 'known') return earlier.outcome;
  if (isMoot) return { kind: 'moot' };
  const ordered = { routes: putTriedFirst(routes, item), mayBeOn: earlier.on };
  return postByRoutes(deps, document, ordered, message);
}

/** Updates the message that has this reference, where it was posted; refused when there is none. */
export async function updateMessage(
  { channels }: Pick<Dependencies, 'channels'>,
  ref: MessageRef | undefined,
  message: OutgoingMessage,
): Promise<AttemptOutcome> {
  const channel = ref === undefined ? undefined : channels.get(ref.platform);
  if (ref === undefined || channel === undefined) {
    return { kind: 'refused', reason: 'no-place', detail: 'no message to update' };
  }
  const updated = toAttemptOutcome(channel, await channel.update(ref, message));
  if (updated.kind !== 'sent' || ref.place === undefined) return updated;
  return { ...updated, ref: { ...updated.ref, place: ref.place } };
}

/** Puts the routes of the platform on which an earlier attempt ended without an answer first. */
function putTriedFirst(
  routes: readonly Route[],
  { triedOn }: Pick<Delivery, 'triedOn'>,
): readonly Route[] {
  const isTried = ({ channel }: Route): boolean => channel.platform === triedOn;
  return [...routes.filter(isTried), ...routes.filter((route) => !isTried(route))];
}

/** Notes in the reference of a message in which place it is, see `MessageRef`. */
function notePlace<O extends { readonly kind: string }>(destination: Destination, outcome: O): O {
  if (!('ref' in outcome) || !('place' in destination)) return outcome;
  return { ...outcome, ref: { ...(outcome.ref as MessageRef), place: destination.place } };
}

/** The outcome of a call, with the platform on which the message may be. */
function toAttemptOutcome(
  { platform }: Pick<Channel, 'platform'>,
  outcome: SendOutcome,
): AttemptOutcome {
  return outcome.kind === 'unknown' ? { ...outcome, on: platform } : outcome;
}

function isTokenRefused(outcome: AttemptOutcome): boolean {
  return outcome.kind === 'retry' && outcome.tokenRefused === true;
}
