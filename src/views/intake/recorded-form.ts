import type { Complaint } from '../../domain/complaint/complaint.js';
import { owesAcknowledgement } from '../../domain/intake/acknowledgement.js';
import { findAcknowledgeBy } from '../../domain/nudges/shown-on-cards.js';
import { findCalendar, type Organisation } from '../../domain/organisation/organisation.js';
import { text } from '../../text/index.js';
import { findCategoryName, findTeamName } from '../context.js';
import type { Block, Fact, Text } from '../elements.js';
import { fact, findMissingNames, shortenText } from '../facts.js';
import { choiceField, longTextField, MEANS_OPTIONS, momentField } from '../forms/fields.js';
import { createForm, type FormDraft } from '../forms/form-fields.js';
import { changeCategoryBlocks, recordedNotice } from '../notices.js';
import { keptSourceBlocks } from './source-views.js';

const words = text.form.recorded;
const labels = text.card.team;

/** How many characters of what happened and of the wish are read back. */
const READ_BACK = 200;

/**
 * What comes after a complaint was recorded: its reference, its team, the dates that run, and words to read to the
 * complainant, and a button to change what it is about. Submitting it records that they have been told. Undefined
 * if nobody has to tell them. `now`: business time, ms UTC. `changed`: what was changed, if it comes after that.
 */
export function recordedForm(
  complaint: Complaint,
  organisation: Organisation,
  now: number,
  changed?: Text,
): FormDraft<'acknowledge'> | undefined {
  if (!owesAcknowledgement(complaint)) return undefined;
  const { means } = complaint.details;
  const said = text.form.acknowledge;
  const { submit, close } = words;
  const title = changed === undefined ? words.title : text.category.changedTitle;
  const titles = { title: title(complaint.id), submit, close };
  const first = changed ?? [recordedNotice(complaint, organisation).text];
  return createForm<'acknowledge'>(
    'acknowledge',
    titles,
    toBlocks(complaint, organisation, first),
    {
      words: longTextField(words.words, {
        hint: words.hint,
        initial: toSpokenWords(complaint, organisation),
      }),
      means: choiceField(said.means, MEANS_OPTIONS, { initial: means, look: 'menu' }),
      at: momentField(said.at, { initial: now }),
    },
  );
}

function toBlocks(complaint: Complaint, organisation: Organisation, first: Text): readonly Block[] {
  return [
    { kind: 'text', text: first },
    { kind: 'facts', facts: toFacts(complaint, organisation) },
    ...changeCategoryBlocks(complaint, organisation),
    ...keptSourceBlocks(complaint.source),
  ];
}

function toFacts(complaint: Complaint, organisation: Organisation): readonly Fact[] {
  const { zone } = findCalendar(complaint.team, organisation);
  const due = findAcknowledgeBy(complaint, organisation);
  const missing = findMissingNames(complaint.details);
  return [
    fact(words.category, [findCategoryName({ complaint, organisation })]),
    ...(due === null ? [] : [fact(labels.acknowledgeBy, [{ moment: due, zone }])]),
    ...(missing.length === 0 ? [] : [fact(labels.toComplete, [missing.join(', ')])]),
  ];
}

/** A short acknowledgement made of what was recorded. It names nobody but the complainant’s own words. */
function toSpokenWords(complaint: Complaint, organisation: Organisation): string {
  const { id, details, confidential } = complaint;
  return words.spoken({
    reference: id,
    happened: shortenText(details.description.replace(/\s+/g, ' '), READ_BACK),
    wanted: shortenText(details.desiredOutcome.replace(/\s+/g, ' '), READ_BACK),
    team: confidential ? '' : findTeamName({ complaint, organisation }),
  });
}
