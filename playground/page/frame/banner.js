import { byId } from './dom.js';
import { isBotUp, isConnected } from './state.js';

function words() {
  if (!isConnected()) {
    return 'The playground has stopped. Start it again with npm start; this page comes back by itself.';
  }
  return isBotUp() ? '' : 'Redress is restarting… It answers again in a moment.';
}

/** Says what is away, if anything is. */
export function showBanner() {
  const banner = byId('banner');
  if (banner.textContent !== words()) banner.textContent = words();
}
