import { type PersonCommandKind, TEXT_LIMIT } from '../domain/complaint/command.js';
import type { Complaint } from '../domain/complaint/complaint.js';
import {
  findAcknowledgement,
  findFollowUps,
  findResolution,
  type Resolution,
} from '../domain/complaint/handling.js';
import { checkPermission, isOnlyReporter, type Viewer } from '../domain/complaint/permissions.js';
import { type Absences, isAway, NOBODY_AWAY } from '../domain/inbox/absence.js';
import { isIncomplete } from '../domain/intake/missing.js';
import type { PersonId } from '../domain/organisation/person.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import {
  findCategoryName,
  findConcernedPeople,
  renderDate,
  renderPerson,
  type ViewContext,
} from './context.js';
import type { Block, Fact } from './elements.js';
import {
  acknowledgementFact,
  fact,
  missingFact,
  ownershipText,
  reopeningBlocks,
  resolutionBlocks,
} from './facts.js';
import type { FormDraft } from './forms/form-fields.js';
import { canReadWordsBy, historyBlocks } from './history/history.js';
import { addedFact } from './intake/added-report.js';
import { contactFacts, intakeFacts, wantedBlock } from './intake/intake-facts.js';
import { sourceBlocks } from './intake/source-views.js';
import { openPromiseBlocks, settledPromiseBlocks } from './promises.js';

const words = text.form.details;

/**
 * Which buttons the details offer, in this order; of these only what the viewer may use now. The others
 * stand beside their promise, on a reminder, on the reporter's card, or in the answer to a command.
 */
const IS_IN_DETAILS = {
  take: true,
  acknowledge: true,
  promise: true,
  update: true,
  resolve: true,
  tell: true,
  'follow-up': true,
  assign: true,
  release: true,
  'add-report': true,
  complete: true,
  correct: true,
  recategorise: true,
  reopen: true,
  withdraw: true,
  'correct-received': true,
  'name-colleague': true,
  waive: false,
  keep: false,
  renegotiate: false,
  'correct-promise': false,
  snooze: false,
} as const satisfies Readonly<Record<PersonCommandKind, boolean>>;

const DETAILS_ACTIONS = (Object.keys(IS_IN_DETAILS) as readonly PersonCommandKind[]).filter(
  (action) => IS_IN_DETAILS[action],
);

/** What the details are made from. `absences`: who is away; absent: nobody. */
type DetailsContext = ViewContext & {
  readonly absences?: Absences | undefined;
  /** What it is linked to, as far as the viewer may see that. Absent: nothing. */
  readonly linked?: readonly Complaint[] | undefined;
};

/** All that the viewer may see of the complaint, in full, with the buttons they may use. */
export function detailsForm(context: DetailsContext, viewer: Viewer): FormDraft<'details'> {
  const { complaint } = context;
  const { description, desiredOutcome } = complaint.details;
  const actions = DETAILS_ACTIONS.filter((action) => isOffered(action, context, viewer));
  return {
    id: 'details',
    title: complaint.id,
    submit: null,
    fields: [],
    blocks: [
      {
        kind: 'text',
        text: [{ strong: findCategoryName(context) }, '. ', ...ownershipText(context)],
      },
      ...absenceBlocks(context),
      { kind: 'quote', label: text.card.team.happened, text: description, max: TEXT_LIMIT },
      wantedBlock(desiredOutcome, TEXT_LIMIT),
      {
        kind: 'facts',
        facts: [
          ...missingFact(context),
          ...concernFact(context, viewer),
          ...intakeFacts(context),
          ...contactFacts(context),
          ...acknowledgementFact(context),
          ...addedFact(context),
          ...pastLastRungFact(context),
        ],
      },
      ...fullResolutionBlocks(context, viewer),
      ...sourceBlocks(context),
      { kind: 'buttons', buttons: actions.map((action) => createButton(action, complaint.id)) },
      ...openPromiseBlocks(context, viewer),
      ...acknowledgementQuote(context),
      ...settledPromiseBlocks(context, viewer),
      ...linkedBlocks(context),
      { kind: 'divider' },
      { kind: 'note', text: [{ strong: words.history }] },
      ...historyBlocks(context, viewer),
    ],
  };
}

