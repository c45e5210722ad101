/** What stands in the composer for the first complaint, and for the one the other way round. */
export const FIRST_WORDS = '/complaint Charged twice in March';
export const OTHER_WORDS = '/complaint No heating since Friday, and nobody came';
/** What stands in the composer for another call of the same complainant. */
const AGAIN_WORDS = '/complaint She rang again, and nothing has happened';
/** A message of a colleague that is to be recorded as a complaint. */
const MESSAGE_WORDS =
  'Mr Hall is at the desk: his bin was not emptied again. What shall I tell him?';
/** What stands in the composer for a complaint about a colleague. */
const COLLEAGUE_WORDS = '/complaint He was told that his call wastes our time';
/** What is complained of while there is trouble. */
const MEANWHILE = 'complaint The bill was paid, and a reminder came all the same';

const ofRole = (people, role) => people.filter((person) => person.role === role);

/** Who reports the first complaint. */
export function reporterOf(people) {
  return (ofRole(people, 'reporter')[0] ?? people[0])?.name;
}

/** Who could take it: somebody of its team, or who may open it when it is confidential. */
export function takerOf(complaint, people) {
  const team = complaint.team.toLowerCase();
  const of = (role) =>
    ofRole(people, role).filter(({ title }) => title.toLowerCase().endsWith(team));
  const fitting = complaint.confidential
    ? [...of('lead'), ...ofRole(people, 'officer')]
    : [...of('member'), ...of('lead')];
  return (fitting[0] ?? ofRole(people, 'officer')[0] ?? people[0])?.name;
}

/** Who acts next on this complaint. */
export function actorOf(complaint, people) {
  return complaint.owner ?? takerOf(complaint, people);
}

/** Labels of the bot's buttons each step is done with, as they stand on the card. */
const BUTTONS = {
  take: 'Take it',
  promise: 'Record a promise',
  resolve: 'Resolve',
  'follow-up': 'Follow up',
};

/** Where somebody goes to write that complaint down: to `go-to.js`'s taste. */
export function reportTarget(people, draft = FIRST_WORDS) {
  return { world: 'slack', person: reporterOf(people), draft };
}

/** What else can be tried when something is recorded, and where. */
export function recordingTargets(people) {
  return {
    again: reportTarget(people, AGAIN_WORDS),
    message: reportTarget(people, MESSAGE_WORDS),
    colleague: reportTarget(people, COLLEAGUE_WORDS),
  };
}

/** Where a complaint can be made in spite of this trouble: in Teams when Slack has it. */
export function meanwhileTarget(people, now) {
  const person = reporterOf(people);
  if (now.some(({ kind }) => kind.startsWith('slack-'))) {
    return { world: 'teams', person, place: 'app', draft: MEANWHILE };
  }
  return { world: 'slack', person, draft: `/${MEANWHILE}` };
}

/** Where this complaint's card is, seen by whoever acts on it. */
export function cardTarget(complaint, people) {
  const world = complaint.place?.platform ?? 'slack';
  const target = { world, person: actorOf(complaint, people) };
  return complaint.place ? { ...target, place: complaint.place.conversation } : target;
}

/** The owner's own conversation with Redress, on the platform the team works in. */
export function chatTarget(complaint, people) {
  const { world, person } = cardTarget(complaint, people);
  return { world, person, place: 'app' };
}

/** The buttons a step is done with, in words. */
export function buttonsOf(next, complaint) {
  const button = BUTTONS[next];
  return complaint?.confidential ? `Details, and there ${button}` : button;
}

/** What to point at for a step: the composer, the clock's button, or a button of a complaint's card. */
export function pointOf(next, complaint) {
  if (next === 'report') return { at: 'composer' };
  if (next === 'nudge') return { at: 'clock' };
  // the channel's card of a confidential one has nothing but its details
  const label = complaint.confidential ? 'Details' : BUTTONS[next];
  return { at: 'button', reference: complaint.reference, label };
}

/** Where to go for a step. */
export function targetOf(next, complaint, people) {
  if (next === 'report') return reportTarget(people);
  if (next === 'nudge') return chatTarget(complaint, people);
  return cardTarget(complaint, people);
}

/** Whether the card a step is done on is still on its way to its channel. */
export function isCardComing(next, complaint) {
  return pointOf(next, complaint).at === 'button' && !complaint.place && complaint.waiting > 0;
}
