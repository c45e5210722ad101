import type { PersonId, Platform } from '../organisation/person.js';
import type { NudgeIdentity, NudgeStandIn } from './facts.js';
import type { FailureReason } from './failure-reason.js';
import type { Means } from './handling.js';
import type { Slot } from './slot.js';

/** The arguments of a view or an answer that needs none. */
export type NoArgs = Readonly<Record<never, never>>;

/** One thing that a nudge message asks for. */
export interface NudgeReason extends NudgeIdentity {
  /** Business time, ms UTC. */
  readonly dueAt: number;
}

/** The arguments of a nudge's view. */
export interface NudgeArgs {
  readonly reasons: readonly NudgeReason[];
  /** The person whom it is for; null for the team's channel. */
  readonly to: PersonId | null;
  /** Who gets it in place of `to`, who is away. */
  readonly standIn?: NudgeStandIn;
  /** Who could not be reached, so that it goes to `to` instead: a person, or `team`. */
  readonly unreachable?: PersonId | 'team';
}

/**
 * What each view shows besides the complaint, by the view's stored name. A view is rendered when its
 * delivery is sent, from the complaint as it is then. Optional arguments are absent in older deliveries.
 */
export interface ViewArgs {
  /** The complaint's card in the team's channel. */
  readonly 'team-card': NoArgs;
  /** The complaint's card for a reporter. `to`: who joined by adding to it; absent: who recorded it. */
  readonly 'reporter-card': { readonly to?: PersonId };
  /** A reminder, to a person or the team. */
  readonly nudge: NudgeArgs;
  /** To the reporter: an update that somebody sent on purpose. */
  readonly 'reporter-update': { readonly by: PersonId; readonly text: string };
  /** To the team: an update for the team only. */
  readonly 'team-update': { readonly by: PersonId; readonly text: string };
  /** To the new assignee. */
  readonly assigned: { readonly by: PersonId; readonly to: PersonId };
  /** To the assignee before, who is `from`. */
  readonly relieved: { readonly by: PersonId; readonly from: PersonId; readonly to: PersonId };
  /** To the reporter: what was done. */
  readonly 'reporter-resolved': { readonly by: PersonId };
  /** To the reporter: it goes on. */
  readonly 'reporter-reopened': { readonly by: PersonId };
  /** To the reporter: nothing has happened, and everybody responsible is reminded. */
  readonly 'reporter-waiting': NoArgs;
  /** The complainant complained again. `to`: who is told; null: the team, in its thread. `receivedAt`: ms UTC. */
  readonly 'report-added': {
    readonly by: PersonId;
    readonly to: PersonId | null;
    readonly receivedAt: number;
    readonly means: Means;
    readonly words: string;
  };
  /** To the lead: the complainant is not satisfied. */
  readonly dissatisfied: {
    readonly by: PersonId;
    readonly satisfaction: number;
    readonly words: string;
  };
  /** To the assignee. */
  readonly reopened: { readonly by: PersonId; readonly reason: string };
  /** To the lead: the card could not be posted in the team's channel. */
  readonly unplaced: { readonly reason: FailureReason };
  /** To whoever got `unplaced`: the card is in the team's channel now. */
  readonly placed: NoArgs;
  /**
   * To whoever wrote under a card that is no longer the team's: where it goes on. `isMoved`: with another team.
   * `on`: the platform they wrote on, where they are told.
   */
  readonly redirected: { readonly isMoved?: true; readonly on?: Platform };
  /** To the team: a person cannot be reached in chat. */
  readonly unreached: { readonly person: PersonId };
  /** To an author: the message of view `what` did not arrive. */
  readonly 'not-delivered': {
    readonly reason: FailureReason;
    readonly what: AuthoredView;
    readonly to: PersonId | null;
  };
  /** In place of an older message to somebody who may not see the complaint any more. */
  readonly withheld: NoArgs;
  /** To the operators. */
  readonly alarm: { readonly reason: FailureReason; readonly slot: Slot };
}

export type ViewName = keyof ViewArgs;

/** The views that a person's command sends to others. */
export type AuthoredView = {
  readonly [N in ViewName]: ViewArgs[N] extends { readonly by: PersonId } ? N : never;
}[ViewName];

/** The content of a delivery, as data: a view of `src/views` by its stored name, and its arguments. */
export type ViewRef = {
  readonly [N in ViewName]: { readonly name: N; readonly args: ViewArgs[N] };
}[ViewName];

/** True for the content of a message that a person's command sent. */
export function isAuthored(
  view: ViewRef,
): view is Extract<ViewRef, { readonly name: AuthoredView }> {
  return 'by' in view.args;
}
