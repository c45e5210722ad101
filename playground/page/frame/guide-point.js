import { byId } from './dom.js';
import { goTo } from './go-to.js';
import { gaveUpOf, notFoundOf, pointedOf } from './guide-words.js';
import { here, startedWorld } from './shell.js';

/** How often what is pointed at is looked for, ms: a card that is redrawn is marked again. */
const LOOK_MS = 250;
/** When it is said that it is not there yet, ms: another page may have to load first. */
const PATIENCE_MS = 8000;
/** How long it is looked for in all, ms: the bot may be away. */
const LONGEST_MS = 60_000;
/** How long a mark stays when nobody uses what it marks, ms. */
const STAYS_MS = 600_000;
/** Where a wish to point survives the way to the other world's page. */
const KEY = 'guide-point';

/** Whether somebody can see it and use it. */
function isUsable(node) {
  return node.getClientRects().length > 0 && !node.disabled;
}

/** A button of the bot in a message that names this complaint, the nearest one around it first. */
function cardButton({ reference, label }) {
  const all = [...document.querySelectorAll('#messages button, #replies button')];
  const named = new RegExp(`${reference}(?!\\d)`);
  return all.find(
    (button) =>
      isUsable(button) &&
      // Teams sets an ellipsis behind what asks back
      button.textContent.trim().replace(/…$/, '') === label &&
      named.test(button.closest('li')?.textContent ?? ''),
  );
}

/** The message box with all around it, as long as something stands in it. */
function composer() {
  const box = document.querySelector('#composer textarea');
  return box?.value ? box.closest('.write') : undefined;
}

function clockButton() {
  const button = byId('clock-nudge');
  // disabled while nothing is planned or the bot is away: it will be there in a moment
  return button.getAttribute('aria-disabled') === 'true' ? undefined : button;
}

const FINDERS = {
  button: cardButton,
  composer,
  clock: clockButton,
  place: () => document.querySelector('#messages li:last-child'),
};

/** What is pointed at now: the wish, the marked node, and whether it was reached. */
let now;

/** Takes the mark away, and the words about it with it. */
function stopPointing() {
  if (!now) return;
  if (now.reached) now.say('');
  clearInterval(now.timer);
  now.node?.classList.remove('pointed');
  now.node?.removeEventListener('click', stopPointing);
  now = undefined;
}

function mark(node) {
  now.node?.classList.remove('pointed');
  now.node = node;
  node.classList.add('pointed');
  if (now.point.at !== 'composer') node.addEventListener('click', stopPointing, { once: true });
}

/** Whether nobody has begun something else since, from which the focus must not be taken. */
export function isFocusFree() {
  const { activeElement } = document;
  return activeElement === document.body || byId('guide').contains(activeElement);
}

function reach(node) {
  const isInTime = !now.isLate;
  now.reached = true;
  now.until = Date.now() + STAYS_MS;
  // as much of its card as fits, then itself
  if (isInTime || isFocusFree()) {
    node.closest('li')?.scrollIntoView({ block: 'nearest' });
    node.scrollIntoView({ block: 'nearest' });
    const target = node.querySelector('textarea') ?? node;
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }
  now.say(pointedOf(now.point, now.person));
}

/** Whether the screen of whoever one becomes is still to come. */
function isArriving() {
  return here().user === '' || document.body.dataset.waiting !== undefined;
}

function look() {
  if (isArriving() && Date.now() < now.until) return;
  const node = FINDERS[now.point.at](now.point);
  if (!node && now.reached) return stopPointing();
  if (node && node !== now.node) mark(node);
  if (node && !now.reached) reach(node);
  if (Date.now() < now.until) return;
  if (now.isLate && !now.reached) now.say(gaveUpOf(now.point, now.person));
  if (now.isLate || now.reached) return stopPointing();
  now.isLate = true;
  now.until = Date.now() + LONGEST_MS - PATIENCE_MS;
  now.say(notFoundOf(now.point, now.person));
}

function start(wish, say) {
  stopPointing();
  now = { ...wish, say, until: Date.now() + PATIENCE_MS, reached: false, isLate: false };
  now.timer = setInterval(look, LOOK_MS);
  look();
}

/**
 * Brings somebody to `target` (as `goTo` takes it) and marks what `point` names, on the other world's
 * page too, where {@link pointAgain} goes on. `say` gets words for the person.
 */
export async function bring(target, point, say) {
  const wish = { point, person: target.person };
  stopPointing();
  const leaves = target.world !== startedWorld().id;
  if (leaves) sessionStorage.setItem(KEY, JSON.stringify(wish));
  await goTo(target);
  if (!leaves) start(wish, say);
}

/** Goes on with a wish to point that began on the other world's page. */
export function pointAgain(say) {
  const saved = sessionStorage.getItem(KEY);
  if (!saved) return;
  sessionStorage.removeItem(KEY);
  start(JSON.parse(saved), say);
}
