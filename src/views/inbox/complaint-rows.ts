import type { Complaint } from '../../domain/complaint/complaint.js';
import { COMMAND_RULES } from '../../domain/complaint/permissions.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import type { Person, PersonId } from '../../domain/organisation/person.js';
import { text } from '../../text/index.js';
import { createButton } from '../buttons.js';
import type { Block, Button, Text } from '../elements.js';
import { listRows, toDetails } from '../notices.js';

/** Each row takes two blocks, and Slack takes 50 blocks a message. */
export const MOST_ROWS = 15;

/** What the rows are rendered from. */
interface RowContext {
  readonly organisation: Organisation;
  readonly people: ReadonlyMap<PersonId, Person>;
}

/** A heading and complaints in rows, each with its buttons; says how many more there are. */
export function complaintRows(
  heading: Text,
  complaints: readonly Complaint[],
  { organisation, people }: RowContext,
  toButtons: (complaint: Complaint) => readonly Button[] = toDetails,
): readonly Block[] {
  const rows = listRows(complaints.slice(0, MOST_ROWS), organisation, people, toButtons);
  const left = complaints.length - MOST_ROWS;
  const more: readonly Block[] = left > 0 ? [{ kind: 'note', text: [text.inbox.more(left)] }] : [];
  return [{ kind: 'text', text: heading }, ...rows, ...more];
}

/** The buttons with which somebody who goes hands a complaint over. A resolved one stays with them. */
export function toHandOver(complaint: Complaint): readonly Button[] {
  const { id, state } = complaint;
  if (!COMMAND_RULES.assign.states.includes(state)) return toDetails(complaint);
  const handOver = { ...createButton('assign', id), label: text.card.buttons.handOver };
  return [handOver, ...toDetails(complaint)];
}
