import {
  countSource,
  type MessageSource,
  type SourceMessage,
  shortenMessages,
} from '../../domain/intake/source.js';
import { text } from '../../text/index.js';
import { renderDate, type ViewContext } from '../context.js';
import type { Block, Inline, Text } from '../elements.js';
import { tickField } from '../forms/fields.js';
import type { FieldOf } from '../forms/form-fields.js';

const words = text.source;

/** What the form for a new complaint offers to keep of the message that it was opened from. */
export interface OfferedSource {
  readonly isPrivate: boolean;
  /** What will be kept; undefined while the thread is being read. */
  readonly kept: MessageSource | undefined;
  /** The scope or consent that is missing, as the platform calls it; empty if none is. */
  readonly needs: string;
}

/** The box to keep the conversation: ticked at first, but not for a private one. Its hint says what is kept. */
export function sourceField({ isPrivate, kept, needs }: OfferedSource): FieldOf<'tick'> {
  const said = kept === undefined ? [words.reading] : sayKept(kept, needs);
  const hint = [...said, ...(isPrivate ? [words.isPrivate] : []), words.seenBy].join(' ');
  return { ...tickField(words.label, words.keep, !isPrivate), hint };
}

function sayKept(source: MessageSource, needs: string): readonly string[] {
  return [words.kept(countSource(source), source.link !== ''), ...sayUnread(source, needs)];
}

function sayUnread({ unread }: MessageSource, needs: string): readonly string[] {
  return unread === undefined ? [] : [words.unread[unread](needs)];
}

/** What was kept of the conversation, as the answer to its reporter says it. Empty if nothing was. */
export function keptSourceBlocks(source: MessageSource | undefined): readonly Block[] {
  if (source === undefined) return [];
  const said = [words.keptWith(countSource(source)), ...sayUnread(source, '')];
  return [{ kind: 'text', text: [said.join(' ')] }];
}

/** How much of a conversation the details show, bytes, and what each message takes besides its words. */
const SHOWN = { room: 5000, frame: 250 } as const;

/** The conversation that the complaint was recorded from, shortened in its middle, with the link to all of it. */
export function sourceBlocks(context: ViewContext): readonly Block[] {
  const { source } = context.complaint;
  if (source === undefined) return [];
  const shown = shortenMessages(source.messages, SHOWN.room, SHOWN.frame);
  return [
    { kind: 'divider' },
    { kind: 'text', text: [{ strong: words.heading(countSource(source)) }] },
    ...noteBlocks(source),
    ...shown.flatMap((message) => messageBlocks(context, message)),
  ];
}

function noteBlocks(source: MessageSource): readonly Block[] {
  const { link, isPrivate } = source;
  const said = [...(isPrivate === true ? [words.privateNote] : []), ...sayUnread(source, '')];
  const open: Text = link === '' ? [] : [{ link, label: words.open }];
  const line: Text = [...said.map((sentence) => `${sentence} `), ...open];
  return line.length === 0 ? [] : [{ kind: 'note', text: line }];
}

function messageBlocks(context: ViewContext, message: SourceMessage): readonly Block[] {
  const { by, at, text: written, files = [], isChosen = false, leftOut = 0 } = message;
  const author = words.author({ written: by, isStrong: true }, renderDate(context, at), isChosen);
  return [
    ...(leftOut === 0 ? [] : [{ kind: 'note', text: [words.leftOut(leftOut)] } as const]),
    { kind: 'text', text: author },
    ...(written === ''
      ? []
      : [{ kind: 'quote', label: '', text: written, max: written.length } as const]),
    ...(files.length === 0 ? [] : [{ kind: 'text', text: filesText(files) } as const]),
  ];
}

function filesText(files: NonNullable<SourceMessage['files']>): Text {
  const listed = files.flatMap(({ name, link }, n): readonly Inline[] => {
    const file: Inline = link === '' ? { written: name } : { link, label: name };
    return n === 0 ? [file] : [', ', file];
  });
  return [words.files, ...listed];
}