/** That whoever has it is away, and until when: somebody else gets their reminders. */
function absenceBlocks(context: DetailsContext): readonly Block[] {
  const { complaint, absences = NOBODY_AWAY, now } = context;
  const { assignee } = complaint;
  const absence = assignee === null ? undefined : absences.get(assignee);
  if (assignee === null || absence === undefined || !isAway(absence, now)) return [];
  const until = absence.until === null ? null : renderDate(context, absence.until);
  return [{ kind: 'text', text: words.away(renderPerson(context, assignee), until) }];
}

/** The complaints that it is linked to, and those that are linked to it. */
function linkedBlocks({ linked = [] }: DetailsContext): readonly Block[] {
  if (linked.length === 0) return [];
  const { heading, open } = text.links;
  const facts = linked.map(({ id, state }) => fact(id, [text.states[state]]));
  const buttons = linked.map(({ id }) => ({ ...createButton('details', id), label: open(id) }));
  return [
    { kind: 'note', text: [{ strong: heading }] },
    { kind: 'facts', facts },
    { kind: 'buttons', buttons },
  ];
}

/** Whom it is about. Whoever only reported it reads that as long as nobody else has said so. */
function concernFact(context: ViewContext, viewer: Viewer): readonly Fact[] {
  const { complaint } = context;
  if (complaint.isConcernNamedLater === true && isOnlyReporter(viewer, complaint)) return [];
  return findConcernedPeople(context).map((id) => ({
    label: text.colleague.about,
    value: [renderPerson(context, id)],
  }));
}

/** How often everybody was reminded, because the whole ladder was and nothing happened. */
function pastLastRungFact(context: ViewContext): readonly Fact[] {
  const { pastLastRung } = context.complaint;
  if (pastLastRung === undefined) return [];
  const { since, reminders } = pastLastRung;
  const value = words.reminders(reminders, renderDate(context, since));
  return [{ label: words.pastLastRung, value }];
}

function isOffered(action: PersonCommandKind, context: ViewContext, viewer: Viewer): boolean {
  const { complaint } = context;
  if (checkPermission(viewer, complaint, action) !== 'yes') return false;
  if (action === 'acknowledge') return findAcknowledgement(complaint) === null;
  if (action === 'complete') return isIncomplete(complaint);
  if (action === 'tell') return findResolution(complaint)?.told === null;
  return true;
}

/** What was done, whether the complainant wanted it, and what happened after that. */
function fullResolutionBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { complaint } = context;
  const resolution = findResolution(complaint);
  const followUp = findFollowUps(complaint).at(-1);
  return [
    ...resolutionBlocks(context, TEXT_LIMIT),
    ...(resolution === null ? [] : deliveredBlocks(resolution)),
    ...internalQuote(context, viewer, words.followUp, followUp?.words, followUp?.by),
    ...withdrawalBlocks(context, viewer),
    ...reopeningBlocks(context, (author) => canReadWordsBy(viewer, complaint, author), TEXT_LIMIT),
  ];
}

/** Whether it was what the complainant wanted, and what they were told. */
function deliveredBlocks({ delivered, told }: Resolution): readonly Block[] {
  const note: Block = { kind: 'note', text: [`${words.delivered(text.delivered[delivered])}.`] };
  if (told === null || told.words === '') return [note];
  return [note, { kind: 'quote', label: words.told, text: told.words, max: TEXT_LIMIT }];
}

/** Why the complaint was withdrawn. */
function withdrawalBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { withdrawal } = context.complaint;
  return internalQuote(context, viewer, words.withdrawn, withdrawal?.reason, withdrawal?.by);
}

/** A quote that only some viewers may read, see {@link canReadWordsBy}. Empty when nothing was written. */
function internalQuote(
  { complaint }: ViewContext,
  viewer: Viewer,
  label: string,
  written: string | undefined,
  by: PersonId | undefined,
): readonly Block[] {
  if (written === undefined || written === '' || by === undefined) return [];
  if (!canReadWordsBy(viewer, complaint, by)) return [];
  return [{ kind: 'quote', label, text: written, max: TEXT_LIMIT }];
}

function acknowledgementQuote({ complaint }: ViewContext): readonly Block[] {
  const acknowledgement = complaint.acknowledgements.at(-1);
  if (acknowledgement === undefined) return [];
  const { words: written } = acknowledgement;
  return [{ kind: 'quote', label: words.acknowledged, text: written, max: TEXT_LIMIT }];
}
