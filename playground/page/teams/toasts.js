import { byId, el } from '../frame/dom.js';

/** How long a note stays, ms. */
const STAYS_MS = 8000;

function show(place, note) {
  place.append(note);
  // open dialogs are above everything; the notes have to be above them
  place.hidePopover?.();
  place.showPopover?.();
}

function actionButton({ words, run }, leave) {
  const onclick = () => {
    leave();
    run();
  };
  return el('button', { type: 'button', className: 'link', onclick }, words);
}

/** A short note to the person who looks; `isWrong` for what failed, `action` for a button in it. */
export function toast(words, { isWrong = false, action } = {}) {
  if (!words) return;
  const place = byId('toasts');
  const note = el('div', {
    className: isWrong ? 'toast bad' : 'toast',
    role: isWrong ? 'alert' : 'status',
  });
  const leave = () => {
    note.remove();
    if (place.childElementCount === 0) place.hidePopover?.();
  };
  const props = { type: 'button', className: 'close', 'aria-label': 'Close note', onclick: leave };
  const body = el('div', {}, el('p', {}, words), action ? actionButton(action, leave) : null);
  note.append(body, el('button', props, '✕'));
  show(place, note);
  setTimeout(leave, STAYS_MS);
}

/** Takes the notes away that offer to go somewhere: the person went somewhere. */
export function clearOffers() {
  for (const note of byId('toasts').querySelectorAll('.toast:has(.link)')) note.remove();
}

/** Shows what came of something a person did. */
export function toastOutcome({ error, message, reasons }) {
  if (message) toast(`${message}\nOnly you see this.`);
  if (error) toast([error, ...(reasons ?? [])].join('\n'), { isWrong: true });
}
