import { isLeft } from '../../domain/complaint/slot.js';
import type { ViewArgs } from '../../domain/complaint/view-ref.js';
import { text } from '../../text/index.js';
import { createButton } from '../buttons.js';
import { findTeamName, type ViewContext } from '../context.js';
import type { Block, Card } from '../elements.js';

/**
 * The last state of a card in a channel that the complaint has left. It shows the reference, and where the
 * complaint is. The members of a team that it has left may not see it, so for them there is no button.
 */
export function formerTeamCard(context: ViewContext): Card {
  const { placement } = context;
  const { id, placements } = context.complaint;
  const isMoved = placement !== undefined && isLeft(placement, placements);
  const { left, leftSummary, former, formerSummary } = text.card.team;
  const said = isMoved ? left : former;
  return {
    summary: isMoved ? leftSummary(id) : formerSummary(id),
    title: id,
    blocks: withDetails(id, said(findTeamName(context)), !isMoved),
  };
}

/** To whoever wrote under such a card. */
export function redirectedMessage(context: ViewContext, args: ViewArgs['redirected']): Card {
  const { id } = context.complaint;
  const isMoved = args.isMoved === true;
  const { redirected, redirectedToTeam, redirectedSummary, redirectedToTeamSummary } = text.message;
  const say = isMoved ? redirectedToTeam : redirected;
  return {
    summary: isMoved ? redirectedToTeamSummary(id) : redirectedSummary(id),
    title: null,
    blocks: withDetails(id, say(id, findTeamName(context)), !isMoved),
  };
}

function withDetails(id: string, said: string, maySee: boolean): readonly Block[] {
  const line: Block = { kind: 'text', text: [said] };
  return maySee ? [line, { kind: 'buttons', buttons: [createButton('details', id)] }] : [line];
}
