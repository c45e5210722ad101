import type { ComplaintId } from '../../../domain/complaint/facts.js';
import type { MessageSource, UnreadReason } from '../../../domain/intake/source.js';
import type { ChosenMessage } from '../../../ports/thread-reader.js';

/** What the form for a new complaint carries of the message that it was opened from. */
export interface CarriedSource extends Pick<ChosenMessage, 'thread' | 'link' | 'isPrivate'> {
  /** By what this process knows what was read for the form. */
  readonly key: string;
  /** The chosen message. Its text is cut, because a form carries little. */
  readonly by: string;
  readonly at: number;
  readonly text: string;
  /** The form said what of the thread will be kept. Absent: it did not yet. */
  readonly shown?: {
    /** The time of the last message it counted, ms UTC. */
    readonly until: number;
    readonly unread: UnreadReason | null;
  };
}

/** What the form for a new complaint carries to its submission. */
export interface FilingContext {
  /** The team in whose channel it was asked for; null if it was none's. */
  readonly team: string | null;
  /** Absent: it was not opened from a message. */
  readonly from?: CarriedSource;
  /** The known complaints that it shows. Absent: it shows none. */
  readonly seen?: readonly ComplaintId[];
}

/** Most characters of the chosen message's text and name, of which each quote counts as four. */
const MAX_TEXT = 400;
const MAX_NAME = 100;
const MAX_LINK = 500;

/** The form's context. If there is nothing else, it is only the team's key, as in earlier releases. */
export function toFilingContext(context: FilingContext): string {
  const { team, from, seen } = context;
  return from === undefined && seen === undefined ? (team ?? '') : JSON.stringify(context);
}

/** Parses what {@link toFilingContext} wrote; platforms let nobody else write it. */
export function parseFilingContext(context: string): FilingContext {
  if (!context.startsWith('{')) return { team: context === '' ? null : context };
  return JSON.parse(context) as FilingContext;
}

/** What the form carries of the chosen message. `kept`: what it says will be kept; undefined: it does not say yet. */
export function toCarried(
  key: string,
  chosen: Omit<ChosenMessage, 'message'> & {
    readonly message: Omit<ChosenMessage['message'], 'files'>;
  },
  kept: MessageSource | undefined,
): CarriedSource {
  const { thread, link, isPrivate, message } = chosen;
  const last = kept?.messages.at(-1);
  return {
    ...{ key, thread, isPrivate },
    link: link.length > MAX_LINK ? '' : link,
    by: cutTwiceEscaped(message.by, MAX_NAME),
    at: message.at,
    text: cutTwiceEscaped(message.text, MAX_TEXT),
    ...(kept === undefined || last === undefined
      ? {}
      : { shown: { until: last.at, unread: kept.unread ?? null } }),
  };
}

/** The start of a text that takes at most `max` characters as JSON within JSON; an ellipsis marks the cut. */
function cutTwiceEscaped(text: string, max: number): string {
  const sizeOf = (one: string): number => JSON.stringify(JSON.stringify(one)).length;
  if (sizeOf(text) <= max) return text;
  let kept = text.slice(0, max).replace(/\p{Surrogate}$/u, '');
  for (let over = sizeOf(`${kept}…`) - max; over > 0; over = sizeOf(`${kept}…`) - max) {
    // An escaped character takes twelve at most.
    kept = kept.slice(0, kept.length - Math.ceil(over / 12)).replace(/\p{Surrogate}$/u, '');
  }
  return `${kept}…`;
}
