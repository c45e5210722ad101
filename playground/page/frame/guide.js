import { act } from './api.js';
import { byId, el } from './dom.js';
import { closeOverlay } from './drawer.js';
import { offers, samples, stepMarks } from './guide-parts.js';
import { bring, isFocusFree, pointAgain } from './guide-point.js';
import { progressOf } from './guide-steps.js';
import {
  actorOf,
  buttonsOf,
  isCardComing,
  pointOf,
  reporterOf,
  targetOf,
} from './guide-targets.js';
import { adviceOf, cameOf, comingOf, lineOf, whereOf } from './guide-words.js';
import { frameState, onFrameState, refreshFrameSoon } from './state.js';

/** Set to `no` in localStorage while somebody does not want the guide. */
const WANTED = 'guide';

/**
 * What the guide last knew of the complaints (none are told while the bot is away), what it says, and
 * whether somebody waits to be shown a card that is not posted yet.
 */
const known = { complaints: undefined, error: '', busy: '', isWaiting: false };

const said = el('p', { className: 'guide-said quiet', role: 'status' });
const say = (words) => {
  said.textContent = words;
};

/** Brings somebody to where something is done; on a narrow page nothing may lie over it. */
async function show(target, point) {
  setOpen(false);
  closeOverlay();
  await bring(target, point, say);
}

/** Does something that may be refused, with words for why. */
async function attempt(what, deed) {
  known.busy = what;
  known.error = '';
  draw();
  try {
    await deed();
  } catch (error) {
    known.error = error.message;
  }
  known.busy = '';
  refreshFrameSoon();
  draw();
}

const addSamples = () => attempt('samples', () => act('/frame/samples', {}));

/** Everything is forgotten; the page loads anew when that is done. */
function startOver() {
  localStorage.removeItem(WANTED);
  return attempt('reset', () => act('/frame/reset', {}));
}

function advice({ next, complaint }, people) {
  const actor = complaint ? actorOf(complaint, people) : reporterOf(people);
  const { why, how } = adviceOf(next, complaint, actor, buttonsOf(next, complaint));
  return [
    complaint && next !== 'closed'
      ? el('p', { className: 'guide-where' }, whereOf(complaint))
      : null,
    el('p', {}, why),
    how ? el('p', { className: 'guide-how' }, how) : null,
  ];
}

/** Shows where a step is done, as soon as the card it is done on is posted. */
function showStep({ next, complaint }, people) {
  known.isWaiting = isCardComing(next, complaint);
  if (known.isWaiting) say(comingOf(complaint));
  else void show(targetOf(next, complaint, people), pointOf(next, complaint));
}

/** Goes on with a step whose card may be posted by now. */
function showPosted(progress, people) {
  if (isCardComing(progress.next, progress.complaint)) return;
  if (isFocusFree()) return showStep(progress, people);
  known.isWaiting = false;
  say(cameOf(progress.complaint));
}

function showMe(progress, people) {
  if (progress.next === 'closed') return null;
  const onclick = () => showStep(progress, people);
  return el(
    'button',
    { type: 'button', className: 'button primary guide-show', onclick },
    'Show me',
  );
}

function foot(state) {
  const { busy, error } = known;
  const props = { type: 'button', className: 'button', disabled: busy !== '', onclick: startOver };
  return el(
    'div',
    { className: 'guide-foot' },
    samples(state, known.complaints, {
      busy: busy !== '',
      making: busy === 'samples',
      add: addSamples,
      show,
    }),
    el(
      'p',
      { className: 'guide-over' },
      el('button', props, busy === 'reset' ? 'Starting over…' : 'Start over'),
      el('span', { className: 'quiet' }, 'Forgets everything here.'),
    ),
    el('p', { className: 'wrong', role: 'alert' }, error),
  );
}

/** What is drawn follows from this alone: drawn again only when it differs, so that focus stays. */
function stampOf(state, progress) {
  const { complaints, error, busy } = known;
  const ofSamples = complaints.filter(({ sample }) => sample);
  // not what is unread: that changes all the time
  const people = state.people.map(({ name, title, role }) => [name, title, role]);
  return JSON.stringify([progress, people, state.samples, ofSamples, error, busy]);
}

let drawn = '';
function draw() {
  const state = frameState();
  if (!state) return;
  known.complaints = state.complaints ?? known.complaints;
  if (!known.complaints) return;
  const progress = progressOf(known.complaints);
  const stamp = stampOf(state, progress);
  if (stamp === drawn) return;
  drawn = stamp;
  if (byId('guide-line').textContent !== lineOf(progress.next)) {
    known.isWaiting = false;
    say('');
  }
  const hadFocus = byId('guide').contains(document.activeElement);
  byId('guide-line').textContent = lineOf(progress.next);
  byId('guide-marks').replaceChildren(...stepMarks(progress));
  byId('guide-act').replaceChildren(...[showMe(progress, state.people)].filter(Boolean));
  byId('guide-advice').replaceChildren(...advice(progress, state.people).filter(Boolean));
  byId('guide-body').replaceChildren(...offers(progress, state.people, show), foot(state));
  if (hadFocus && document.activeElement === document.body) byId('guide-title').focus();
  if (known.isWaiting) showPosted(progress, state.people);
}

/** On a narrow page the guide is one line until somebody wants more. */
function setOpen(isOpen) {
  byId('guide').classList.toggle('open', isOpen);
  byId('guide-more').setAttribute('aria-expanded', String(isOpen));
  byId('guide-more').textContent = isOpen ? 'Less' : 'More';
}

function setWanted(isWanted) {
  if (isWanted) localStorage.removeItem(WANTED);
  else localStorage.setItem(WANTED, 'no');
  byId('guide').hidden = !isWanted;
  byId('toggle-guide').setAttribute('aria-expanded', String(isWanted));
}

function isWanted() {
  return localStorage.getItem(WANTED) !== 'no';
}

function frame() {
  const more = {
    type: 'button',
    id: 'guide-more',
    className: 'link',
    'aria-expanded': 'false',
    'aria-controls': 'guide-advice guide-body',
  };
  const dismiss = () => {
    setWanted(false);
    byId('toggle-guide').focus();
  };
  const close = { type: 'button', className: 'close guide-close', 'aria-label': 'Close the guide' };
  return [
    el('h2', { id: 'guide-title', tabIndex: -1 }, 'Your first complaint'),
    el('button', { ...close, onclick: dismiss }, '✕'),
    el('ol', { id: 'guide-marks', className: 'guide-marks', 'aria-label': 'Steps' }),
    el('p', { id: 'guide-line', className: 'guide-line' }, 'One moment…'),
    el('div', { id: 'guide-act', className: 'guide-act' }),
    el('button', { ...more, onclick: () => setOpen(!byId('guide').matches('.open')) }, 'More'),
    el('div', { id: 'guide-advice', className: 'guide-advice' }),
    said,
    el('div', { id: 'guide-body', className: 'guide-body' }),
  ];
}

function start() {
  const guide = byId('guide');
  guide.setAttribute('aria-labelledby', 'guide-title');
  guide.replaceChildren(...frame());
  byId('toggle-guide').setAttribute('aria-controls', 'guide');
  byId('toggle-guide').addEventListener('click', () => {
    setWanted(!isWanted());
    if (isWanted()) byId('guide-title').focus();
  });
  setWanted(isWanted());
  onFrameState(draw);
  pointAgain(say);
}

start();
