import type { Complaint } from '../domain/complaint/complaint.js';
import { text } from '../text/index.js';
import { type Action, createButton } from './buttons.js';
import { findTeamName, type ViewContext } from './context.js';
import type { Card } from './elements.js';
import {
  acknowledgementFact,
  intakeQuotes,
  promiseFacts,
  reporterStatusText,
  resolutionBlocks,
} from './facts.js';

const words = text.card.reporter;

/** The reporter's card in their chat with Redress. It shows none of the team's internal notes. */
export function reporterCard(context: ViewContext): Card {
  const { complaint } = context;
  const facts = [
    { label: text.card.team.complainant, value: [complaint.details.complainant.name] },
    ...acknowledgementFact(context),
    ...promiseFacts(context, 5),
  ];
  return {
    summary: words.summary(complaint.id, findTeamName(context), text.states[complaint.state]),
    title: words.title(complaint.id),
    blocks: [
      { kind: 'text', text: reporterStatusText(context) },
      ...intakeQuotes(context),
      { kind: 'facts', facts },
      ...resolutionBlocks(context),
      {
        kind: 'buttons',
        buttons: toReporterActions(complaint).map((a) => createButton(a, complaint.id)),
      },
    ],
  };
}

function toReporterActions(complaint: Complaint): readonly Action[] {
  switch (complaint.state) {
    case 'open':
    case 'assigned':
      return ['note', 'details'];
    case 'resolved':
      return ['follow-up', 'reopen', 'details'];
    case 'closed':
      return ['reopen', 'details'];
    case 'withdrawn':
      return ['details'];
  }
}
