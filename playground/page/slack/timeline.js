import { formatDate } from '../frame/dates.js';

/** Messages of one person within this time stand under one heading, ms. */
const TOGETHER_MS = 5 * 60_000;

function joins(message, before) {
  if (!before || message.gone || before.gone) return false;
  return (
    message.user === before.user &&
    !message.onlyYou &&
    !before.onlyYou &&
    message.shown - before.shown < TOGETHER_MS
  );
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * What stands in a list of messages, in order: lines for the days, the line above what is new to
 * whoever looks, and the messages, `joined` where one goes on from the one above. Each message gets
 * `shown`, and `lastShown` for the last reply in its thread: business time (`shownAt`, ms); `newFrom` is the `ts` of the first new one, `count` the
 * words below the first one of a thread.
 */
export function timeline(messages, { shownAt, newFrom, count, zone, now }) {
  const items = [];
  let day;
  let before;
  for (const message of messages) {
    const shown = shownAt(Number(message.ts) * 1000);
    const words = capital(formatDate(shown, '{date_long_pretty}', { zone, now }));
    if (words !== day) {
      items.push({ kind: 'day', ts: `day ${message.ts}`, words });
      before = undefined;
    }
    day = words;
    if (newFrom && message.ts === newFrom) {
      items.push({ kind: 'new', ts: 'new' });
      before = undefined;
    }
    const lastShown = message.lastReply ? shownAt(Number(message.lastReply) * 1000) : undefined;
    const timed = { ...message, kind: 'message', shown, lastShown };
    items.push({ ...timed, joined: joins(timed, before) });
    before = timed;
    if (!count || message !== messages[0]) continue;
    items.push({ kind: 'count', ts: 'count', words: count });
    before = undefined;
  }
  return items;
}

/** The `ts` of the first message that is new to `user`, who had seen everything up to `seen`. */
export function firstNew(messages, seen, user) {
  if (typeof seen !== 'string') return undefined;
  // what only they see is an answer to them, and counts as seen
  return messages.find(({ ts, user: author, onlyYou }) => ts > seen && author !== user && !onlyYou)
    ?.ts;
}
