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
import type { Cast, Name, Town } from './drivers/platform-driver.js';

type Platform = Town['platform'];

/** What is not where the team is, and who is nowhere else. */
export interface Exceptions {
  readonly ops?: Platform;
  readonly onlyWithTeam?: readonly Name[];
}

/**
 * Two teams with blocks of working hours, a category for each and a confidential one. Cleo is named
 * by her e-mail address only: who she is on each platform is looked up.
 */
export function organisationOn(
  { reporter, team }: Cast,
  { ops = team, onlyWithTeam = [] }: Exceptions = {},
): string {
  const platforms = [...new Set([reporter, team])];
  const person = (name: Name): object =>
    personOn(onlyWithTeam.includes(name) ? [team] : platforms, name);
  return stringify({
    hours: { zone: 'Europe/London', 'mon-fri': '09:00-12:30, 13:30-17:30' },
    teams: {
      billing: {
        name: 'Billing',
        place: placeOn(team, 'billing'),
        group: team === 'slack' ? GROUPS.billing : TAGS.billing,
        members: [person('ben'), { name: 'Cleo Clarke', email: emailOf('cleo') }],
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

/** Everybody in Slack. */
export const ORGANISATION = organisationOn({ reporter: 'slack', team: 'slack' });

function placeOn(platform: Platform, channel: keyof typeof SLACK_CHANNELS): object {
  if (platform === 'slack') return { slack: SLACK_CHANNELS[channel] };
  return { teams: { team: TEAM.id, channel: TEAMS_CHANNELS[channel] } };
}

function personOn(platforms: readonly Platform[], name: Name): object {
  return {
    name: nameOf(name),
    email: emailOf(name),
    ...(platforms.includes('slack') ? { slack: SLACK_PEOPLE[name] } : {}),
    ...(platforms.includes('teams') ? { teams: TEAMS_PEOPLE[name] } : {}),
  };
}

function seeded(name: Name) {
  const found = DEFAULT_SEED.people.find(({ id }) => id === SLACK_PEOPLE[name]);
  if (found === undefined) throw new Error(`The seed has nobody called ${name}.`);
  return found;
}

function nameOf(name: Name): string {
  return seeded(name).realName;
}

function emailOf(name: Name): string {
  return seeded(name).email ?? '';
}
