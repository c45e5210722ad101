import { toUntaken } from '../commands/ownership.js';
import { answer } from '../complaint/answer.js';
import type { CommandOf } from '../complaint/command.js';
import type { Complaint } from '../complaint/complaint.js';
import {
  changed,
  type Outcome,
  type PersonContext,
  unchanged,
  validated,
} from '../complaint/decision.js';
import type { OutboxDraft } from '../complaint/delivery.js';
import { type ComplaintFacts, isInWork, type RecordedFacts } from '../complaint/facts.js';
import { isViewer } from '../complaint/permissions.js';
import { type Refusal, refusal } from '../document/refusal.js';
import { withholdNudges } from '../nudges/settle-nudges.js';
import type { PersonId } from '../organisation/person.js';
import { findLadderOf, isConcerned } from './concerned.js';

/**
 * Names the colleague whom the complaint is about, or nobody any more. From then on it does not exist for
 * that colleague. It becomes confidential, since they may be in the channel of its team; without a name it
 * stays so, because what it says was written for fewer people. Whoever has it and is named loses it.
 */
export function nameColleague(
  complaint: Complaint,
  command: CommandOf<'name-colleague'>,
  context: PersonContext,
): Outcome {
  const { colleague, aliases = [], nobody } = command;
  const after = colleague === null ? [] : [colleague, ...aliases];
  return validated(findNamingFaults(complaint, after, nobody, context), () => {
    const { concerns: before = [] } = complaint;
    if (isSameSet(before, after)) return unchanged(answer({ code: 'nothing-to-correct' }));
    if (after.length === 0) {
      return changed(
        { what: 'name-colleague', args: { before, after } },
        { ...NAMED_LATER, concerns: after },
      );
    }
    const named = { ...complaint, concerns: after, confidential: true };
    const { nudges, drafts } = withholdNudges(
      complaint,
      findReaders(complaint, after),
      context.now,
    );
    const isTheirs = isConcerned({ ids: toIds(complaint.assignee) }, named);
    const from = isTheirs && complaint.assignee !== null ? { from: complaint.assignee } : {};
    return changed(
      { what: 'name-colleague', args: { before, after, ...from } },
      {
        ...NAMED_LATER,
        concerns: after,
        confidential: true,
        nudges,
        snoozes: withoutKeys(complaint.snoozes, after),
        ...(isTheirs ? toReleased(complaint, context.now) : {}),
      },
      { drafts: [...drafts, ...draftWithheld(complaint, after)] },
    );
  });
}

const NAMED_LATER = { isConcernNamedLater: true } as const;

function toIds(id: PersonId | null): readonly PersonId[] {
  return id === null ? [] : [id];
}

function findNamingFaults(
  complaint: Complaint,
  named: readonly PersonId[],
  nobody: boolean,
  context: PersonContext,
): readonly Refusal[] {
  if (named.length === 0) return nobody ? [] : [refusal('missing', 'colleague')];
  if (nobody) return [refusal('named-nobody', 'nobody')];
  if (named.includes(complaint.reporter)) return [refusal('colleague-reporter', 'colleague')];
  return findConcernFaults('colleague', { team: complaint.team, concerns: named }, context);
}

/**
 * Returns why a complaint cannot be about these people: they would name themselves, or nobody would be left who
 * can open it. `field`: the form's.
 */
export function findConcernFaults(
  field: string,
  complaint: Pick<ComplaintFacts, 'team' | 'concerns'>,
  { actor, organisation }: PersonContext,
): readonly Refusal[] {
  const { concerns = [] } = complaint;
  if (concerns.length === 0) return [];
  if (concerns.some((id) => isViewer(actor, id))) return [refusal('colleague-self', field)];
  const { lead, officers } = findLadderOf(complaint, organisation);
  return lead === null && officers.length === 0 ? [refusal('colleague-last', field)] : [];
}

/** Who reads messages that are to be drawn anew: the named, and the team if it could see the complaint before. */
function findReaders(
  { confidential }: Complaint,
  named: readonly PersonId[],
): readonly (PersonId | null)[] {
  return confidential ? named : [...named, null];
}

/** As when it is given back; what was resolved stays so, and nobody has it. */
function toReleased(complaint: Complaint, now: number): Partial<RecordedFacts> {
  return isInWork(complaint) ? toUntaken(complaint, now) : { assignee: null };
}

/** The last message in the chat of each of them is replaced. What they read before cannot be taken back. */
function draftWithheld({ refs }: Complaint, named: readonly PersonId[]): readonly OutboxDraft[] {
  return named
    .filter((person) => refs[`dm:${person}`] !== undefined)
    .map((person) => ({
      ...{ kind: 'update', slot: `dm:${person}`, person },
      view: { name: 'withheld', args: {} },
    }));
}

function withoutKeys(
  snoozes: ComplaintFacts['snoozes'],
  people: readonly PersonId[],
): ComplaintFacts['snoozes'] {
  return Object.fromEntries(Object.entries(snoozes).filter(([id]) => !people.includes(id)));
}

function isSameSet(one: readonly PersonId[], other: readonly PersonId[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
