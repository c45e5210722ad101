import { stringify } from 'yaml';
import {
  DEFAULT_SEED,
  GROUPS,
  CHANNELS as SLACK_CHANNELS,
  PEOPLE as SLACK_PEOPLE,
} from '../../../playground/slack/seed.js';
import {
  TAGS,
  TEAM,
  CHANNELS as TEAMS_CHANNELS,
  PEOPLE as TEAMS_PEOPLE,
} from '../../../playground/teams/seed.js';
import type { PersonName, PlatformName } from '../../../playground/users/user-driver.js';
import type { ScenarioPlatforms } from './drivers/platform-driver.js';

/** What differs from the team's platform. */
export interface Exceptions {
  /** The platform of the operators' channel. */
  readonly ops?: PlatformName;
  /** People who are on the team's platform only. */
  readonly onlyWithTeam?: readonly PersonName[];
}

/**
 * A `redress.yml`: two teams with working hours, a category for each and a confidential one. It names
 * Cleo by her e-mail address only, so that the bot has to look up her accounts.
 */
export function organisationOn(
  { reporter, team }: ScenarioPlatforms,
  { ops = team, onlyWithTeam = [] }: Exceptions = {},
): string {
  const platforms = [...new Set([reporter, team])];
  const person = (name: PersonName): object =>
    personOn(onlyWithTeam.includes(name) ? [team] : platforms, name);
  return stringify({
    hours: { zone: 'Europe/London', 'mon-fri': '09:00-12:30, 13:30-17:30' },
    teams: {
      billing: {
        name: 'Billing',
        place: placeOn(team, 'billing'),
        group: team === 'slack' ? GROUPS.billing : TAGS.billing,
        members: [person('ben'), { name: 'Cleo Clarke', email: email('cleo') }],
        lead: person('lena'),
      },
      repairs: {
        name: 'Repairs',
        place: placeOn(team, 'repairs'),
        members: [person('dev')],
        lead: person('rita'),
      },
    },
    categories: {
      'wrong-bill': { name: 'A wrong bill', team: 'billing' },
      'late-repair': { name: 'A late repair', team: 'repairs' },
      'staff-conduct': { name: 'Conduct of staff', team: 'billing', confidential: true },
    },
    officers: [person('omar')],
    ops: placeOn(ops, 'ops'),
  });
}

/** The same, with everybody in Slack. */
export const ORGANISATION = organisationOn({ reporter: 'slack', team: 'slack' });

function placeOn(platform: PlatformName, channel: keyof typeof TEAMS_CHANNELS): object {
  if (platform === 'slack') return { slack: SLACK_CHANNELS[channel] };
  return { teams: { team: TEAM.id, channel: TEAMS_CHANNELS[channel] } };
}

function personOn(platforms: readonly PlatformName[], name: PersonName): object {
  return {
    name: fullName(name),
    email: email(name),
    ...(platforms.includes('slack') ? { slack: SLACK_PEOPLE[name] } : {}),
    ...(platforms.includes('teams') ? { teams: TEAMS_PEOPLE[name] } : {}),
  };
}

function findSeeded(name: PersonName) {
  const found = DEFAULT_SEED.people.find(({ id }) => id === SLACK_PEOPLE[name]);
  if (found === undefined) throw new Error(`The seed has nobody called ${name}.`);
  return found;
}

function fullName(name: PersonName): string {
  return findSeeded(name).realName;
}

function email(name: PersonName): string {
  return findSeeded(name).email ?? '';
}
