import type { UnreadableRecord } from '../ports/unreadable-records.js';
import { text } from '../text/index.js';
import type { Block, Card } from './elements.js';

const words = text.unreadable;

/** The most records that one message names. */
const MAX_NAMED = 20;

/** To the ops channel: the records that cannot be read, and what to do. Nothing of their content. */
export function unreadableRecordsCard(records: readonly UnreadableRecord[]): Card {
  const named = records.slice(0, MAX_NAMED);
  const isNewer = (record: UnreadableRecord): boolean => record.fault === 'newer';
  const lines = [
    words.heading(records.length),
    ...named.map(words.line),
    ...(records.length > named.length ? [words.more(records.length - named.length)] : []),
    words.consequence,
    ...(records.some(isNewer) ? [words.newerRemedy] : []),
    ...(records.every(isNewer) ? [] : [words.brokenRemedy]),
  ];
  const blocks = lines.map((line): Block => ({ kind: 'text', text: [line] }));
  return { summary: words.summary, title: null, blocks };
}

/** To a person whose command needs this record: what happened, and what to do. */
export function unreadableSentence({ kind, reference }: UnreadableRecord): string {
  if (kind === 'complaint') return words.complaint(reference);
  return kind === 'person' ? words.self : words.other;
}
