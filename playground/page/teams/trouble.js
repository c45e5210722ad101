import { act } from '../frame/api.js';
import { el } from '../frame/dom.js';

/** How long a made outage lasts, ms. */
const OUTAGE_MS = 10_000;
const FAULT = '/teams-page/fault';

const TROUBLES = [
  ['Lose the reply to the next post', FAULT, { kind: 'lost-reply', operation: 'create' }],
  ['Lose the reply to the next message', FAULT, { kind: 'lost-reply', operation: 'send' }],
  ['Refuse the next message: too many (429)', FAULT, { kind: 'http-429', operation: 'send' }],
  ['Fail the next 3 calls (502)', FAULT, { kind: 'http-502', times: '3' }],
  ['Deliver the next button twice', FAULT, { kind: 'twice', operation: 'invoke' }],
  ['Lose Redress’s next answer', FAULT, { kind: 'lost-answer', operation: 'invoke' }],
];
const STORE = ['The store is away for 10 s', '/lab/store-fault', { ms: OUTAGE_MS }];

/** What can be done about the app here depends on whether it is there. */
function doors({ chat, teams }, user) {
  const inTeam = teams.some(({ installed }) => installed);
  const mine = (words, deed) => [words, `/teams-page/${deed}`, { user }];
  return [
    chat.installed
      ? mine('Uninstall Redress for me', 'uninstall')
      : mine('Install Redress for me', 'install'),
    chat.blocked ? mine('Unblock Redress', 'unblock') : mine('Block Redress', 'block'),
    inTeam
      ? mine('Remove Redress from the team', 'remove-from-team')
      : mine('Add Redress to the team', 'add-to-team'),
  ];
}

const said = el('p', { className: 'quiet', role: 'status' });

async function make([words, path, body]) {
  try {
    await act(path, body);
    said.textContent = `Done: ${words}.`;
  } catch (error) {
    said.textContent = error.message;
  }
}

/** Buttons that make trouble, to see what the bot makes of it. */
export function showTrouble(place, { hasLab, screen, user }) {
  const all = [...TROUBLES, ...(hasLab ? [STORE] : []), ...doors(screen, user)];
  const stamp = JSON.stringify(all);
  if (place.stamp === stamp) return;
  place.stamp = stamp;
  const buttons = all.map((trouble) => {
    const props = { type: 'button', className: 'button', onclick: () => make(trouble) };
    return el('button', props, trouble[0]);
  });
  place.replaceChildren(...buttons, said);
}
