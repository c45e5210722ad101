import { read } from './api.js';
import { el, showList } from './dom.js';
import { makeSoon } from './soon.js';
import { onLive } from './state.js';
import {
  countsOf,
  emptyWords,
  exactTime,
  KINDS,
  outcomeOf,
  shownEntries,
} from './underneath-rows.js';

/** Changes come in groups; the list is asked for once after each, ms. */
const GROUP_MS = 250;
/** Jobs and requests tell nobody of themselves: the list is asked for anyway, ms. */
const TICK_MS = 2000;

const HEADS = ['Time', 'Kind', 'What', 'Outcome', 'ms'];
const ONE = Object.fromEntries(KINDS.map(({ kind, one }) => [kind, one]));

/** Kinds somebody does not want to see, and whether the list stands still; kept while the page lives. */
const chosen = { hidden: [], paused: false };

function cell(role, className, ...content) {
  return el('td', { role, className }, ...content);
}

function row(entry) {
  const { mood, words } = outcomeOf(entry);
  return el(
    'tr',
    { role: 'row' },
    cell('cell', 'when', exactTime(entry.at)),
    cell('cell', `kind ${entry.kind}`, ONE[entry.kind] ?? entry.kind),
    cell('cell', 'what', entry.what),
    cell('cell', `outcome mood ${mood}`, words),
    cell('cell', 'took', String(entry.ms), el('span', { className: 'unit' }, ' ms')),
  );
}

function filter({ kind, many, what }, redraw) {
  const box = el('input', { type: 'checkbox', checked: !chosen.hidden.includes(kind) });
  box.addEventListener('change', () => {
    const others = chosen.hidden.filter((one) => one !== kind);
    chosen.hidden = box.checked ? others : [...others, kind];
    redraw();
  });
  const count = el('span', { className: 'quiet' });
  return { kind, count, node: el('label', { title: what }, box, ` ${many} `, count) };
}

function pauseButton(onPause) {
  const button = el('button', { type: 'button', className: 'button' }, 'Pause');
  button.setAttribute('aria-pressed', String(chosen.paused));
  button.addEventListener('click', () => {
    chosen.paused = !chosen.paused;
    button.setAttribute('aria-pressed', String(chosen.paused));
    onPause();
  });
  return button;
}

function table(body) {
  // the roles are said, for a narrow page lays rows out as blocks
  const heads = HEADS.map((words) => el('th', { scope: 'col', role: 'columnheader' }, words));
  const caption =
    'The last requests, jobs, deliveries and calls, newest first. Never anybody’s words.';
  return el(
    'table',
    { role: 'table', className: 'entries' },
    el('caption', {}, caption),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads)),
    body,
  );
}

/** Asks for the entries whenever there may be new ones, and not while it is paused. */
function keepAsking(onEntries) {
  let isStopped = false;
  const ask = async () => {
    if (chosen.paused || document.hidden) return;
    const answer = await read('/frame/underneath').catch(() => undefined);
    if (answer && !isStopped && !chosen.paused) onEntries(answer.entries);
  };
  const askSoon = makeSoon(ask, GROUP_MS);
  const silence = onLive(askSoon);
  const tick = setInterval(ask, TICK_MS);
  void ask();
  const stop = () => {
    isStopped = true;
    askSoon.stop();
    clearInterval(tick);
    silence();
  };
  return { ask, stop };
}

/** Shows what happened underneath, for who wants to know; returns what ends it. */
export function show(place) {
  let entries;
  const body = el('tbody', { role: 'rowgroup' });
  const empty = el('p', { className: 'quiet' });
  const filters = KINDS.map((kind) => filter(kind, () => draw()));
  const draw = () => {
    if (!entries) return;
    const shown = shownEntries(entries, chosen.hidden);
    const counts = countsOf(entries);
    for (const { kind, count } of filters) count.textContent = String(counts[kind]);
    showList(body, shown, ({ id }) => String(id), row);
    empty.textContent = shown.length === 0 ? emptyWords(entries, chosen.hidden) : '';
  };
  const asking = keepAsking((next) => {
    entries = next;
    draw();
  });
  const legend = el('legend', { className: 'sr-only' }, 'Kinds that are shown');
  const scroll = {
    className: 'entries-scroll',
    tabIndex: 0,
    role: 'region',
    'aria-label': 'Entries',
  };
  place.replaceChildren(
    el(
      'div',
      { className: 'entries-bar' },
      el(
        'fieldset',
        {},
        legend,
        filters.map(({ node }) => node),
      ),
      pauseButton(() => void asking.ask()),
    ),
    el('div', scroll, table(body), empty),
  );
  return asking.stop;
}
