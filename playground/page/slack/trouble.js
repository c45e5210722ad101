import { act } from '../frame/api.js';
import { el } from '../frame/dom.js';

/** How long a made outage lasts, ms. */
const OUTAGE_MS = 10_000;

const TROUBLES = [
  [
    'Lose the reply to the next post',
    '/page/fault',
    { kind: 'lost-reply', method: 'chat.postMessage' },
  ],
  ['Slack is down for 10 s', '/page/fault', { kind: 'down', ms: OUTAGE_MS }],
  ['Deliver the next button twice', '/page/fault', { kind: 'twice', method: 'interactive' }],
];
const STORE = ['The store is away for 10 s', '/lab/store-fault', { ms: OUTAGE_MS }];

/** Buttons that make trouble, to see what the bot makes of it. */
export function showTrouble(place, hasLab) {
  const said = el('p', { className: 'quiet', role: 'status' });
  const make = async (words, path, body) => {
    try {
      await act(path, body);
      said.textContent = `Done: ${words}.`;
    } catch (error) {
      said.textContent = error.message;
    }
  };
  const all = hasLab ? [...TROUBLES, STORE] : TROUBLES;
  const buttons = all.map(([words, path, body]) =>
    el(
      'button',
      { type: 'button', className: 'button', onclick: () => make(words, path, body) },
      words,
    ),
  );
  place.replaceChildren(...buttons, said);
}
