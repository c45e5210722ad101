import type { Cast } from './drivers/platform-driver.js';

/** Where the reporter and the team may be, with a name for it. */
export const CASTS: readonly (Cast & { readonly name: string })[] = [
  { name: 'in Slack', reporter: 'slack', team: 'slack' },
  { name: 'in Teams', reporter: 'teams', team: 'teams' },
  { name: 'reported in Slack and handled in Teams', reporter: 'slack', team: 'teams' },
  { name: 'reported in Teams and handled in Slack', reporter: 'teams', team: 'slack' },
];
