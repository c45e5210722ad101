import { decide } from '../../../src/domain/commands/decide.js';
import type { PersonCommand, PersonCommandKind } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import type { ComplaintState } from '../../../src/domain/complaint/facts.js';
import { planComplaintNudges } from '../../../src/domain/nudges/next-action.js';
import { toMessages } from '../../support/complaint/outbox.js';
import {
  act,
  asActor,
  COMMANDS,
  createOrganisation,
  expectAccepted,
  formatLocal,
  HOUR,
  inState,
  MONDAY,
  WHO,
} from '../../support/domain.js';

/** 11:00 on Monday, an hour after {@link MONDAY}. */
export const LATER = MONDAY + HOUR;

/** Decides a command of this person at 11:00 on Monday; it must be accepted. */
export function decideAccepted(
  complaint: Complaint,
  command: PersonCommand,
  person: string,
): Extract<Decision, { kind: 'accepted' }> {
  return expectAccepted(decide(complaint, command, asActor(person, LATER)));
}

/** Formats messages to people and to the thread as lines such as `dm:ann assigned`. */
export function formatMessages(items: Complaint['outbox']): readonly string[] {
  return toMessages(items)
    .filter((item) => item.slot.startsWith('dm:') || item.slot === 'thread:1')
    .map((item) => `${item.slot} ${item.view.name}`);
}

/** The code of a short answer; without one the kind of the decision. */
export function toAnswerCode(decision: Decision): string {
  if (decision.kind === 'refused' || decision.answer.name === 'none') return decision.kind;
  return decision.answer.args.code;
}

/** Formats the nudges that are planned for this person as lines such as `2026-12-01T11:00 quiet 0`. */
export function formatPlanOf(complaint: Complaint, person: string): readonly string[] {
  return planComplaintNudges(complaint, createOrganisation())
    .filter((plan) => plan.to !== 'team' && plan.to.person === person)
    .map((plan) => `${formatLocal(plan.at)} ${plan.rule} ${plan.rung}`);
}

/**
 * A complaint in this state for which the command makes sense. In `resolved` its promise is open for what
 * settles one, and for a follow-up the complainant was told.
 */
export function readyFor(kind: PersonCommandKind, state: ComplaintState): Complaint {
  if (kind === 'complete') return withoutOutcome(inState(state));
  if (state !== 'resolved') return inState(state);
  if (kind === 'follow-up') return act(inState(state), WHO.assignee, COMMANDS.tell);
  const settles = ['keep', 'waive', 'renegotiate', 'correct-promise'].includes(kind);
  return settles
    ? act(inState('assigned'), WHO.assignee, { ...COMMANDS.resolve, promises: [] })
    : inState(state);
}

/** Nobody has asked what the complainant wants. */
function withoutOutcome(complaint: Complaint): Complaint {
  return { ...complaint, details: { ...complaint.details, desiredOutcome: '' } };
}
