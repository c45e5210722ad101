import type { Complaint } from '../domain/complaint/complaint.js';
import { findResolution } from '../domain/complaint/handling.js';
import { getOwner, isLeft } from '../domain/complaint/slot.js';
import type { ViewArgs } from '../domain/complaint/view-ref.js';
import { owesAcknowledgement } from '../domain/intake/acknowledgement.js';
import { isIncomplete } from '../domain/intake/missing.js';
import { isEverybodyWaiting } from '../domain/nudges/past-last-rung.js';
import { text } from '../text/index.js';
import { type Action, createButton } from './buttons.js';
import {
  callPerson,
  findCategoryName,
  findShownLead,
  findTeamName,
  findTeamTag,
  isSamePerson,
  type ViewContext,
} from './context.js';
import type { Block, Card, Text } from './elements.js';
import {
  acknowledgementFact,
  missingFact,
  ownershipText,
  promiseFacts,
  reopeningBlocks,
  reporterStatusText,
  resolutionBlocks,
} from './facts.js';
import { addedFact } from './intake/added-report.js';
import { intakeFacts, intakeQuotes, renderName } from './intake/intake-facts.js';
import { formerTeamCard } from './placements/elsewhere.js';

/** The complaint's card in the team's channel. The thread hangs below it. */
export function teamCard(context: ViewContext): Card {
  const { complaint, placement } = context;
  if (placement !== undefined && placement.closedAt !== null) return formerTeamCard(context);
  if (complaint.confidential) return confidentialTeamCard(context);
  const category = findCategoryName(context);
  return {
    summary: text.card.team.summary(complaint.id, category, text.states[complaint.state]),
    title: text.card.team.title(complaint.id, category),
    blocks: [
      { kind: 'text', text: [...teamTagText(context), ...ownershipText(context)] },
      ...intakeQuotes(context),
      {
        kind: 'facts',
        facts: [
          ...missingFact(context),
          ...intakeFacts(context),
          ...acknowledgementFact(context),
          ...addedFact(context),
          ...promiseFacts(context, 5),
        ],
      },
      ...reopeningBlocks(context, () => true),
      ...resolutionBlocks(context),
      {
        kind: 'buttons',
        buttons: toTeamActions(complaint).map((a) => createButton(a, complaint.id)),
      },
    ],
  };
}

/** Tags the team while nobody has the complaint: on its first card, not on those it gets by changing its channel. */
function teamTagText(context: ViewContext): Text {
  const { complaint, placement } = context;
  const tag = isFirstOfTeam(complaint, placement) ? findTeamTag(context) : undefined;
  return complaint.state === 'open' && tag !== undefined ? text.card.team.isFor({ team: tag }) : [];
}

function isFirstOfTeam({ placements }: Complaint, placement = getOwner(placements)): boolean {
  const own = placements.find((one) => one.team === placement.team && !isLeft(one, placements));
  return own?.n === placement.n;
}

/** The card of a confidential complaint. The channel sees only that it exists and who can open it. */
function confidentialTeamCard(context: ViewContext): Card {
  const { complaint } = context;
  const lead = findShownLead(context);
  const { isFor, confidential } = text.card.team;
  const line: Text =
    lead === null
      ? [confidential.toOfficers]
      : [...isFor(callPerson(context, lead)), confidential.toLead];
  const blocks: readonly Block[] = [
    { kind: 'text', text: line },
    { kind: 'buttons', buttons: [createButton('details', complaint.id)] },
  ];
  return {
    summary: text.card.team.confidentialSummary(complaint.id),
    title: complaint.id,
    blocks,
  };
}

/** The buttons for the next steps. The details have all others. */
function toTeamActions(complaint: Complaint): readonly Action[] {
  const complete: readonly Action[] = isIncomplete(complaint) ? ['complete'] : [];
  const acknowledge: readonly Action[] = owesAcknowledgement(complaint) ? ['acknowledge'] : [];
  switch (complaint.state) {
    case 'open':
      return ['take', ...acknowledge, ...complete, 'assign', 'details'];
    case 'assigned':
      return [...acknowledge, ...complete, 'promise', 'update', 'resolve', 'assign', 'details'];
    case 'resolved': {
      const tell: readonly Action[] = findResolution(complaint)?.told === null ? ['tell'] : [];
      return [...tell, 'follow-up', 'reopen', 'details'];
    }
    case 'closed':
      return ['reopen', 'details'];
    case 'withdrawn':
      return ['details'];
  }
}

/** A reporter's card in their chat with Redress. It shows none of the team's internal notes. */
export function reporterCard(context: ViewContext, { to }: ViewArgs['reporter-card'] = {}): Card {
  const { complaint } = context;
  const { title, addedTitle } = text.card.reporter;
  const reader = to ?? complaint.reporter;
  const facts = [
    { label: text.card.team.complainant, value: [renderName(complaint.details.complainant)] },
    { label: text.card.reporter.category, value: [findCategoryName(context)] },
    ...missingFact(context),
    ...acknowledgementFact(context),
    ...addedFact(context),
    ...promiseFacts(context, 5),
  ];
  return {
    summary: text.card.reporter.summary(
      complaint.id,
      findTeamName(context),
      text.states[complaint.state],
    ),
    title: to === undefined ? title(complaint.id) : addedTitle(complaint.id),
    blocks: [
      { kind: 'text', text: reporterStatusText(context) },
      ...waitingBlocks(complaint),
      ...intakeQuotes(context),
      { kind: 'facts', facts },
      ...reopeningBlocks(context, (author) => isSamePerson(context.people, author, reader)),
      ...resolutionBlocks(context),
      {
        kind: 'buttons',
        buttons: toReporterActions(complaint).map((a) => createButton(a, complaint.id)),
      },
    ],
  };
}

/** Says that everybody is reminded, while nothing happens. */
function waitingBlocks(complaint: Complaint): readonly Block[] {
  return isEverybodyWaiting(complaint)
    ? [{ kind: 'text', text: [text.card.reporter.waiting] }]
    : [];
}

function toReporterActions(complaint: Complaint): readonly Action[] {
  switch (complaint.state) {
    case 'open':
    case 'assigned':
      return isIncomplete(complaint) ? ['complete', 'note', 'details'] : ['note', 'details'];
    case 'resolved':
      return ['follow-up', 'reopen', 'details'];
    case 'closed':
      return ['reopen', 'details'];
    case 'withdrawn':
      return ['details'];
  }
}
