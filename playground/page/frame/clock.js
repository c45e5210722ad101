const DAY = 86_400_000;

/** How far the bot's clock is ahead of this computer's, ms: now, and since which real moments. */
const known = { ahead: 0, moves: [] };

/** The bot's time now, Unix ms. */
export function botNow() {
  return Date.now() + known.ahead;
}

/** Takes over what the bot's clock shows at this moment. */
export function setBotNow(now) {
  known.ahead = now - Date.now();
}

/**
 * Takes over the moves of the clock: from real time `at` (ms) on it was `ahead` ms ahead.
 * True when they are others than before, so that times on the page have to be shown anew.
 */
export function setMoves(moves) {
  const sorted = [...moves].sort((a, b) => a.at - b.at);
  const isNew = JSON.stringify(sorted) !== JSON.stringify(known.moves);
  known.moves = sorted;
  if (isNew && sorted.length > 0) known.ahead = sorted.at(-1).ahead;
  return isNew;
}

/** The bot's time when something happened at that real moment: both Unix ms. */
export function shownAt(realMs) {
  const move = known.moves.findLast(({ at }) => at <= realMs);
  return realMs + (move?.ahead ?? 0);
}

/** The same time tomorrow, or on Monday when tomorrow is a Saturday or Sunday in this zone. */
export function nextWorkingDay(now, zone) {
  let then = now + DAY;
  const dayName = () =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(then);
  while (['Sat', 'Sun'].includes(dayName())) then += DAY;
  return then;
}
