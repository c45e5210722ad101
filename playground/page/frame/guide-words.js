import { STEPS } from './guide-steps.js';

const TITLES = {
  report: 'Report it',
  take: 'Take it on',
  promise: 'Promise something',
  nudge: 'Let time pass',
  resolve: 'Put it right',
  'follow-up': 'Go back and ask',
  closed: 'Closed',
};

/** What a step is called. */
export function titleOf(next) {
  return TITLES[next];
}

/** How far it is, in one line: "2 of 5: Take it on". */
export function lineOf(next) {
  const at = STEPS.indexOf(next);
  if (at >= 0) return `${at + 1} of ${STEPS.length}: ${titleOf(next)}`;
  return next === 'closed' ? 'All five done' : `All five done. ${titleOf(next)}`;
}

const first = (name) => name.split(' ')[0];

/** Where the complaint is: "C-1001, with Ben Baker of Billing". */
export function whereOf({ reference, owner, team, state, resolved }) {
  if (state === 'closed') return `${reference} of ${team} is closed`;
  const who = owner ? `${owner} of ${team}` : team;
  if (resolved) return `${reference} was put right by ${who}`;
  return owner ? `${reference} is with ${who}` : `${reference} is with ${who}. Nobody has it yet`;
}

const NEXT = {
  report: (_complaint, actor) => ({
    why: 'A customer was charged twice. Whoever hears of it first writes it down, so that it cannot get lost.',
    how: `As ${actor}, send /complaint with a few words (in Teams: @Redress complaint), fill in what you know and press Record: only what happened is needed, the rest can be completed later. Then it shows what to tell the customer. “Show me” writes it for you.`,
  }),
  take: ({ team }, actor, label) => ({
    why: `It went to ${team}. What belongs to a whole team belongs to nobody, so one person takes it and everybody sees who.`,
    how: `Become ${actor} and press ${label}.`,
  }),
  promise: (_complaint, actor, label) => ({
    why: 'People can wait when they know until when. Tell the customer a day, and write that down.',
    how: `As ${first(actor)}, press ${label} and choose a date some days ahead, or write it: in 3 working days.`,
  }),
  nudge: (_complaint, actor) => ({
    why: `Days go by, other things come up. Redress reminds ${first(actor)} before the customer has to ask again.`,
    how: 'Press To the next nudge, up in the clock’s row.',
  }),
  resolve: ({ nudges }, actor, label) => ({
    why: `${nudges > 0 ? `${first(actor)} was reminded in time. ` : ''}Write down what was done, and whether it is what the customer wanted.`,
    how: `As ${first(actor)}, press ${label}.`,
  }),
  'follow-up': (_complaint, actor, label) => ({
    why: 'Put right is only right when the customer says so. Some working days after they were told, Redress asks to go back to them.',
    how: `Let the time pass with +1 working day, or press ${label} now as ${first(actor)}.`,
  }),
  closed: ({ reference }) => ({
    why: `${reference} was reported, taken on, put right and asked after. Its Details have the whole history.`,
    how: '',
  }),
};

/** Why this step is worth doing, and how it is done; `label` is the button it is done with. */
export function adviceOf(next, complaint, actor, label) {
  return NEXT[next](complaint, actor, label);
}

/** Other ways to record a complaint: what they are called, and how they go on. */
export const RECORDING = {
  again: {
    label: 'The same customer calls again',
    how: ': enter the same account as before under More details, and Redress asks whether it is the same complaint.',
  },
  message: {
    label: 'Somebody wrote it in a channel',
    how: ': send the message, then choose Record a complaint in its menu. The thread is kept with the complaint.',
  },
  colleague: {
    label: 'It is about a colleague',
    how: ': name them under More details. They do not see it.',
  },
};

/** What is said when the guide has pointed at something. */
export function pointedOf(point, person) {
  const you = `You are ${person}. `;
  if (point.at === 'composer') return `${you}The message box has the words: press Enter.`;
  if (point.at === 'clock') return `${you}Press To the next nudge.`;
  if (point.at === 'place') return `${you}This is what Redress wrote.`;
  return `${you}The button ${point.label} of ${point.reference} is marked.`;
}

/** What is said while the card it is about is not posted yet. */
export function comingOf({ reference }) {
  return `Redress is posting ${reference}. You are taken there as soon as it is posted.`;
}

/** What is said when it is posted and somebody does something else by now. */
export function cameOf({ reference }) {
  return `${reference} is posted. Press Show me to go there.`;
}

/** What is said while it is not found: `point` is what is looked for. */
export function notFoundOf(point, person) {
  const what = point.label ? `The button ${point.label} of ${point.reference}` : 'It';
  return `You are ${person}. ${what} is not here yet. It is marked as soon as it is.`;
}

/** What is said when it was not found for long. */
export function gaveUpOf(point, person) {
  const what = point.label ? `The button ${point.label} of ${point.reference}` : 'It';
  return `You are ${person}. ${what} is still not here. Press Show me to look again.`;
}

const STATES = {
  open: 'nobody has it yet',
  assigned: 'being handled',
  resolved: 'put right',
  closed: 'closed',
  withdrawn: 'withdrawn',
};
const WORLDS = { slack: 'Slack', teams: 'Teams' };

/** One sample in a line, after its reference: "being handled, Repairs in Teams". */
export function sampleWords({ state, team, place }) {
  const where = place ? `${team} in ${WORLDS[place.platform]}` : team;
  return `${STATES[state]}, ${where}`;
}
