import { el } from './dom.js';
import { initials } from './who.js';

/** How many colours there are for people: see `.face[data-hue]`. */
const HUES = 7;

function hueOf(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 7 + letter.codePointAt(0)) % 9973;
  return String(sum % HUES);
}

/** Somebody's picture: their initials on a colour that is theirs everywhere. Not spoken. */
export function faceOf(name, isBot = false) {
  const props = { className: isBot ? 'face bot' : 'face', 'aria-hidden': 'true' };
  const node = el('span', props, initials(name));
  if (!isBot) node.dataset.hue = hueOf(name);
  return node;
}
