import type { Complaint } from '../domain/complaint/complaint.js';
import { text } from '../text/index.js';
import { type Action, createButton } from './buttons.js';
import { findCategoryName, findTeamTag, renderPerson, type ViewContext } from './context.js';
import type { Block, Card, Text } from './elements.js';
import {
  acknowledgementFact,
  intakeFacts,
  intakeQuotes,
  ownershipText,
  promiseFacts,
  resolutionBlocks,
} from './facts.js';

const words = text.card.team;

/** The complaint's card in the team's channel. The thread hangs below it. */
export function teamCard(context: ViewContext): Card {
  const { complaint } = context;
  if (complaint.confidential) return confidentialTeamCard(context);
  const category = findCategoryName(context);
  return {
    summary: words.summary(complaint.id, category, text.states[complaint.state]),
    title: words.title(complaint.id, category),
    blocks: [
      { kind: 'text', text: [...teamTagText(context), ...ownershipText(context)] },
      ...intakeQuotes(context),
      {
        kind: 'facts',
        facts: [
          ...intakeFacts(context),
          ...acknowledgementFact(context),
          ...promiseFacts(context, 5),
        ],
      },
      ...resolutionBlocks(context),
      {
        kind: 'buttons',
        buttons: toTeamActions(complaint).map((a) => createButton(a, complaint.id)),
      },
    ],
  };
}

/** Tags the team while nobody has the complaint. */
function teamTagText(context: ViewContext): Text {
  const tag = findTeamTag(context);
  return context.complaint.state === 'open' && tag !== undefined ? [{ team: tag }, ' '] : [];
}

/** The card of a confidential complaint. The channel sees only that it exists and who can open it. */
function confidentialTeamCard(context: ViewContext): Card {
  const { complaint, organisation } = context;
  const lead = organisation.teams.get(complaint.team)?.lead ?? null;
  const leadText: Text = lead === null ? [] : [renderPerson(context, lead), ' '];
  const blocks: readonly Block[] = [
    { kind: 'text', text: [...leadText, words.confidential] },
    { kind: 'buttons', buttons: [createButton('details', complaint.id)] },
  ];
  return {
    summary: words.confidentialSummary(complaint.id),
    title: complaint.id,
    blocks,
  };
}

/** The buttons for the next steps. The details have all others. */
function toTeamActions(complaint: Complaint): readonly Action[] {
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
