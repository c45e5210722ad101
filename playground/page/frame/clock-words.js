/** What each rule of the bot reminds of, about a complaint's reference. */
const REMINDERS = {
  untaken: (reference) => `nobody has taken on ${reference}`,
  acknowledgement: (reference) => `${reference} is to be acknowledged`,
  incomplete: (reference) => `${reference} is to be completed`,
  'promise-near': (reference) => `a promise about ${reference} is nearly due`,
  'promise-passed': (reference) => `a promise about ${reference} has passed`,
  quiet: (reference) => `nothing has happened about ${reference}`,
  tell: (reference) => `the person behind ${reference} is to be told`,
  'follow-up': (reference) => `ask whether ${reference} is really settled`,
};

/** Names in a sentence: `Ann, Ben and Cleo`. */
export function listed(names) {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The reminders to come, earliest first; one that goes to several people is one, with all of them. */
export function reminders(nudges, now) {
  const groups = new Map();
  for (const { complaint, rule, at, to, isCollected = false } of nudges) {
    if (at <= now) continue;
    const key = `${at}|${complaint}|${rule}`;
    const group = groups.get(key) ?? { at, complaint, rule, to: [], isCollected };
    if (to && !group.to.includes(to)) group.to.push(to);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.at - b.at);
}

/** A reminder in words, such as `reminder to Ben Baker: C-1003 is to be acknowledged`. */
export function reminderWords({ complaint, rule, to }) {
  if (complaint === null) return `list of the day to ${listed(to)}`;
  const words = REMINDERS[rule]?.(complaint) ?? `${complaint} (${rule})`;
  return to.length > 0 ? `reminder to ${listed(to)}: ${words}` : `reminder: ${words}`;
}

const WORLDS = [
  ['slack', 'Slack'],
  ['teams', 'Teams'],
];

function gainers(world, before, after) {
  return after
    .filter((person) => {
      const was = before.find(({ name }) => name === person.name);
      return person[world].unread > (was?.[world].unread ?? 0);
    })
    .map(({ name }) => name);
}

/** For whom something new came between two states of the frame's people; '' when for nobody. */
export function arrivalWords(before, after) {
  const parts = WORLDS.map(([world, words]) => [words, gainers(world, before, after)])
    .filter(([, names]) => names.length > 0)
    .map(([words, names]) => `in ${words} for ${listed(names)}`);
  return parts.length === 0 ? '' : `New ${parts.join('; ')}.`;
}
