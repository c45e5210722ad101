import type { Complaint } from '../../domain/complaint/complaint.js';
import type { ViewArgs } from '../../domain/complaint/view-ref.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import { text } from '../../text/index.js';
import { createButton } from '../buttons.js';
import {
  findTeamName,
  findTeamTag,
  renderDate,
  renderPerson,
  type ViewContext,
} from '../context.js';
import type { Card, Fact, Inline, Text } from '../elements.js';
import { fact } from '../facts.js';
import { authoredBlocks, messageCard } from '../messages.js';

/** That the complainant complained again: how often, when last, and to whom; whenever it was written down. */
export function addedFact(context: ViewContext): readonly Fact[] {
  const { addedReports = [] } = context.complaint;
  const [last] = addedReports.toReversed().toSorted((a, b) => b.receivedAt - a.receivedAt);
  if (last === undefined) return [];
  const words = text.card.team;
  const date = renderDate(context, last.receivedAt);
  const by = renderPerson(context, last.by);
  const times = addedReports.length;
  const value = times === 1 ? words.again(date, by) : words.againTimes(times, date, by);
  return [fact(words.complainedAgain, value)];
}

/** To whoever has the complaint, or its team: the complainant complained again. */
export function reportAddedMessage(context: ViewContext, args: ViewArgs['report-added']): Card {
  const words = text.message;
  const { id, assignee } = context.complaint;
  const { by, to, receivedAt, means, words: written } = args;
  const date = renderDate(context, receivedAt);
  const team = to === null && assignee === null ? findTeamTag(context) : undefined;
  const toLine = (author: Inline): Text => {
    const said = words.reportAdded(author, id, date, text.means[means]);
    return team === undefined ? said : words.reportAddedFor({ team }, said);
  };
  // In a thread the card above has the buttons.
  const actions = to === null ? [] : [createButton('update', id), createButton('details', id)];
  const blocks = authoredBlocks(context, by, toLine, written);
  return messageCard(words.reportAddedSummary(id), blocks, actions);
}

/**
 * All that somebody is told of a complaint which they may not see, because they entered its complainant's account,
 * e-mail address or telephone number: its reference, team and state, and since when there is one. Ask
 * `findAddingObstacle` first.
 */
export function toldOfText(complaint: Complaint, organisation: Organisation): Text {
  const { id, state, filedAt: now } = complaint;
  const context: ViewContext = { complaint, organisation, people: new Map(), now };
  const since = renderDate(context, complaint.filedAt);
  return text.addReport.toldOf(id, findTeamName(context), text.states[state], since);
}
