import type { SlotKind } from '../../domain/complaint/slot.js';
import type { AuthoredView } from '../../domain/complaint/view-ref.js';
import type { Inline, Text } from '../../views/elements.js';

export const message = {
  reporterUpdate: (by: Inline, id: string): Text => [by, ` wrote about ${id}:`],
  reporterUpdateSummary: (id: string) => `An update on ${id}`,
  teamUpdate: (by: Inline, id: string): Text => [by, ` wrote to the team about ${id}:`],
  /** The same, for the person who has the complaint or, while nobody has it, its team. */
  teamUpdateFor: (to: Inline, by: Inline, id: string): Text => [
    'For ',
    to,
    ': ',
    by,
    ` wrote to the team about ${id}:`,
  ],
  teamUpdateSummary: (id: string) => `An update for the team on ${id}`,
  assigned: (by: Inline, id: string): Text => [by, ` assigned ${id} to you.`],
  assignedSummary: (id: string) => `${id} is now yours`,
  relieved: (by: Inline, id: string): Text => [by, ` assigned ${id} to somebody else.`],
  relievedTo: (by: Inline, id: string, to: Inline): Text => [
    by,
    ` assigned ${id} to somebody else. It is with `,
    to,
    '.',
  ],
  relievedSummary: (id: string) => `${id} is no longer yours`,
  resolved: (by: Inline, id: string): Text => [by, ` resolved ${id}:`],
  resolvedSummary: (id: string) => `${id} is resolved`,
  reopened: (by: Inline, id: string): Text => [
    by,
    ` reopened ${id}. It is yours again. The reason:`,
  ],
  reopenedSummary: (id: string) => `${id} was reopened`,
  reporterReopened: (by: Inline, id: string): Text => [
    by,
    ` reopened ${id}. The team works on it again.`,
  ],
  reporterWaiting: (id: string) =>
    `Nothing has happened to ${id} for too long. Everybody responsible for it is reminded until somebody acts. You need not do anything.`,
  ifYouKnowMore: {
    open: 'If you know more, write to the team.',
    confidential:
      'If you know more, write it here: it is confidential, so only those who can open it read it.',
  },
  reporterWaitingSummary: (id: string) => `${id} is still waiting`,
  reportAdded: (by: Inline, id: string, received: Inline, means: string): Text => [
    by,
    ` heard from the complainant of ${id} again, `,
    received,
    ` · ${means}:`,
  ],
  /** The same, for the team while nobody has the complaint. */
  reportAddedFor: (to: Inline, said: Text): Text => ['For ', to, ': ', ...said],
  reportAddedSummary: (id: string) => `The complainant of ${id} complained again`,
  dissatisfied: (by: Inline, id: string, satisfaction: number): Text => [
    by,
    ` followed up ${id} and closed it. The complainant’s satisfaction is ${satisfaction} of 5. Reopen it if it is not put right.`,
  ],
  dissatisfiedSummary: (id: string) => `${id}: the complainant is not satisfied`,
  unplacedSummary: (id: string) => `${id} could not be posted in its team’s channel`,
  unplaced: (id: string, why: string) =>
    `${id} could not be posted in its team’s channel: ${why}. Redress tries again by itself, within minutes at first and later every few hours, and tells you when it is there.`,
  unplacedUntilThen: {
    open: 'The team cannot see it until then. Please take it or assign it.',
    confidential:
      'It is confidential, so only its reference will be there. Please take it or assign it.',
  },
  placedSummary: (id: string) => `${id} is in its team’s channel now`,
  placed: {
    open: (id: string) => `${id} is in the channel of its team now. The team can see it.`,
    confidential: (id: string) =>
      `${id} is in the channel of its team now. It is confidential, so only its reference is there.`,
  },
  redirectedSummary: (id: string) => `${id} is in another channel now`,
  redirectedToTeamSummary: (id: string) => `${id} is with another team now`,
  redirected: (id: string, team: string) =>
    `You wrote under the old card of ${id}. ${team} has another channel now, and the complaint goes on under its card there. Please write it there: what stands under the old card stops no reminder.`,
  redirectedToTeam: (id: string, team: string) =>
    `You wrote under the old card of ${id}. The complaint is with ${team} now, and what you wrote does not reach them. Please tell them what they need to know.`,
  unreachedSummary: (id: string) => `Somebody could not be reached about ${id}`,
  unreached: (person: Inline): Text => [
    person,
    ' could not be reached in chat. Please tell them another way that this complaint needs them.',
  ],
  reporterUnreached: (person: Inline): Text => [
    person,
    ' could not be reached in chat, so they do not know how the complaint they recorded stands. Please tell them another way.',
  ],
  notDeliveredSummary: (id: string) => `A message about ${id} did not arrive`,
  notDelivered: (what: string, why: string) =>
    `${what} did not arrive: ${why}. Please tell them another way.`,
  /** What did not arrive, for its author. */
  lostMessage: {
    'reporter-update': (id: string) => `Your update to the reporter of ${id}`,
    'team-update': (id: string) => `Your update for the team on ${id}`,
    assigned: (id: string) => `The message that you assigned ${id} to somebody`,
    relieved: (id: string) => `The message that you assigned ${id} to somebody else`,
    reopened: (id: string) => `The message that you reopened ${id}`,
    'reporter-reopened': (id: string) => `The message to the reporter that you reopened ${id}`,
    'report-added': (id: string) => `The message that you added to ${id}`,
    dissatisfied: (id: string) =>
      `The message to the lead that the complainant of ${id} is not satisfied`,
    'reporter-resolved': (id: string) => `The message to the reporter that you resolved ${id}`,
  } satisfies Readonly<Record<AuthoredView, (id: string) => string>>,
  withheld: (id: string) => `You can no longer see ${id}.`,
  alarmSummary: (id: string) => `Redress needs attention: ${id}`,
  alarm: (id: string, what: string, why: string) =>
    `A message about ${id} could not be delivered (${what}): ${why}.`,
  /** `said`: {@link message.alarm} about a card that is posted, or a message under it. */
  cardFollows: (said: string) =>
    `${said} If the team has another channel, name it in redress.yml and restart Redress: its open complaints follow.`,
  /** `said`: {@link message.alarm} about the card of a team. */
  cardAlarm: (said: string) =>
    `${said} Redress tries again by itself, within minutes at first and later every few hours, and raises no further alarm about it.`,
  /** The message in a slot, in words. */
  slotNames: {
    card: 'the card in the team’s channel',
    'reporter-card': 'the reporter’s card',
    'added-card': 'the card of somebody who added to it',
    thread: 'a message in the team’s thread',
    ops: 'a message in the ops channel',
    nudge: 'a reminder',
    dm: 'a message to a person',
  } satisfies Readonly<Record<SlotKind, string>>,
} as const;
