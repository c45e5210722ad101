import { byId, el } from '../frame/dom.js';

/** How long a note stays, ms. */
const STAYS_MS = 8000;

/** A short note to the person who looks; `isWrong` for what failed. */
export function toast(words, isWrong = false) {
  if (!words) return;
  const close = el('button', { type: 'button', 'aria-label': 'Close note' }, '✕');
  const role = isWrong ? 'alert' : 'status';
  const note = el('div', { className: isWrong ? 'toast bad' : 'toast', role });
  note.append(el('span', {}, words), close);
  const leave = () => note.remove();
  close.addEventListener('click', leave);
  byId('toasts').append(note);
  // open dialogs are above everything; the notes have to be above them
  byId('toasts').hidePopover?.();
  byId('toasts').showPopover?.();
  setTimeout(leave, STAYS_MS);
}

/** Shows what came of something a person did. */
export function toastOutcome({ error, message, reasons }) {
  if (message) toast(`${message}\nOnly you see this.`);
  if (error) toast([error, ...(reasons ?? [])].join('\n'), true);
}
