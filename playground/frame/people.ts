import { unreadOf as unreadInSlack } from '../slack/page/screen.js';
import { ROLES, type Role } from '../slack/seed.js';
import type { Core } from '../slack/state.js';
import { unreadOf as unreadInTeams } from '../teams/page/screen.js';
import type { TeamsTenant } from '../teams/tenant.js';

/** A person's account on one platform, and their number of unread messages there. */
export interface Presence {
  readonly id: string;
  readonly unread: number;
}

/** A person whom the visitor of the playground can play. */
export interface FramePerson {
  readonly name: string;
  readonly title: string;
  readonly role: Role;
  readonly slack: Presence;
  readonly teams: Presence;
}

/** The state of both platforms. */
export interface PlatformStates {
  readonly slack: Core;
  readonly teams: TeamsTenant;
}

/** Everybody with an account on both platforms, joined by e-mail address, in the order of the seed. */
export function listPeople({ slack, teams }: PlatformStates): readonly FramePerson[] {
  const there = slack.state.people.filter(({ isBot, deleted }) => !isBot && !deleted);
  return there.flatMap(({ id, realName, title = '', email }) => {
    const twin = email === undefined ? undefined : teams.person(email);
    if (!twin || twin.deleted) return [];
    return [
      {
        name: realName,
        title,
        role: ROLES[id] ?? 'reporter',
        slack: { id, unread: unreadInSlack(slack, id) },
        teams: { id: twin.id, unread: unreadInTeams(teams, twin.id) },
      },
    ];
  });
}
