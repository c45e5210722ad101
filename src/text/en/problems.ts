import type { Inline, Text } from '../../views/elements.js';

/** What the ops channel is told of a problem, when it stands and when it is over. */
export const problems = {
  deliveriesWaiting: {
    stands: (count: number, since: Inline): Text => [
      count === 1 ? 'One message has waited since ' : `${count} messages wait, the oldest since `,
      since,
      '. Redress goes on trying, and sends each of them once. /readyz says which platform does not answer, the log says why.',
    ],
    over: (since: Inline, endedAt: Inline): Text => [
      'Messages waited from ',
      since,
      ' to ',
      endedAt,
      '. They have been sent now; nobody has to do anything.',
    ],
    summaryStands: 'Messages wait to be sent',
    summaryOver: 'Messages no longer wait',
  },
  actionsLate: {
    stands: (count: number, since: Inline): Text => [
      count === 1
        ? 'One complaint has had a reminder due since '
        : `${count} complaints have reminders due, the oldest since `,
      since,
      '. Redress goes on trying. Look at /readyz (scheduler and store) and at the log.',
    ],
    over: (since: Inline, endedAt: Inline): Text => [
      'Reminders were late from ',
      since,
      ' to ',
      endedAt,
      '. They have gone out now; nobody has to do anything.',
    ],
    summaryStands: 'Reminders are late',
    summaryOver: 'Reminders are no longer late',
  },
} as const;
