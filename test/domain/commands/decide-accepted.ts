import { decide } from '../../../src/domain/commands/decide.js';
import type { PersonCommand } from '../../../src/domain/complaint/command.js';
import type { Complaint } from '../../../src/domain/complaint/complaint.js';
import type { Decision } from '../../../src/domain/complaint/decision.js';
import type { Delivery } from '../../../src/domain/complaint/delivery.js';
import { asActor, expectAccepted, HOUR, MONDAY } from '../../support/domain.js';

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
export function formatMessages(deliveries: readonly Delivery[]): readonly string[] {
  return deliveries
    .filter((item) => item.slot.startsWith('dm:') || item.slot === 'thread:1')
    .map((item) => `${item.slot} ${item.view.name}`);
}
