import type { Platform } from '../organisation/person.js';

/** A file of a message: its name, and where it can be opened; an empty link where the platform gives none. */
export interface SourceFile {
  readonly name: string;
  readonly link: string;
}

/** A message of the conversation that a complaint was recorded from. */
export interface SourceMessage {
  /** Who wrote it, as the platform named them then. */
  readonly by: string;
  /** The platform's time of the message, ms UTC. */
  readonly at: number;
  /** Plain text; empty for one of files only. */
  readonly text: string;
  /** Absent: it has none. */
  readonly files?: readonly SourceFile[];
  /** The message that was chosen to be recorded. */
  readonly isChosen?: true;
  /** How many messages between the one before and this one are left out. Absent: none. */
  readonly leftOut?: number;
}

/**
 * Why the rest of a conversation was not read:
 *
 * - `not-member`: Redress is not in it
 * - `not-permitted`: the platform does not let Redress read it: a scope or a consent is missing
 * - `never`: Redress reads no conversation of this kind
 * - `no-answer`: the platform did not answer in time
 * - `too-long`: the beginning was read; the time was over before the rest
 * - `not-shown`: the reporter did not see in the form how much there was, so nothing of it is kept
 * - `forgotten`: it was read for the form, but Redress was restarted before the form was sent
 */
export const UNREAD_REASONS = [
  'not-member',
  'not-permitted',
  'never',
  'no-answer',
  'too-long',
  'not-shown',
  'forgotten',
] as const;
export type UnreadReason = (typeof UNREAD_REASONS)[number];

/** What a complaint was recorded from: the message that was chosen, and the conversation around it. */
export interface MessageSource {
  readonly platform: Platform;
  /** Opens the message for people who may read it; empty where the platform gives none. */
  readonly link: string;
  /** It was no public channel. */
  readonly isPrivate?: true;
  /** In the order in which they were written; the chosen one is among them. */
  readonly messages: readonly SourceMessage[];
  /** Absent: all was read. */
  readonly unread?: UnreadReason;
}

/** Most that is kept of a conversation, bytes of its JSON. */
export const SOURCE_LIMIT = 20 * 1024;

/** Most bytes of one message: the chosen one, and each other. So the first, the last and the chosen one always fit. */
const MESSAGE_LIMITS = { chosen: 9 * 1024, other: 3 * 1024 } as const;
/** Longest link that is kept, bytes; a longer one is left out. */
const LINK_LIMIT = 2048;
/** Room for the fields around the messages, and for the number that each may get, bytes. */
const FRAME = 256;
const LEFT_OUT_FRAME = 24;
/** Most characters of a name, and most files of one message. */
const NAME_LIMIT = 150;
const MOST_FILES = 10;

/** Bytes of a value as JSON in UTF-8. */
function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/**
 * The source, shortened to `limit` bytes of JSON: long messages in their middle, and a long conversation in
 * its middle, where `leftOut` says how many messages are missing. The first, the last and the chosen message
 * stay, and so does the order. `limit`: {@link SOURCE_LIMIT} or more than half of it.
 */
export function shortenSource(source: MessageSource, limit = SOURCE_LIMIT): MessageSource {
  const link = sizeOf(source.link) > LINK_LIMIT ? '' : source.link;
  const room = limit - FRAME - sizeOf(link);
  return { ...source, link, messages: shortenMessages(source.messages, room) };
}

/**
 * The messages that fit into `room` bytes of JSON, see {@link shortenSource}. `frame`: how many bytes each
 * message takes besides its own.
 */
export function shortenMessages(
  messages: readonly SourceMessage[],
  room: number,
  frame = LEFT_OUT_FRAME,
): readonly SourceMessage[] {
  const share = Math.min(1, room / SOURCE_LIMIT);
  const kept = new Map<number, SourceMessage>();
  let left = room;
  /** False if there is no room for the message at this place. */
  const keep = (n: number): boolean => {
    const message = messages[n];
    if (message === undefined || kept.has(n)) return true;
    const most = message.isChosen === true ? MESSAGE_LIMITS.chosen : MESSAGE_LIMITS.other;
    const fitted = fitMessage(message, Math.floor(most * share));
    const size = sizeOf(fitted) + frame;
    if (size > left) return false;
    kept.set(n, fitted);
    left -= size;
    return true;
  };
  keep(messages.findIndex(({ isChosen }) => isChosen === true));
  keepFromEnds(messages.length, keep);
  return noteLeftOut(messages, kept);
}

