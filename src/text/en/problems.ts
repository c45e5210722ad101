import type { Inline, Text } from '../../views/elements.js';

/** What the ops channel is told of a problem, when it stands and when it is over. */
export const problems = {
  deliveriesWaiting: {
    stands: (count: number, since: Inline): Text => [
      count === 1
        ? 'Messages of one complaint have waited since '
        : `Messages of ${count} complaints wait, the oldest since `,
      since,
      '. Redress goes on trying. If a platform does not answer, /readyz says which, and the log says why.',
    ],
    over: (count: number, since: Inline, endedAt: Inline): Text => [
      `Messages of ${sayComplaints(count)} waited between `,
      since,
      ' and ',
      endedAt,
      '. Each has been sent, or its refusal was reported; nobody has to do anything about the delay.',
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
    over: (count: number, since: Inline, endedAt: Inline): Text => [
      `Reminders of ${sayComplaints(count)} were late between `,
      since,
      ' and ',
      endedAt,
      '. They have gone out now; nobody has to do anything about the delay.',
    ],
    summaryStands: 'Reminders are late',
    summaryOver: 'Reminders are no longer late',
  },
} as const;

function sayComplaints(count: number): string {
  return count === 1 ? 'one complaint' : `${count} complaints`;
}
