import { read } from './api.js';
import { makeSoon } from './soon.js';

/** Changes come in groups; the state is asked for once after each group, ms. */
const GROUP_MS = 250;
/** How long to wait before a live connection that was refused is tried again, ms. */
const AGAIN_MS = 2000;

const known = { state: undefined, connected: true, botUp: true, asked: 0 };
const onState = new Set();
const onEvent = new Set();

function subscribe(listeners, listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The last answer of `GET /frame/state`; `undefined` before the first. */
export function frameState() {
  return known.state;
}

/** Calls `listener` with every new state, at once when there is one; returns what stops it. */
export function onFrameState(listener) {
  if (known.state) listener(known.state);
  return subscribe(onState, listener);
}

/** Asks for the state; resolves when it was told to everybody, or when there is none to be had. */
export async function refreshFrame() {
  known.asked += 1;
  const mine = known.asked;
  const state = await read('/frame/state').catch(() => undefined);
  // a slow answer must not take the place of a newer one
  if (!state || mine !== known.asked) return;
  known.state = state;
  setBotUp(state.botUp);
  for (const listener of onState) listener(state);
}

/** Asks for the state in a moment: something happened that may have changed it. */
export const refreshFrameSoon = makeSoon(refreshFrame, GROUP_MS);

/** Whether the playground itself answers. */
export function isConnected() {
  return known.connected;
}

/** Whether the bot answers, as far as the playground told us. */
export function isBotUp() {
  return known.botUp;
}

/**
 * Calls `listener` with every live event, and with `{ kind: 'connection', up }` when the playground
 * went away or came back; returns what stops it.
 */
export function onLive(listener) {
  return subscribe(onEvent, listener);
}

function tell(event) {
  for (const listener of onEvent) listener(event);
}

function setBotUp(up) {
  if (up === known.botUp) return;
  known.botUp = up;
  tell({ kind: 'bot', up });
}

function setConnected(up) {
  if (up === known.connected) return;
  known.connected = up;
  tell({ kind: 'connection', up });
}

function take(event) {
  if (event.kind === 'bot') setBotUp(event.up);
  else tell(event);
}

/** Opens the page's one stream of live events; it connects again by itself, whatever happens. */
export function startLive(path = '/frame/events') {
  const source = new EventSource(path);
  source.onmessage = (event) => take(JSON.parse(event.data));
  source.onopen = () => setConnected(true);
  source.onerror = () => {
    setConnected(false);
    if (source.readyState !== EventSource.CLOSED) return;
    // refused, not broken off: the browser gives up, we do not
    setTimeout(() => startLive(path), AGAIN_MS);
  };
}
