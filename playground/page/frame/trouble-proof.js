import { el, showList } from './dom.js';
import { ledgerFigures, rowVerdict, verdict, whyNoLedger } from './ledger-words.js';
import { countdown, troubleName } from './trouble-words.js';

/** Changes a text only when it differs: a live region would say it again. */
function say(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

const HEADS = ['Complaint', 'Posted', 'Told', 'Waiting', ''];

function row(item) {
  const { mood, words } = rowVerdict(item);
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, item.reference),
    el('td', {}, String(item.posted)),
    el('td', {}, String(item.told)),
    el('td', {}, String(item.waiting)),
    el('td', { className: `mood ${mood}` }, words),
  );
}

function lastingRow({ kind, left }) {
  return el('li', {}, troubleName(kind), ': ', left);
}

function parts() {
  const headings = HEADS.map((words) => (words ? el('th', { scope: 'col' }, words) : el('td', {})));
  return {
    verdict: el('p', { className: 'verdict mood', role: 'status' }),
    lasting: el('ul', { className: 'lasting-list' }),
    line: el('ul', { className: 'ledger-line' }),
    stale: el('p', { className: 'quiet' }),
    body: el('tbody', {}),
    heads: el('tr', {}, headings),
  };
}

/** Shows the ledger: the last one that could be counted, with why when there is none now. */
function showLedger(at, ledger, counted) {
  showList(at.line, ledger ? ledgerFigures(ledger) : [], String, (words) => el('li', {}, words));
  say(at.stale, ledger && !counted ? 'As it was counted last.' : '');
  at.table.hidden = !ledger || ledger.rows.length === 0;
  // newest first: that is the one somebody just made
  const rows = [...(ledger?.rows ?? [])].reverse();
  showList(at.body, rows, ({ reference }) => reference, row);
}

/**
 * The proof: what was recorded, and how often each of it was really posted and told, counted in the
 * simulators. `report` brings somebody to where a complaint is made meanwhile.
 */
export function makeProof(report) {
  const at = parts();
  const caption = el(
    'caption',
    { className: 'quiet' },
    'How often it stands in its team’s channel, and was told to whoever reported it.',
  );
  at.table = el(
    'table',
    { className: 'ledger', hidden: true },
    caption,
    el('thead', {}, at.heads),
    at.body,
  );
  const button = el(
    'button',
    { type: 'button', className: 'button', onclick: report },
    'Report one meanwhile',
  );
  const node = el(
    'section',
    { className: 'trouble-proof', 'aria-labelledby': 'proof-title' },
    el('h3', { id: 'proof-title' }, 'Was anything lost?'),
    at.verdict,
    at.lasting,
    at.line,
    at.stale,
    el('p', {}, button),
    at.table,
  );
  let last;
  const update = (trouble, botUp) => {
    if (!trouble) return say(at.verdict, 'The playground does not answer just now.');
    last = trouble.ledger ?? last;
    const now = Date.now();
    const { mood, words } = trouble.ledger
      ? verdict(trouble)
      : { mood: 'wait', words: whyNoLedger(trouble.now, botUp) };
    at.verdict.className = `verdict mood ${mood}`;
    say(at.verdict, words);
    const lasting = trouble.now.map((one) => ({ ...one, left: countdown(one, now) }));
    showList(at.lasting, lasting, ({ kind, since }) => `${kind} ${since}`, lastingRow);
    showLedger(at, last, trouble.ledger);
  };
  return { node, update };
}
