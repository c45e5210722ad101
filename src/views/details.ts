import { TEXT_LIMIT } from '../domain/complaint/command.js';
import type { HistoryAuthor } from '../domain/complaint/complaint.js';
import { mayDo, type Viewer } from '../domain/complaint/permissions.js';
import { text } from '../text/index.js';
import { type Action, button } from './buttons.js';
import { categoryName, type ViewContext } from './context.js';
import type { Block } from './elements.js';
import { acknowledgementFact, ending, intakeFacts, ownership } from './facts.js';
import type { FormDraft } from './forms.js';
import { mayRead, pastOf } from './history.js';
import { openPromiseBlocks, settledPromiseBlocks } from './promises.js';

const words = text.form.details;

/** What the details offer, in this order, where the viewer may do it now. */
const OFFERED = [
  'take',
  'acknowledge',
  'promise',
  'update',
  'resolve',
  'tell',
  'follow-up',
  'assign',
  'release',
  'correct',
  'reopen',
  'withdraw',
] as const satisfies readonly Action[];

/** Everything a viewer may know of a complaint, in full length, with what they can do. To be read. */
export function details(context: ViewContext, viewer: Viewer): FormDraft {
  const { complaint } = context;
  const { description, desiredOutcome } = complaint.details;
  const actions = OFFERED.filter((action) => isOffered(action, context, viewer));
  return {
    id: 'details',
    title: complaint.id,
    submit: null,
    fields: [],
    blocks: [
      { kind: 'text', text: [{ strong: categoryName(context) }, '. ', ...ownership(context)] },
      { kind: 'quote', label: text.card.team.happened, text: description, max: TEXT_LIMIT },
      { kind: 'quote', label: text.card.team.wanted, text: desiredOutcome, max: TEXT_LIMIT },
      { kind: 'facts', facts: [...intakeFacts(context), ...acknowledgementFact(context)] },
      ...endingInFull(context, viewer),
      { kind: 'buttons', buttons: actions.map((action) => button(action, complaint.id)) },
      ...openPromiseBlocks(context, viewer),
      ...acknowledgementWords(context),
      ...settledPromiseBlocks(context, viewer),
      { kind: 'divider' },
      { kind: 'note', text: [{ strong: words.history }] },
      ...pastOf(context, viewer),
    ],
  };
}

function isOffered(
  action: (typeof OFFERED)[number],
  context: ViewContext,
  viewer: Viewer,
): boolean {
  const { complaint } = context;
  if (mayDo(viewer, complaint, action) !== 'yes') return false;
  if (action === 'acknowledge') return complaint.acknowledgement === null;
  if (action === 'tell') return complaint.resolution?.toldAt === null;
  return true;
}

/** What was done, whether it was what they wanted, and how it went on from there. */
function endingInFull(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { resolution, followUp } = context.complaint;
  const answer = resolution === null ? '' : text.delivered[resolution.delivered];
  const delivered: Block = { kind: 'note', text: [`${words.delivered} ${answer}.`] };
  return [
    ...ending(context, TEXT_LIMIT),
    ...(resolution === null ? [] : [delivered]),
    ...forTheRecord(context, viewer, words.followUp, followUp?.words, followUp?.by),
    ...reasonOf(context, viewer),
  ];
}

/** Why it was taken back, or why it is not put right, while that holds. */
function reasonOf(context: ViewContext, viewer: Viewer): readonly Block[] {
  const { state, history } = context.complaint;
  if (state === 'resolved' || state === 'closed') return [];
  const kind = state === 'withdrawn' ? 'withdraw' : 'reopen';
  const label = state === 'withdrawn' ? words.withdrawn : words.reopened;
  const last = history.findLast((entry) => entry.what === kind);
  return forTheRecord(context, viewer, label, last?.args.reason, last?.by);
}

function forTheRecord(
  { complaint }: ViewContext,
  viewer: Viewer,
  label: string,
  written: unknown,
  by: HistoryAuthor | undefined,
): readonly Block[] {
  if (typeof written !== 'string' || written === '' || by === undefined) return [];
  if (!mayRead(viewer, complaint, by)) return [];
  return [{ kind: 'quote', label, text: written, max: TEXT_LIMIT }];
}

function acknowledgementWords({ complaint }: ViewContext): readonly Block[] {
  const { acknowledgement } = complaint;
  if (acknowledgement === null) return [];
  const { words: written } = acknowledgement;
  return [{ kind: 'quote', label: words.acknowledged, text: written, max: TEXT_LIMIT }];
}
