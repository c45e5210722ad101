import { type PersonCommandKind, TEXT_LIMIT } from '../domain/complaint/command.js';
import { checkPermission, type Viewer } from '../domain/complaint/permissions.js';
import type { PersonId } from '../domain/organisation/person.js';
import { text } from '../text/index.js';
import { createButton } from './buttons.js';
import { findCategoryName, type ViewContext } from './context.js';
import type { Block } from './elements.js';
import { acknowledgementFact, intakeFacts, ownershipText, resolutionBlocks } from './facts.js';
import type { FormDraft } from './forms/form-fields.js';
import { canReadWordsBy, historyBlocks } from './history.js';
import { openPromiseBlocks, settledPromiseBlocks } from './promises.js';

const words = text.form.details;

/**
 * Which buttons the details offer, in this order; of these only what the viewer may use now. The others
 * stand beside their promise, on a reminder, or on the reporter's card.
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
  correct: true,
  reopen: true,
  withdraw: true,
  keep: false,
  renegotiate: false,
  snooze: false,
} as const satisfies Readonly<Record<PersonCommandKind, boolean>>;

const DETAILS_ACTIONS = (Object.keys(IS_IN_DETAILS) as readonly PersonCommandKind[]).filter(
  (action) => IS_IN_DETAILS[action],
);

/** All that the viewer may see of the complaint, in full, with the buttons they may use. */
export function detailsForm(context: ViewContext, viewer: Viewer): FormDraft<'details'> {
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
      { kind: 'quote', label: text.card.team.happened, text: description, max: TEXT_LIMIT },
      { kind: 'quote', label: text.card.team.wanted, text: desiredOutcome, max: TEXT_LIMIT },
      { kind: 'facts', facts: [...intakeFacts(context), ...acknowledgementFact(context)] },
      ...fullResolutionBlocks(context, viewer),
      { kind: 'buttons', buttons: actions.map((action) => createButton(action, complaint.id)) },
      ...openPromiseBlocks(context, viewer),
      ...acknowledgementQuote(context),
      ...settledPromiseBlocks(context, viewer),
      { kind: 'divider' },
      { kind: 'note', text: [{ strong: words.history }] },
      ...historyBlocks(context, viewer),
    ],
  };
}

function isOffered(action: PersonCommandKind, context: ViewContext, viewer: Viewer): boolean {
  const { complaint } = context;
  if (checkPermission(viewer, complaint, action) !== 'yes') return false;
  if (action === 'acknowledge') return complaint.acknowledgement === null;
  if (action === 'tell') return complaint.resolution?.toldAt === null;
  return true;
}

/** What was done, whether the complainant wanted it, and what happened after that. */
function fullResolutionBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { resolution, followUp } = context.complaint;
  const answer = resolution === null ? '' : text.delivered[resolution.delivered];
  const delivered: Block = { kind: 'note', text: [`${words.delivered(answer)}.`] };
  return [
    ...resolutionBlocks(context, TEXT_LIMIT),
    ...(resolution === null ? [] : [delivered]),
    ...internalQuote(context, viewer, words.followUp, followUp?.words, followUp?.by),
    ...reasonBlocks(context, viewer),
  ];
}

/** Why the complaint was withdrawn or reopened. Empty once it is resolved again. */
function reasonBlocks(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { state, withdrawal, reopenings } = context.complaint;
  if (state === 'resolved' || state === 'closed') return [];
  const isWithdrawn = state === 'withdrawn';
  const label = isWithdrawn ? words.withdrawn : words.reopened;
  const last = isWithdrawn ? withdrawal : reopenings.at(-1);
  return internalQuote(context, viewer, label, last?.reason, last?.by);
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
  const { acknowledgement } = complaint;
  if (acknowledgement === null) return [];
  const { words: written } = acknowledgement;
  return [{ kind: 'quote', label: words.acknowledged, text: written, max: TEXT_LIMIT }];
}
