import { isAway } from '../../domain/inbox/absence.js';
import type { InboxViewArgs, InboxViewName } from '../../domain/inbox/inbox-view.js';
import { text } from '../../text/index.js';
import { createInboxButton } from '../buttons.js';
import { toMention } from '../context.js';
import type { Block, Card, Inline, Text } from '../elements.js';
import { complaintRows } from './complaint-rows.js';
import { digestCard } from './digest.js';
import type { InboxViewContext } from './inbox-context.js';
import { morningListCard } from './morning-list.js';

const words = text.inbox;

type RenderInboxView<N extends InboxViewName> = (
  context: InboxViewContext,
  args: InboxViewArgs[N],
) => Card;

/** How each view of an inbox's message is rendered. */
const VIEWS: { readonly [N in InboxViewName]: RenderInboxView<N> } = {
  'stand-in': standInMessage,
  'stand-in-unreached': unreachedMessage,
  digest: digestCard,
  'morning-list': morningListCard,
  'welcome-back': welcomeBackMessage,
};

/** Renders a message of an inbox from the state of now. */
export function renderInboxView<N extends InboxViewName>(
  view: { readonly name: N; readonly args: InboxViewArgs[N] },
  context: InboxViewContext,
): Card {
  return VIEWS[view.name](context, view.args);
}

/** For whom somebody stands in, until when, and what is with that person; or that it is over. */
function standInMessage(context: InboxViewContext, { n }: InboxViewArgs['stand-in']): Card {
  const { inbox, now, people, complaints } = context;
  const { absence } = inbox;
  const { name } = toMention(people, inbox.id);
  const absent: Inline = { written: name };
  if (absence?.n !== n) {
    const ended = { kind: 'text', text: words.standIn.ended(absent) } as const;
    return { summary: words.standIn.endedSummary(name), title: null, blocks: [ended] };
  }
  const from = isAway(absence, now) ? null : toDate(context, absence.from);
  const until = absence.until === null ? null : toDate(context, absence.until);
  const intro: Block = { kind: 'text', text: words.standIn.intro(absent, from, until) };
  const rows =
    complaints.length === 0 ? [] : complaintRows(words.withThem(absent), complaints, context);
  const summary = words.standIn.summary(name);
  return { summary, title: summary, blocks: [intro, ...rows] };
}

/** That the stand-in cannot be reached, and what to do. */
function unreachedMessage(
  { people }: InboxViewContext,
  { standIn }: InboxViewArgs['stand-in-unreached'],
): Card {
  const { unreachedSummary, unreached } = words.standIn;
  const line: Block = { kind: 'text', text: unreached({ person: toMention(people, standIn) }) };
  const buttons: Block = { kind: 'buttons', buttons: [createInboxButton('away')] };
  return { summary: unreachedSummary, title: null, blocks: [line, buttons] };
}

/** What is with somebody whose absence is over. */
function welcomeBackMessage(context: InboxViewContext): Card {
  const { summary, intro } = words.welcomeBack;
  const { complaints } = context;
  const none: Text = [words.nothingWithYou];
  const rows =
    complaints.length === 0
      ? [{ kind: 'text', text: none } as const]
      : complaintRows([words.withYou], complaints, context);
  return { summary, title: summary, blocks: [{ kind: 'text', text: [intro] }, ...rows] };
}

function toDate({ zone }: InboxViewContext, moment: number): Inline {
  return { moment, zone };
}
