/** The kinds of entries, with what they are. */
export const KINDS = [
  { kind: 'request', one: 'request', many: 'Requests', what: 'what Redress was asked' },
  { kind: 'job', one: 'job', many: 'Jobs', what: 'wake-ups and sweeps of its own' },
  { kind: 'delivery', one: 'delivery', many: 'Deliveries', what: 'what it sends, as it sees it' },
  { kind: 'call', one: 'call', many: 'Calls', what: 'what Slack and Teams were asked' },
];

/** What HTTP statuses mean that are not plain success. RFC 9110, 15. */
const STATUSES = {
  0: 'connection broken',
  400: 'bad request',
  401: 'not let in',
  403: 'forbidden',
  404: 'not found',
  408: 'took too long',
  409: 'conflict',
  412: 'try again',
  413: 'too large',
  429: 'too many, wait',
  500: 'failed',
  502: 'bad gateway',
  503: 'unavailable',
  504: 'no answer in time',
};

const MOODS = {
  sent: 'good',
  done: 'good',
  found: 'good',
  absent: 'good',
  retry: 'wait',
  unknown: 'wait',
  'cannot-tell': 'wait',
  refused: 'bad',
  failed: 'bad',
};

function ofStatus(status, rest) {
  const words = rest || STATUSES[status] || '';
  const isFine = status >= 200 && status < 400 && !rest;
  const mood = isFine ? 'good' : status === 429 ? 'wait' : 'bad';
  return { mood, words: words ? `${status} ${words}` : String(status) };
}

/** How an entry ended: words that say it without colour, and a mood for the colour. */
export function outcomeOf({ outcome }) {
  const text = String(outcome);
  const [, status, rest] = /^(\d{1,3})(?:[\s:·,]+(.*))?$/.exec(text) ?? [];
  if (status !== undefined) return ofStatus(Number(status), rest ?? '');
  return { mood: MOODS[text] ?? 'calm', words: text };
}

/** Time of day on this computer's clock, with ms, such as `14:03:09.042`; `zone` for another. */
export function exactTime(ms, zone) {
  return new Intl.DateTimeFormat('en-GB', {
    ...(zone ? { timeZone: zone } : {}),
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).format(ms);
}

/** How many entries of each kind there are. */
export function countsOf(entries) {
  return Object.fromEntries(
    KINDS.map(({ kind }) => [kind, entries.filter((entry) => entry.kind === kind).length]),
  );
}

/** The entries of the kinds that are shown; those of a kind this page does not know always are. */
export function shownEntries(entries, hidden) {
  return entries.filter(({ kind }) => !hidden.includes(kind));
}

/** What to say where no entry is shown. */
export function emptyWords(entries, hidden) {
  if (entries.length > 0 && hidden.length > 0) return 'Nothing of the kinds you chose.';
  return 'Nothing happened yet. Report a complaint and watch.';
}
