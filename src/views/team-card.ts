import type { Complaint } from '../domain/complaint/complaint.js';
import { text } from '../text/index.js';
import { type Action, button } from './buttons.js';
import { categoryName, teamTag, type ViewContext, who } from './context.js';
import type { Block, Card, Text } from './elements.js';
import {
  acknowledgementFact,
  ending,
  intakeFacts,
  ownership,
  promiseFacts,
  story,
} from './facts.js';

const words = text.card.team;

/** The complaint's card in its team's channel: the head of its thread. */
export function teamCard(context: ViewContext): Card {
  const { complaint } = context;
  if (complaint.confidential) return confidentialCard(context);
  const category = categoryName(context);
  return {
    summary: words.summary(complaint.id, category, text.states[complaint.state]),
    title: words.title(complaint.id, category),
    blocks: [
      { kind: 'text', text: [...calling(context), ...ownership(context)] },
      ...story(context),
      {
        kind: 'facts',
        facts: [
          ...intakeFacts(context),
          ...acknowledgementFact(context),
          ...promiseFacts(context, 5),
        ],
      },
      ...ending(context),
      { kind: 'buttons', buttons: actionsOf(complaint).map((a) => button(a, complaint.id)) },
    ],
  };
}

/** Tags the team while nobody has the complaint. */
function calling(context: ViewContext): Text {
  const tag = teamTag(context);
  return context.complaint.state === 'open' && tag !== undefined ? [{ team: tag }, ' '] : [];
}

/** What the channel may know of a confidential complaint: that it is there, and whose it is to open. */
function confidentialCard(context: ViewContext): Card {
  const { complaint, organisation } = context;
  const lead = organisation.teams.get(complaint.team)?.lead ?? null;
  const called: Text = lead === null ? [] : [who(context, lead), ' '];
  const blocks: readonly Block[] = [
    { kind: 'text', text: [...called, words.confidential] },
    { kind: 'buttons', buttons: [button('details', complaint.id)] },
  ];
  return {
    summary: words.confidentialSummary(complaint.id),
    title: complaint.id,
    blocks,
  };
}

/** The buttons of the team's card: what comes next, and the rest in the details. */
function actionsOf(complaint: Complaint): readonly Action[] {
  const acknowledge: readonly Action[] = complaint.acknowledgement === null ? ['acknowledge'] : [];
  switch (complaint.state) {
    case 'open':
      return ['take', ...acknowledge, 'assign', 'details'];
    case 'assigned':
      return [...acknowledge, 'promise', 'update', 'resolve', 'assign', 'details'];
    case 'resolved': {
      const tell: readonly Action[] = complaint.resolution?.toldAt === null ? ['tell'] : [];
      return [...tell, 'follow-up', 'reopen', 'details'];
    }
    case 'closed':
      return ['reopen', 'details'];
    case 'withdrawn':
      return ['details'];
  }
}
