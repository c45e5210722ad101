import type { Answer, AnswerArgs, AnswerCode, Said } from '../domain/complaint/answer.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import type { ComplaintId } from '../domain/complaint/facts.js';
import { findOpenPromises } from '../domain/complaint/promise.js';
import { findLadderOf } from '../domain/concerned/concerned.js';
import type { Refusal, RefusalArgs, RefusalCode } from '../domain/document/refusal.js';
import { findCalendar, type Organisation } from '../domain/organisation/organisation.js';
import type { Person, PersonId } from '../domain/organisation/person.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import { COMMAND_WORDS } from './chat-commands.js';
import { findCategoryName, findTeamName, toMention } from './context.js';
import type { Block, Button, FormFault, Inline, Notice, Text } from './elements.js';

const words = text.notice;

/** A notice of one sentence. */
export function toNotice(line: string): Notice {
  return { text: line, blocks: [] };
}

/**
 * The answer to an accepted or repeated command about this complaint. Undefined when there is nothing to
 * say. `zone`: the IANA zone of its reader.
 */
export function answerNotice(id: ComplaintId, answer: Answer, zone: string): Notice | undefined {
  if (answer.name === 'none') return undefined;
  const { line, more } = sayAnswer(answer.args, zone, new Map());
  const first = text.aboutComplaint(id, line);
  if (more === undefined) return toNotice(first);
  return { text: first, blocks: [{ kind: 'text', text: more }, ...changeBlocks(id, answer.args)] };
}

/** The button to change the date that the answer reads back, for when it was recorded wrongly. */
function changeBlocks(id: ComplaintId, said: Said): readonly Block[] {
  if (said.code !== 'promised' && said.code !== 'promise-corrected') return [];
  return [{ kind: 'buttons', buttons: [createButton('correct-promise', id, said.promise)] }];
}

/** The sentences of an answer, as somebody in `zone` (IANA) reads them; `people`: whom it may name. */
export function sayAnswer<C extends AnswerCode>(
  said: { readonly code: C } & AnswerArgs[C],
  zone: string,
  people: ReadonlyMap<PersonId, Person>,
): ReturnType<(typeof text.answers)[AnswerCode]> {
  const date = (moment: number): Inline => ({ moment, zone });
  return text.answers[said.code](said, {
    date,
    person: (id) => ({ person: toMention(people, id) }),
  });
}

/**
 * Tells a reporter at once that the complaint is recorded, and to whom it goes: as long as nobody has
 * it and its team's channel was not found to be out of reach. Later their card says where it stands. It also
 * says what the complaint is about, with a button to change that.
 */
export function recordedNotice(complaint: Complaint, organisation: Organisation): Notice {
  const change = changeCategoryBlocks(complaint, organisation);
  const about = text.category.about(findCategoryName({ complaint, organisation }));
  const blocks: readonly Block[] = [{ kind: 'text', text: about }, ...change];
  const said = sayRecorded(complaint, organisation);
  return change.length === 0 ? said : { ...said, blocks };
}

/** The button to change what it is about; none if somebody has it, or there is nothing to choose from. */
export function changeCategoryBlocks(
  { id, state }: Pick<Complaint, 'id' | 'state'>,
  { categories }: Pick<Organisation, 'categories'>,
): readonly Block[] {
  if (state !== 'open' || categories.size < 2) return [];
  const button = { ...createButton('recategorise', id), label: text.category.change };
  return [{ kind: 'buttons', buttons: [button] }];
}

function sayRecorded(complaint: Complaint, organisation: Organisation): Notice {
  const { id, state, confidential, undelivered } = complaint;
  const team = organisation.teams.get(complaint.team);
  const name = findTeamName({ complaint, organisation });
  if (team === undefined || state !== 'open' || undelivered.cards.length > 0) {
    return toNotice(words.recorded.only(id));
  }
  if (!confidential) return toNotice(words.recorded.goesTo(id, name));
  const { confidentialToLead, confidentialToOfficers } = words.recorded;
  return toNotice(
    findLadderOf(complaint, organisation).lead === null
      ? confidentialToOfficers(id)
      : confidentialToLead(id, name),
  );
}

/**
 * A refusal as a notice, with the complaint it is about. What does not exist for somebody is not named.
 */
export function refusalNotice(refusal: Refusal, id: ComplaintId | null = null): Notice {
  const line = sayRefusal(refusal);
  const isNamed = id !== null && refusal.code !== 'not-found';
  return toNotice(isNamed ? text.aboutComplaint(id, line) : line);
}

/** A refusal as a fault under the form's field. */
export function refusalFault(refusal: Refusal): FormFault {
  return { field: refusal.field, message: sayRefusal(refusal) };
}

function sayRefusal<C extends RefusalCode>(refusal: {
  readonly code: C;
  readonly args: RefusalArgs[C];
}): string {
  return text.refusals[refusal.code](refusal.args);
}

/** The answer to `help`. */
export function helpNotice(): Notice {
  return {
    title: words.helpHeading,
    text: words.helpTitle,
    blocks: [
      ...(['', ...COMMAND_WORDS] as const).map(
        (command): Block => ({ kind: 'text', text: words.help[command]({ command }) }),
      ),
      { kind: 'note', text: [words.helpMore] },
    ],
  };
}

/**
 * The answer to `list`: the first `limit` of the given complaints, each with a button for its details.
 * Says so when there are more.
 */
export function listNotice(
  complaints: readonly Complaint[],
  organisation: Organisation,
  people: ReadonlyMap<PersonId, Person>,
  limit: number,
): Notice {
  if (complaints.length === 0) return { ...toNotice(words.list.none), title: words.list.heading };
  const rows = listRows(complaints.slice(0, limit), organisation, people);
  const more: readonly Block[] =
    complaints.length <= limit ? [] : [{ kind: 'note', text: [words.list.more(limit)] }];
  return {
    title: words.list.heading,
    text: words.list.title,
    blocks: [...rows, ...more],
  };
}

/** Complaints in rows: what each is about, how it stands, who has it, its next date, and its buttons. */
export function listRows(
  complaints: readonly Complaint[],
  organisation: Organisation,
  people: ReadonlyMap<PersonId, Person>,
  toButtons: (complaint: Complaint) => readonly Button[] = toDetails,
): readonly Block[] {
  return complaints.flatMap((complaint): readonly Block[] => [
    { kind: 'text', text: listRow(complaint, organisation, people) },
    { kind: 'buttons', buttons: toButtons(complaint) },
  ]);
}

/** The button for the details of a complaint. */
export function toDetails({ id }: Pick<Complaint, 'id'>): readonly Button[] {
  return [createButton('details', id)];
}

function listRow(
  complaint: Complaint,
  organisation: Organisation,
  people: ReadonlyMap<PersonId, Person>,
): Text {
  const category = findCategoryName({ complaint, organisation });
  const { assignee, state } = complaint;
  const row = words.list.row(complaint.id, category, text.states[state]);
  // The state of an open complaint already says that nobody has it.
  const owned =
    assignee === null ? row : words.list.with(row, { person: toMention(people, assignee) });
  const next = findNextDate(complaint);
  const { zone } = findCalendar(complaint.team, organisation);
  return next === undefined ? owned : words.list.next(owned, { moment: next, zone });
}

/** The nearest date of an open promise, ms UTC; undefined when there is none. */
function findNextDate(complaint: Complaint): number | undefined {
  const dates = findOpenPromises(complaint).map(({ dueAt }) => dueAt);
  return dates.length === 0 ? undefined : Math.min(...dates);
}