/** Keeps in turn from the beginning and from the end, on each side until there is no room. */
function keepFromEnds(count: number, keep: (n: number) => boolean): void {
  let [first, last] = [0, count - 1];
  let [hasRoomFirst, hasRoomLast] = [true, true];
  while (first <= last && (hasRoomFirst || hasRoomLast)) {
    hasRoomFirst = hasRoomFirst && keep(first);
    if (hasRoomFirst) first += 1;
    hasRoomLast = hasRoomLast && first <= last && keep(last);
    if (hasRoomLast) last -= 1;
  }
}

function noteLeftOut(
  messages: readonly SourceMessage[],
  kept: ReadonlyMap<number, SourceMessage>,
): readonly SourceMessage[] {
  let missing = 0;
  return messages.flatMap((message, n) => {
    missing += message.leftOut ?? 0;
    const fitted = kept.get(n);
    if (fitted === undefined) {
      missing += 1;
      return [];
    }
    const { leftOut: _before, ...rest } = fitted;
    const noted = missing === 0 ? rest : { ...rest, leftOut: missing };
    missing = 0;
    return [noted];
  });
}

/** The message in at most `max` bytes: its files first take half of that at most, then its text is cut. */
function fitMessage(message: SourceMessage, max: number): SourceMessage {
  if (sizeOf(message) <= max && message.by.length <= NAME_LIMIT) return message;
  const { files = [], ...rest } = message;
  const fittedFiles = fitFiles(files, max / 2);
  const frame = {
    ...{ ...rest, by: cutMiddle(rest.by, NAME_LIMIT), text: '' },
    ...(fittedFiles.length === 0 ? {} : { files: fittedFiles }),
  };
  return { ...frame, text: fitText(message.text, max - sizeOf(frame)) };
}

function fitFiles(files: readonly SourceFile[], max: number): readonly SourceFile[] {
  const kept: SourceFile[] = [];
  let left = max;
  for (const { name, link } of files.slice(0, MOST_FILES)) {
    const file = { name: cutMiddle(name, NAME_LIMIT), link };
    const fitted = sizeOf(file) < left ? file : { ...file, link: '' };
    const size = sizeOf(fitted) + 1;
    if (size >= left) break;
    kept.push(fitted);
    left -= size;
  }
  return kept;
}

/** The longest text of which at most `room` bytes of JSON are left after it was cut in its middle. */
function fitText(text: string, room: number): string {
  const quotes = 2;
  if (sizeOf(text) - quotes <= room) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (sizeOf(cutMiddle(text, middle)) - quotes <= room) fits = middle;
    else tooLong = middle;
  }
  return fits === 0 ? '' : cutMiddle(text, fits);
}

const CUT = ' … ';

/** The text in at most `max` characters, cut in its middle and never inside a character. */
function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max <= CUT.length) return '';
  const half = (max - CUT.length) / 2;
  const start = text.slice(0, Math.ceil(half)).replace(/\p{Surrogate}$/u, '');
  const end = text.slice(text.length - Math.floor(half)).replace(/^\p{Surrogate}/u, '');
  return start + CUT + end;
}

/** What of a conversation is kept. */
export interface SourceCount {
  readonly messages: number;
  /** People of one name count as one. */
  readonly people: number;
  /** How many messages are left out in the middle. */
  readonly leftOut: number;
}

/** How many messages of how many people a source has. */
export function countSource({ messages }: Pick<MessageSource, 'messages'>): SourceCount {
  return {
    messages: messages.length,
    people: new Set(messages.map(({ by }) => by)).size,
    leftOut: messages.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0),
  };
}
