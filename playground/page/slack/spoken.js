import { el } from '../frame/dom.js';

/** More of a message than this is not read out. */
const LONGEST = 160;

const place = el('p', { className: 'sr-only', role: 'status' });
document.body.append(place);

/** Tells people who listen to the page what arrived: the last of several, and how many there are. */
export function announce(messages) {
  const last = messages.at(-1);
  if (!last) return;
  const more = messages.length > 1 ? `${messages.length} new messages. ` : '';
  place.textContent = `${more}${last.author}: ${last.words.slice(0, LONGEST)}`;
}
