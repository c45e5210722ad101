import { TEXT_LIMIT } from '../domain/command.js';
import type { HistoryEntry } from '../domain/complaint.js';
import { mayDo, rolesIn, type Viewer } from '../domain/permissions.js';
import { text } from '../text/index.js';
import { type Action, button } from './buttons.js';
import { categoryName, type ViewContext, when, who } from './context.js';
import type { Block, Text } from './elements.js';
import { acknowledgementFact, ending, intakeFacts, ownership, promiseFacts } from './facts.js';
import type { Draft } from './forms.js';
import { shortened } from './shorten.js';

const HISTORY_SHOWN = 20;
const HISTORY_LETTERS = 200;

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
export function details(context: ViewContext, viewer: Viewer): Draft {
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
      {
        kind: 'facts',
        facts: [
          ...intakeFacts(context),
          ...acknowledgementFact(context),
          ...promiseFacts(context, 10, TEXT_LIMIT),
        ],
      },
      ...ending(context, TEXT_LIMIT),
      { kind: 'buttons', buttons: actions.map((action) => button(action, complaint.id)) },
      { kind: 'divider' },
      { kind: 'note', text: [{ strong: text.form.details.history }] },
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

/** The latest history. What the team notes for itself is not shown to somebody who only reported it. */
function pastOf(context: ViewContext, viewer: Viewer): readonly Block[] {
  const roles = rolesIn(viewer, context.complaint);
  const isOutside = roles.every((role) => role === 'reporter');
  return context.complaint.history
    .filter((entry) => !(isOutside && isInternal(entry)) && !isSilent(entry))
    .slice(-HISTORY_SHOWN)
    .reverse()
    .map((entry): Block => ({ kind: 'note', text: line(context, entry) }));
}

function isInternal(entry: HistoryEntry): boolean {
  if (entry.what === 'update') return entry.args.audience !== 'reporter';
  return ['hear', 'nudge', 'snooze', 'undelivered'].includes(entry.what);
}

/** A wake-up that only put the next time right reminded nobody. */
function isSilent({ what, args }: HistoryEntry): boolean {
  return what === 'nudge' && Array.isArray(args.sent) && args.sent.length === 0;
}

function line(context: ViewContext, entry: HistoryEntry): Text {
  const by: Text = entry.by === 'redress' ? ['Redress'] : [who(context, entry.by)];
  const what = text.history[entry.what] ?? entry.what;
  return [when(context, entry.at), ' · ', ...by, ` ${what}`, ...about(context, entry)];
}

/** The words or the person of a history entry, shortened. */
function about(context: ViewContext, { what, args }: HistoryEntry): Text {
  if (what === 'assign' && typeof args.to === 'string') return [' ', who(context, args.to)];
  const words = [args.text, args.words, args.what, args.reason].find(
    (value) => typeof value === 'string' && value !== '',
  );
  if (typeof words !== 'string' || what === 'undelivered') return [];
  return [`: “${shortened(words, HISTORY_LETTERS)}”`];
}
