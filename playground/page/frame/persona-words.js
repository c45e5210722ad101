/** The groups of the persona menu, in the order of a complaint's way. */
export const ROLES = [
  { role: 'reporter', words: 'Reports complaints' },
  { role: 'member', words: 'Team members' },
  { role: 'lead', words: 'Team leads' },
  { role: 'officer', words: 'Complaints officer' },
];

/** What a person is in the story; those nobody gave a role report. */
export function roleOf({ name }, state) {
  const role = state?.people.find((person) => person.name === name)?.role;
  return ROLES.some((known) => known.role === role) ? role : 'reporter';
}

/** The people for whom something is new anywhere. */
export function peopleWithNews(state) {
  return (state?.people ?? []).filter(({ slack, teams }) => slack.unread + teams.unread > 0);
}
