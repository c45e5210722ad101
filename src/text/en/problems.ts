import type { BrokenGroup, KeyUse } from '../../ports/problems.js';
import type { Inline, Text } from '../../views/elements.js';

/** What the ops channel is told of a problem, when it stands and when it is over. */
export const problems = {
  deliveriesWaiting: {
    stands: (count: number, since: Inline): Text => [
      count === 1
        ? 'Messages of one complaint have waited since '
        : `Messages of ${count} complaints wait, the oldest since `,
      since,
      '. Redress goes on trying. If a platform does not answer, readyz says which, and the log says why.',
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
      '. Redress goes on trying. Look at readyz (scheduler and store) and at the log.',
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
  otherConfiguration:
    'Another Redress process was started later with another redress.yml, and open complaints are planned by that one. Start all processes with the same redress.yml.',
  /** E.g. `billing (12 complaints, for example C-1042) and 3 more`. */
  uses: nameUses,
  groupsBroken: {
    stands: (groups: readonly BrokenGroup[]): string =>
      `Cards tag nobody for ${groups.length === 1 ? 'a team' : 'some teams'}, because the group in redress.yml is out of use. ${groups.map(({ team, what }) => `${team}: ${what}`).join(' ')}`,
    over: (since: Inline, endedAt: Inline): Text => [
      'From ',
      since,
      ' to ',
      endedAt,
      ' a group that tags a team was out of use. Now all groups are in use.',
    ],
    summaryStands: 'A group that tags a team is out of use',
    summaryOver: 'All groups that tag teams are in use again',
  },
  teamsMissing: {
    stands: (uses: string): string =>
      `Open complaints have a team that redress.yml does not have: ${uses}. ` +
      'They have no lead and no members: only those who recorded them or have them and the complaints officers can open them, and reminders come Monday to Friday from 9:00 to 17:00 UTC. Put the team back into redress.yml, under the same key, and start Redress again.',
    over: (since: Inline, endedAt: Inline): Text => [
      'From ',
      since,
      ' to ',
      endedAt,
      ' open complaints had a team that redress.yml did not have. Now none has.',
    ],
    summaryStands: 'Open complaints have a team that redress.yml lacks',
    summaryOver: 'redress.yml has the teams of all open complaints again',
  },
  categoriesMissing: {
    stands: (uses: string): string =>
      `Open complaints have a category that redress.yml does not have: ${uses}. ` +
      'They stay with their team, and cards show the key in place of the name. Put the category back into redress.yml, under the same key, and start Redress again; or leave it until they are closed.',
    over: (since: Inline, endedAt: Inline): Text => [
      'From ',
      since,
      ' to ',
      endedAt,
      ' open complaints had a category that redress.yml did not have. Now none has.',
    ],
    summaryStands: 'Open complaints have a category that redress.yml lacks',
    summaryOver: 'redress.yml has the categories of all open complaints again',
  },
} as const;

function sayComplaints(count: number): string {
  return count === 1 ? 'one complaint' : `${count} complaints`;
}

/** So far uses are counted; more than that is said as such. */
const MOST_COUNTED = 1000;

/** Names keys of `redress.yml`, with how many complaints use each and one of them. */
function nameUses(uses: readonly KeyUse[], more: number): string {
  const named = uses.map(({ key, count, example }) =>
    count === 1
      ? `${key} (${example})`
      : `${key} (${count >= MOST_COUNTED ? 'very many' : count} complaints, for example ${example})`,
  );
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}
