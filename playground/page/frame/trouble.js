import { act, read } from './api.js';
import { el } from './dom.js';
import { goTo } from './go-to.js';
import { meanwhileTarget } from './guide-targets.js';
import { makeSoon } from './soon.js';
import { frameState, isBotUp, onLive } from './state.js';
import { makeProof } from './trouble-proof.js';
import { countdown, TROUBLES } from './trouble-words.js';

/** Changes come in groups; the figures are asked for once after each, ms. */
const GROUP_MS = 200;
/** How often countdowns move, and figures that may still change are asked for, ms. */
const TICK_MS = 1000;

function card({ title, what, meanwhile, buttons }, make) {
  const deeds = buttons.map(({ kind, words }) => {
    const left = el('span', { className: 'trouble-left' });
    const props = { type: 'button', className: 'button small', onclick: () => make(kind) };
    return { kind, left, button: el('button', props, words) };
  });
  const node = el(
    'li',
    { className: 'trouble-card' },
    el('h3', {}, title),
    el('p', {}, what),
    el('p', { className: 'quiet' }, meanwhile),
    el(
      'div',
      { className: 'trouble-deeds' },
      deeds.map(({ button, left }) => el('p', {}, button, left)),
    ),
  );
  return { node, deeds };
}

/** Says beside each button how long what it made still lasts; meanwhile it cannot be made again. */
function showLasting(deeds, now) {
  for (const { kind, button, left } of deeds) {
    const lasting = now.findLast((one) => one.kind === kind);
    left.textContent = lasting ? countdown(lasting, Date.now()) : '';
    left.hidden = !lasting;
    button.setAttribute('aria-disabled', String(lasting !== undefined));
  }
}

/** The figures, asked for whenever they may have changed. */
function makeFigures(onFigures) {
  let figures;
  let isStopped = false;
  const ask = async () => {
    const next = await read('/frame/trouble').catch(() => undefined);
    if (isStopped) return;
    if (next) figures = next;
    onFigures(figures);
  };
  const askSoon = makeSoon(ask, GROUP_MS);
  const mayChange = () => !figures?.ledger || figures.now.length > 0 || figures.ledger.waiting > 0;
  const tick = setInterval(() => {
    if (mayChange() && !document.hidden) void ask();
    else onFigures(figures);
  }, TICK_MS);
  const silence = onLive(askSoon);
  void ask();
  const stop = () => {
    isStopped = true;
    askSoon.stop();
    clearInterval(tick);
    silence();
  };
  return { ask, stop };
}

async function reportMeanwhile(now, closeOverlay) {
  const people = frameState()?.people;
  if (!people) return;
  closeOverlay();
  await goTo(meanwhileTarget(people, now));
}

/** Shows the troubles that can be made and what the ledger proves; returns what ends it. */
export function show(place, closeOverlay) {
  const wrong = el('p', { className: 'wrong', role: 'alert' });
  let lasting = [];
  const proof = makeProof(() => void reportMeanwhile(lasting, closeOverlay));
  const make = async (kind) => {
    if (cards.some(({ deeds }) => deeds.some((one) => one.kind === kind && isLasting(one)))) return;
    try {
      wrong.textContent = '';
      await act('/frame/trouble', { kind });
    } catch (error) {
      wrong.textContent = error.message;
    }
    await figures.ask();
  };
  const cards = TROUBLES.map((trouble) => card(trouble, make));
  place.replaceChildren(
    el(
      'div',
      { className: 'trouble-makers' },
      wrong,
      el(
        'ul',
        {},
        cards.map(({ node }) => node),
      ),
    ),
    proof.node,
  );
  const figures = makeFigures((trouble) => {
    lasting = trouble?.now ?? [];
    showLasting(
      cards.flatMap(({ deeds }) => deeds),
      lasting,
    );
    proof.update(trouble, isBotUp());
  });
  return figures.stop;
}

function isLasting({ button }) {
  return button.getAttribute('aria-disabled') === 'true';
}
