import {
  formatMatchAnswer,
  type MatchStep,
  type OfferedMatch,
  type OfferedMatches,
} from '../../domain/matching/match-answer.js';
import type { Organisation } from '../../domain/organisation/organisation.js';
import type { Person, PersonId } from '../../domain/organisation/person.js';
import { isolate } from '../../domain/text/isolate.js';
import { text } from '../../text/index.js';
import { findTeamName, toMention } from '../context.js';
import type { Block, Option, Text } from '../elements.js';
import { shortenText } from '../facts.js';
import { choiceField } from '../forms/fields.js';
import type { FieldOf } from '../forms/form-fields.js';

const words = text.match;

/** So many characters an option has at most. Slack shows the first 75. */
const LABEL = 160;

/** So many characters of what happened stand in a line. */
const HAPPENED = 80;

/** What lines about complaints that were found are made of. `zone`: the reader’s (IANA). */
export interface MatchContext {
  readonly organisation: Organisation;
  /** Those who have the complaints. */
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly zone: string;
}

/** What was found for a complaint that is about to be recorded, as a form shows it. */
export interface ShownMatches {
  /** The question which of them it is; null if nothing was found. */
  readonly field: FieldOf<'choice'> | null;
  /** What is only named. */
  readonly blocks: readonly Block[];
}

/**
 * Shows these complaints as one question: each with what may be done with it, and first that it is none of them.
 * Somebody who may not see a complaint reads its reference, team, state and since when, and nothing else.
 */
export function showMatches(
  { matches, hasMore }: OfferedMatches,
  context: MatchContext,
): ShownMatches {
  const named = matches.filter(({ step }) => step === null);
  const offered = matches.flatMap((match) =>
    match.step === null ? [] : [toOption(match, match.step, context)],
  );
  const isNew = { value: formatMatchAnswer({ kind: 'new' }), label: words.isNew };
  return {
    field:
      matches.length === 0
        ? null
        : choiceField(words.label, [isNew, ...offered], {
            ...{ hint: hasMore ? words.hintOfMany : words.hint },
            ...{ initial: isNew.value, look: 'radio' },
          }),
    blocks: named.map((match) => toNote([words.onlyNamed, { written: toLine(match, context) }])),
  };
}

function toNote(line: Text): Block {
  return { kind: 'note', text: line };
}

function toOption(match: OfferedMatch, step: MatchStep, context: MatchContext): Option {
  const { id } = match.complaint;
  return {
    value: formatMatchAnswer({ kind: step, id }),
    label: shortenText(words.option[step](toLine(match, context)), LABEL),
  };
}

function toLine({ complaint, access }: OfferedMatch, context: MatchContext): string {
  const { organisation, people, zone } = context;
  const { id, state, assignee, filedAt, details } = complaint;
  const isWhole = access === 'full';
  return words.line({
    id,
    team: isWhole ? '' : findTeamName({ complaint, organisation }),
    state: text.states[state].toLowerCase(),
    person:
      isWhole && state === 'assigned' && assignee !== null
        ? isolate(toMention(people, assignee).name)
        : '',
    since: filedAt,
    zone,
    happened: isWhole ? isolate(shortenText(toOneLine(details.description), HAPPENED)) : '',
  });
}

function toOneLine(written: string): string {
  return written.replace(/\s+/g, ' ');
}
