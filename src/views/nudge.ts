import type { Complaint, NudgeRecord } from '../domain/complaint/complaint.js';
import { findCalendar } from '../domain/nudges/next-action.js';
import { acknowledgementDue } from '../domain/nudges/plan.js';
import { isAnswered, isMoot } from '../domain/nudges/relevance.js';
import type { NudgeReason } from '../domain/nudges/send.js';
import { text } from '../text/index.js';
import { button } from './buttons.js';
import { teamTag, type ViewContext, when, who } from './context.js';
import type { Block, Button, Card, Text } from './elements.js';

const words = text.nudge;

/** Arguments of a nudge's view, as the domain writes them. */
export interface NudgeArgs {
  readonly reasons: readonly NudgeReason[];
  /** The person it goes to; null for the team. */
  readonly to: string | null;
  /** Who could not be reached, when it comes to this person instead. */
  readonly unreachable?: string;
}

/** A reminder: what is due, whose it is, and the buttons to do it; or that nothing is left to do. */
export function nudgeCard(context: ViewContext, args: NudgeArgs): Card {
  const { complaint } = context;
  const live = args.reasons.filter((reason) => !isDone(reason, context));
  if (live.length === 0) return doneCard(complaint);
  if (args.to === null && complaint.confidential) return confidentialCard(complaint);
  const isHigher = live.some((reason) => reason.rung > 0);
  const summary = isHigher ? words.escalatedSummary(complaint.id) : words.summary(complaint.id);
  return {
    summary,
    title: summary,
    blocks: [
      ...opening(context, args, isHigher),
      ...live.map((reason): Block => ({ kind: 'text', text: sentence(context, reason) })),
      ...snoozeNote(context, args.to),
      { kind: 'buttons', buttons: buttonsFor(context, live, args.to) },
    ],
  };
}

function doneCard(complaint: Complaint): Card {
  const block: Block = { kind: 'note', text: [words.done(complaint.id)] };
  return { summary: words.doneSummary(complaint.id), title: null, blocks: [block] };
}

/** For the team's channel, where nobody but the lead may know more: nobody stands above to be asked instead. */
function confidentialCard({ id }: Complaint): Card {
  const summary = words.summary(id);
  const line: Block = { kind: 'text', text: [words.confidential] };
  const blocks: readonly Block[] = [line, { kind: 'buttons', buttons: [button('details', id)] }];
  return { summary, title: summary, blocks };
}

/**
 * Is nothing left to do for this reason? A quiet one is answered by anything that came after it. Its
 * record is forgotten some time after that, see `nudge` in the domain.
 */
export function isDone(reason: NudgeReason, context: ViewContext): boolean {
  const { complaint } = context;
  const sent = complaint.nudges.find((record) => isSame(record, reason));
  if (sent !== undefined) return isAnswered(sent, complaint);
  return reason.rule === 'quiet' || isMoot(reason, complaint);
}

function isSame(record: NudgeRecord, reason: NudgeReason): boolean {
  return (
    record.rule === reason.rule &&
    record.about === reason.about &&
    record.rung === reason.rung &&
    record.dueAt === reason.dueAt
  );
}

/** Whom it calls, why it comes to them, and whose it is: a sentence each. */
function opening(context: ViewContext, args: NudgeArgs, isHigher: boolean): readonly Block[] {
  const tag = args.to === null ? teamTag(context) : undefined;
  const called: Text = tag === undefined ? [] : [{ team: tag }];
  const sentences = [called, why(context, args, isHigher), owner(context, args.to)];
  const text = sentences
    .filter((one) => one.length > 0)
    .flatMap((one, n): Text => (n === 0 ? one : [' ', ...one]));
  return text.length === 0 ? [] : [{ kind: 'text', text }];
}

function owner(context: ViewContext, to: string | null): Text {
  const { assignee } = context.complaint;
  if (assignee === null) return [words.nobodyHasIt];
  return assignee === to ? [] : [words.isWith, who(context, assignee), '.'];
}

function why(context: ViewContext, args: NudgeArgs, isHigher: boolean): Text {
  if (args.unreachable === 'team') return [words.teamUnreachable];
  if (args.unreachable !== undefined) return [who(context, args.unreachable), words.unreachable];
  return isHigher ? [words.escalated] : [];
}

function sentence(context: ViewContext, reason: NudgeReason): Text {
  const { before, after } = words.rules[reason.rule];
  const promise = context.complaint.promises.find((made) => made.id === reason.about);
  const what: Text = promise === undefined ? [] : [{ strong: promise.what }];
  return [before, when(context, momentOf(context, reason)), after, ...what];
}

function momentOf(context: ViewContext, reason: NudgeReason): number {
  const { complaint } = context;
  switch (reason.rule) {
    case 'untaken':
      return complaint.untakenSince ?? complaint.filedAt;
    case 'acknowledgement':
      return acknowledgeBy(context);
    case 'promise-near':
    case 'promise-passed':
      return complaint.promises.find((made) => made.id === reason.about)?.dueAt ?? reason.dueAt;
    case 'quiet':
      return complaint.lastLifeAt;
    case 'tell':
    case 'follow-up':
      return complaint.resolution?.at ?? reason.dueAt;
  }
}

function acknowledgeBy({ complaint, organisation }: ViewContext): number {
  const calendar = findCalendar(complaint.team, organisation);
  return acknowledgementDue(complaint.filedAt, organisation.policy, calendar);
}

function snoozeNote(context: ViewContext, to: string | null): readonly Block[] {
  const until = to === null ? 0 : (context.complaint.snoozes[to]?.until ?? 0);
  if (until <= context.now) return [];
  return [{ kind: 'note', text: [words.snoozed, when(context, until), '.'] }];
}

function buttonsFor(
  context: ViewContext,
  live: readonly NudgeReason[],
  to: string | null,
): readonly Button[] {
  const { id } = context.complaint;
  const isSnoozed = to !== null && (context.complaint.snoozes[to]?.until ?? 0) > context.now;
  const own = live.flatMap((reason) => answersTo(context.complaint, reason));
  const unique = [...new Map(own.map((b) => [`${b.action}${b.value}`, b])).values()];
  const snooze = to === null || isSnoozed ? [] : [button('snooze', id)];
  return [...unique, ...snooze, button('details', id)];
}

function answersTo({ id, state }: Complaint, reason: NudgeReason): readonly Button[] {
  switch (reason.rule) {
    case 'untaken':
      return reason.rung === 0 ? [button('take', id)] : [button('take', id), button('assign', id)];
    case 'acknowledgement':
      return [button('acknowledge', id)];
    case 'promise-near':
    case 'promise-passed':
      // A promise of a complaint that was given back is for whoever takes it.
      if (state === 'open') return [button('take', id)];
      return [button('keep', id, reason.about), button('renegotiate', id, reason.about)];
    case 'quiet':
      return [button('update', id)];
    case 'tell':
      return [button('tell', id)];
    case 'follow-up':
      return [button('follow-up', id), button('reopen', id)];
  }
}
