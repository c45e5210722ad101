import { counted } from './trouble-words.js';

/** The whole ledger in a few figures. */
export function ledgerFigures({ complaints, waiting, missing, doubled, rows }) {
  const posted = rows.filter((row) => row.posted > 0).length;
  return [
    `${counted(complaints, 'complaint')} recorded`,
    `${posted} posted`,
    `${waiting} waiting`,
    `${missing} missing`,
    `${doubled} twice`,
  ];
}

/** What is wrong for good, in words; empty when nothing is. */
function faults({ missing, doubled }) {
  const lost = missing > 0 ? [`${counted(missing, 'complaint is', 'complaints are')} missing`] : [];
  const twice = doubled > 0 ? [`${counted(doubled, 'complaint')} came twice`] : [];
  return [...lost, ...twice];
}

/** What the platform's own limit accounts for (docs/operations.md). */
function repeatWords(again) {
  const said = counted(again, 'complaint was', 'complaints were');
  return `It is over. Nothing was lost. ${said} said again, once: Teams cannot be asked what arrived when its answer is lost.`;
}

/** What is to say when no trouble lasts and nothing is wrong. */
function afterwards({ ledger, past }) {
  if (ledger.waiting > 0) {
    const words = `${counted(ledger.waiting, 'message is', 'messages are')} still on the way: Redress tries again by itself.`;
    return { mood: 'wait', words: past.length > 0 ? `It is over. ${words}` : words };
  }
  if (ledger.again > 0) return { mood: 'wait', words: repeatWords(ledger.again) };
  if (ledger.complaints === 0) {
    return { mood: 'calm', words: 'There is no complaint yet: report one, then make trouble.' };
  }
  if (past.length > 0) {
    return { mood: 'good', words: 'It is over. Nothing was lost, nothing came twice.' };
  }
  return { mood: 'calm', words: 'All is well so far. Make some trouble and watch the figures.' };
}

/**
 * What the ledger proves, from what `/frame/trouble` said: `good` only when it was counted that
 * nothing is lost and nothing came twice; `bad` for what is wrong; `wait` while it may still change.
 */
export function verdict(trouble) {
  const { now, ledger } = trouble;
  const wrong = faults(ledger);
  if (wrong.length > 0) return { mood: 'bad', words: `Something went wrong: ${wrong.join(', ')}.` };
  if (now.length === 0) return afterwards(trouble);
  const waits =
    ledger.waiting > 0
      ? `${counted(ledger.waiting, 'message waits', 'messages wait')} and will be sent.`
      : 'Nothing waits so far.';
  return { mood: 'wait', words: `It is going on. ${waits}` };
}

/** Why nothing can be counted just now. It is read out, so no seconds are counted in it. */
export function whyNoLedger(now, botUp) {
  if (now.some(({ kind }) => kind === 'store-away')) {
    return 'The database is away: it is counted again when it is back.';
  }
  const killed = now.some(({ kind }) => kind === 'kill');
  if (killed || !botUp) return 'Redress is restarting: it is counted as soon as it is back.';
  return 'Redress does not answer just now: it is asked again in a moment.';
}

/** What is to say of one complaint's row, with a mood. */
export function rowVerdict({ posted, told, waiting, again, doubled }) {
  if (doubled > 0) return { mood: 'bad', words: 'came twice' };
  if (waiting > 0) return { mood: 'wait', words: 'on its way' };
  if (posted === 0 || told === 0) return { mood: 'bad', words: 'missing' };
  if (again > 0) return { mood: 'wait', words: 'said again' };
  return { mood: 'good', words: 'all there' };
}
