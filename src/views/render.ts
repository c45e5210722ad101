import type { ViewRef } from '../domain/complaint/delivery.js';
import { RedressError } from '../errors.js';
import { reporterCard, teamCard } from './complaint-cards.js';
import type { ViewContext } from './context.js';
import type { Card } from './elements.js';
import * as messages from './messages.js';
import { type NudgeArgs, nudgeCard } from './nudge-card.js';

type View = (context: ViewContext, args: ViewRef['args']) => Card;

/** The views that a stored delivery can name. */
const VIEWS: ReadonlyMap<string, View> = new Map<string, View>([
  ['team-card', teamCard],
  ['reporter-card', reporterCard],
  ['nudge', (context, args) => nudgeCard(context, args as unknown as NudgeArgs)],
  ['reporter-update', messages.reporterUpdateMessage],
  ['team-update', messages.teamUpdateMessage],
  ['assigned', messages.assignedMessage],
  ['relieved', messages.relievedMessage],
  ['reporter-resolved', messages.reporterResolvedMessage],
  ['reopened', messages.reopenedMessage],
  ['unplaced', messages.unplacedMessage],
  ['unreached', messages.unreachedMessage],
  ['not-delivered', messages.notDeliveredMessage],
  ['alarm', messages.alarmMessage],
]);

/** The names of all views. A test compares them with the views that the domain's deliveries name. */
export const VIEW_NAMES: readonly string[] = [...VIEWS.keys()];

/** Renders a delivery from the current state. Throws `VIEW_UNKNOWN` when this version lacks the view. */
export function renderView(view: ViewRef, context: ViewContext): Card {
  const render = VIEWS.get(view.name);
  if (render === undefined) throw new RedressError('VIEW_UNKNOWN', `no view “${view.name}”`);
  return render(context, view.args);
}
