import { answer, type WhoOpens } from '../../complaint/answer.js';
import { findReporters } from '../../complaint/audience.js';
import type { CommandOf } from '../../complaint/command.js';
import type { Complaint } from '../../complaint/complaint.js';
import {
  changed,
  type Outcome,
  type PersonContext,
  unchanged,
  validated,
} from '../../complaint/decision.js';
import type { DeliveryDraft } from '../../complaint/delivery.js';
import { draftTeamCard, isPostedOrPending } from '../../complaint/delivery-drafts.js';
import { findRoles, isViewer } from '../../complaint/permissions.js';
import {
  getOwner,
  MAX_PLACEMENTS,
  openPlacement,
  type Placement,
  toCardSlot,
} from '../../complaint/slot.js';
import { findLadderOf } from '../../concerned/concerned.js';
import { findConcernFaults } from '../../concerned/naming.js';
import { type Refusal, refusal } from '../../document/refusal.js';
import { startRounds } from '../../nudges/rounds.js';
import { endNudges } from '../../nudges/settle-nudges.js';
import type { Category } from '../../organisation/organisation.js';
import { isolate } from '../../text/isolate.js';

/**
 * Changes what a complaint is about, as long as nobody has it. Its team, and whether it is confidential, follow
 * the category. Another team gets a placement of its own with a new card; the card before shows from then on
 * only where the complaint is. Whoever is asked to take it anew is reminded from the first rung on.
 */
export function recategorise(
  complaint: Complaint,
  { category: key }: CommandOf<'recategorise'>,
  context: PersonContext,
): Outcome {
  const category = context.organisation.categories.get(key);
  if (key === complaint.category) return unchanged(answer({ code: 'same-category' }));
  return validated(findFaults(complaint, category, context), () => {
    const { team = '' } = category ?? {};
    const confidential = isHidden(complaint, category, context);
    const isMoved = team !== complaint.team;
    const moved = isMoved
      ? moveTo(complaint, team, context.now)
      : { placements: complaint.placements, lastUpdates: [] };
    const isForOthers = isMoved || confidential !== complaint.confidential;
    const anew = isForOthers ? startAnew(complaint, context.now) : { patch: {}, drafts: [] };
    return changed(
      { what: 'recategorise', args: { from: complaint.category, category: key } },
      { category: key, team, confidential, placements: moved.placements, ...anew.patch },
      {
        drafts: [...moved.lastUpdates, ...anew.drafts],
        answer: answer({
          code: 'recategorised',
          ...toNames(category, context),
          ...(confidential && { opens: findWhoOpens({ ...complaint, team }, context) }),
        }),
      },
    );
  });
}

/** Is it confidential with this category? One that was so for another reason, such as a named colleague, stays so. */
function isHidden(
  { category: before, confidential, concerns = [] }: Complaint,
  category: Category | undefined,
  { organisation }: PersonContext,
): boolean {
  const isOfItself = confidential && organisation.categories.get(before)?.confidential === false;
  return isOfItself || concerns.length > 0 || (category?.confidential ?? true);
}

function findFaults(
  complaint: Complaint,
  category: Category | undefined,
  context: PersonContext,
): readonly Refusal[] {
  if (category === undefined) return [refusal('unknown-category', 'category')];
  const { actor } = context;
  const isDisclosed = complaint.confidential && !isHidden(complaint, category, context);
  const mayDisclose = findRoles(actor, complaint).some(
    (role) => role === 'lead' || role === 'officer',
  );
  const isFull = complaint.placements.length >= MAX_PLACEMENTS;
  return [
    ...(isDisclosed && !mayDisclose ? [refusal('stays-confidential', 'category')] : []),
    ...findConcernFaults('category', { ...complaint, team: category.team }, context),
    ...(isFull && category.team !== complaint.team ? [refusal('placements-full', 'category')] : []),
  ];
}

function toNames(
  category: Category | undefined,
  { organisation }: PersonContext,
): { readonly category: string; readonly team: string } {
  const { name = '', team: key = '' } = category ?? {};
  return { category: isolate(name), team: isolate(organisation.teams.get(key)?.name ?? key) };
}

function findWhoOpens(complaint: Complaint, { actor, organisation }: PersonContext): WhoOpens {
  return {
    lead: findLadderOf(complaint, organisation).lead !== null,
    isAlone: findReporters(complaint).every((one) => isViewer(actor, one)),
  };
}

/** The complaint's placements with a new one for this team, and the last update of each card before. */
function moveTo(
  complaint: Complaint,
  team: string,
  now: number,
): { readonly placements: readonly Placement[]; readonly lastUpdates: readonly DeliveryDraft[] } {
  const { placements } = complaint;
  const owner = getOwner(placements);
  const isLeft = (one: Placement): boolean => one.closedAt === null && one.team === owner.team;
  const left = placements.map((one) =>
    isLeft(one) ? { ...one, as: 'former' as const, closedAt: now } : one,
  );
  const lastUpdates = placements
    .filter((one) => isLeft(one) && isPostedOrPending(complaint, toCardSlot(one)))
    .map((one) => draftTeamCard('update', one));
  return { placements: [...left, openPlacement(placements, team, now)], lastUpdates };
}

/** Other people are to take it: reminders of before ask for nothing any more, and the ladder begins anew. */
function startAnew(complaint: Complaint, now: number) {
  const { nudges, drafts } = endNudges(complaint, ({ to }) => !isReporter(to, complaint), now);
  const rounds = startRounds(complaint, 'untaken', 'acknowledgement', 'promise-passed');
  return { patch: { nudges, rounds, untakenSince: now }, drafts };
}

function isReporter(
  to: Complaint['nudges'][number]['to'],
  { reporter }: Pick<Complaint, 'reporter'>,
): boolean {
  return to !== 'team' && to.person === reporter;
}
