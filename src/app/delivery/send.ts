import type { Complaint } from '../../domain/complaint/complaint.js';
import { type Delivery, findCardAbove } from '../../domain/complaint/delivery.js';
import type { NudgeKey } from '../../domain/complaint/facts.js';
import {
  type Access,
  accessOf,
  toViewer,
  withholdFrom,
} from '../../domain/complaint/permissions.js';
import {
  findPlacement,
  isCardSlot,
  isThreadSlot,
  type Placement,
} from '../../domain/complaint/slot.js';
import type { NudgeArgs } from '../../domain/complaint/view-ref.js';
import { isEverybodyWaiting } from '../../domain/nudges/past-last-rung.js';
import type { PersonId } from '../../domain/organisation/person.js';
import { collectPersonIds, type ViewContext } from '../../views/context.js';
import { withheldCard } from '../../views/messages.js';
import { isReasonSettled } from '../../views/nudge-card.js';
import { renderView } from '../../views/render.js';
import type { Dependencies } from '../dependencies.js';
import { loadWaiting } from '../inbox/load-waiting.js';
import type { AccountDirectory } from '../organisation/account-directory.js';
import type { AttemptOutcome } from './attempt.js';
import { postOnce, updateMessage } from './post-by-routes.js';
import { findRoutedPeople, type Route, routesFor, toThreadRoutes } from './routes.js';

/**
 * Sends one claimed delivery, rendered from the complaint as it is now. If an earlier attempt may have
 * been posted, it looks for that message first. A person who may no longer see the complaint gets no
 * message, and an update of an old one removes all but the reference. Throws `STORE_UNAVAILABLE`.
 */
export async function sendDelivery(
  deps: Dependencies,
  accounts: Pick<AccountDirectory, 'findAccounts'>,
  complaint: Complaint,
  item: Delivery,
): Promise<AttemptOutcome> {
  const ids = collectPersonIds(complaint, deps.organisation);
  const wanted = item.person === null ? ids : [...ids, item.person];
  const people = await deps.people.getMany(wanted);
  const { organisation, clock } = deps;
  const placement = isCardSlot(item.slot)
    ? findPlacement(complaint.placements, item.slot)
    : undefined;
  const waiting =
    item.view.name === 'nudge' ? await loadWaiting(deps, complaint, item.view.args) : undefined;
  const now = clock.now();
  const context: ViewContext = { complaint, organisation, people, now, placement, waiting };
  const readable = withholdFrom(findAccess(item, context), complaint);
  const isWithheld = readable === undefined;
  const isMoot =
    isWithheld ||
    (item.kind === 'nudge' && item.view.name === 'nudge' && isMootNudge(item.view.args, context)) ||
    isMootNews(item, complaint) ||
    isMootNote(item, complaint) ||
    isMootCard(item, placement);
  if (isMoot && item.kind !== 'update' && !item.uncertain) return { kind: 'moot' };
  const card = isWithheld
    ? withheldCard(complaint.id)
    : renderView(item.view, { ...context, complaint: readable });
  const message = { deliveryId: item.id, card };
  if (item.kind === 'update') return updateMessage(deps, complaint.refs[item.slot], message);
  const known = routesFor(deps, complaint, item, people);
  const routes =
    known.length > 0 ? known : await findRoutesByEmail(deps, accounts, complaint, item);
  const isInThread = findCardAbove(item, complaint) !== null;
  const tried = isInThread ? toThreadRoutes(deps, complaint) : routes;
  const document = { complaint: complaint.id };
  return postOnce(deps, { document, item, message, routes, tried, isMoot });
}

/** {@link routesFor} a person without an account, after looking their accounts up by e-mail address. */
async function findRoutesByEmail(
  deps: Dependencies,
  accounts: Pick<AccountDirectory, 'findAccounts'>,
  complaint: Complaint,
  item: Delivery,
): Promise<readonly Route[]> {
  if (item.person === null || !(await accounts.findAccounts(item.person))) return [];
  const people = await deps.people.getMany(findRoutedPeople(complaint, [item]));
  return routesFor(deps, complaint, item, people);
}

/** Views that say nothing about the complaint's content, for people who may have lost access to it. */
const VISIBLE_WITHOUT_ACCESS: readonly string[] = [
  'relieved',
  'not-delivered',
  'redirected',
  'withheld',
];

/** How much of the complaint the delivery may show. What goes to a channel is for the whole team. */
function findAccess(item: Delivery, { complaint, organisation, people }: ViewContext): Access {
  if (item.person === null || VISIBLE_WITHOUT_ACCESS.includes(item.view.name)) return 'full';
  const known = people.get(item.person) ?? item.person;
  return accessOf(toViewer(known, organisation), complaint);
}

/**
 * Is every reason of this nudge settled by now, or snoozed by its recipient? The end of the snooze
 * repeats a snoozed one.
 */
export function isMootNudge(
  { reasons, to }: NudgeArgs,
  context: Pick<ViewContext, 'complaint' | 'organisation' | 'people' | 'now'>,
): boolean {
  return reasons.every(
    (reason) => isReasonSettled(reason, to, context) || isSnoozed(reason, to, context),
  );
}

/** The reporter is not told any more that nothing happens, once something has. */
function isMootNews({ view }: Delivery, complaint: Complaint): boolean {
  return view.name === 'reporter-waiting' && !isEverybodyWaiting(complaint);
}

/**
 * What was written for a channel that might see the complaint is not posted there once it is confidential: whom it
 * is about may read the thread. It stands in the details.
 */
function isMootNote({ slot }: Delivery, { confidential }: Complaint): boolean {
  return confidential && isThreadSlot(slot);
}

/** A team gets no card in a channel that it has left before the card was posted. */
function isMootCard({ kind }: Delivery, placement: Placement | undefined): boolean {
  return kind === 'post' && placement !== undefined && placement.closedAt !== null;
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
