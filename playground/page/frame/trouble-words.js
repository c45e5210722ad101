/**
 * The troubles there are, in groups of one kind on both platforms. `once`: it waits for something to
 * happen to and is then over; the others last for a time.
 */
export const TROUBLES = [
  {
    title: 'Told to slow down',
    what: 'The next posts are refused: 429, wait 3 seconds.',
    meanwhile: 'Report one: it is recorded at once, its posts follow.',
    buttons: [
      { kind: 'slack-limited', words: 'Limit Slack', once: 'the next post in Slack' },
      { kind: 'teams-limited', words: 'Limit Teams', once: 'the next post in Teams' },
    ],
  },
  {
    title: 'A platform is down',
    what: 'For 20 seconds every call is refused.',
    meanwhile: 'Report one from the other, or press Take it: cards catch up later.',
    buttons: [
      { kind: 'slack-down', words: 'Slack down' },
      { kind: 'teams-down', words: 'Teams down' },
    ],
  },
  {
    title: 'The database is away',
    what: 'For 20 seconds nothing can be read or written.',
    meanwhile: 'Press something: you are told to send it again.',
    buttons: [{ kind: 'store-away', words: 'Database away' }],
  },
  {
    title: 'Redress dies',
    what: 'The bot ends in the middle of what it does: kill -9.',
    meanwhile: 'Send one and kill it at once: it goes on where it was.',
    buttons: [{ kind: 'kill', words: 'Kill the bot' }],
  },
  {
    title: 'A reply is lost',
    what: 'The next post arrives, the answer that says so does not.',
    meanwhile:
      'In Slack Redress looks before it posts again. Teams cannot be asked: there it is said again, once.',
    buttons: [
      { kind: 'lost-reply-slack', words: 'Slack’s reply', once: 'the next post in Slack' },
      { kind: 'lost-reply-teams', words: 'Teams’ reply', once: 'the next post in Teams' },
    ],
  },
  {
    title: 'A press comes twice',
    what: 'The next button or form reaches Redress two times.',
    meanwhile: 'Report or take one: it is done once.',
    buttons: [
      { kind: 'twice-slack', words: 'Slack twice', once: 'the next press in Slack' },
      { kind: 'twice-teams', words: 'Teams twice', once: 'the next press in Teams' },
    ],
  },
];

const BUTTONS = new Map(TROUBLES.flatMap(({ buttons }) => buttons).map((one) => [one.kind, one]));

/** What a trouble is called while it lasts. */
const NAMES = {
  'slack-limited': 'Slack refuses posts',
  'teams-limited': 'Teams refuses posts',
  'slack-down': 'Slack is down',
  'teams-down': 'Teams is down',
  'store-away': 'The database is away',
  kill: 'Redress was killed and is starting again',
  'lost-reply-slack': 'A reply of Slack will be lost',
  'lost-reply-teams': 'A reply of Teams will be lost',
  'twice-slack': 'A press in Slack will come twice',
  'twice-teams': 'A press in Teams will come twice',
};

/** What this trouble is called while it lasts; of one this page does not know, its own name. */
export function troubleName(kind) {
  return NAMES[kind] ?? kind;
}

/** Whole seconds from `now` until `until`, never fewer than 0. Both in ms. */
export function secondsLeft(until, now) {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** How long a trouble still lasts: "14 s left", or what it waits for. */
export function countdown({ kind, until }, now) {
  if (until !== null && until !== undefined) return `${secondsLeft(until, now)} s left`;
  const once = BUTTONS.get(kind)?.once;
  return once ? `waits for ${once}` : 'in a moment';
}

/** `1 message`, `2 messages`. */
export function counted(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}
