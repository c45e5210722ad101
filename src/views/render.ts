import type { ViewArgs, ViewName } from '../domain/complaint/view-ref.js';
import { reporterCard, teamCard } from './complaint-cards.js';
import type { ViewContext } from './context.js';
import type { Card } from './elements.js';
import { reportAddedMessage } from './intake/added-report.js';
import * as messages from './messages.js';
import { nudgeCard } from './nudge-card.js';
import { redirectedMessage } from './placements/elsewhere.js';

type RenderView<N extends ViewName> = (context: ViewContext, args: ViewArgs[N]) => Card;

/** How each view of a delivery is rendered. */
const VIEWS: { readonly [N in ViewName]: RenderView<N> } = {
  'team-card': teamCard,
  'reporter-card': reporterCard,
  nudge: nudgeCard,
  'reporter-update': messages.reporterUpdateMessage,
  'team-update': messages.teamUpdateMessage,
  assigned: messages.assignedMessage,
  relieved: messages.relievedMessage,
  'reporter-resolved': messages.reporterResolvedMessage,
  'reporter-reopened': messages.reporterReopenedMessage,
  'reporter-waiting': messages.reporterWaitingMessage,
  'report-added': reportAddedMessage,
  dissatisfied: messages.dissatisfiedMessage,
  reopened: messages.reopenedMessage,
  unplaced: messages.unplacedMessage,
  placed: messages.placedMessage,
  redirected: redirectedMessage,
  unreached: messages.unreachedMessage,
  'not-delivered': messages.notDeliveredMessage,
  withheld: ({ complaint }) => messages.withheldCard(complaint.id),
  alarm: messages.alarmMessage,
};

/** The names of all views. */
export const VIEW_NAMES = Object.keys(VIEWS) as readonly ViewName[];

/** Renders a delivery from the current state. */
export function renderView<N extends ViewName>(
  view: { readonly name: N; readonly args: ViewArgs[N] },
  context: ViewContext,
): Card {
  return VIEWS[view.name](context, view.args);
}
