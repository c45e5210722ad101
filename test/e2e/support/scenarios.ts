import type { ScenarioPlatforms } from './drivers/platform-driver.js';

/** A scenario with its name, such as "in Slack". */
export interface NamedScenario extends ScenarioPlatforms {
  readonly name: string;
}

/** All combinations of the reporter's and the team's platform. */
export const SCENARIOS: readonly NamedScenario[] = [
  { name: 'in Slack', reporter: 'slack', team: 'slack' },
  { name: 'in Teams', reporter: 'teams', team: 'teams' },
  { name: 'reported in Slack and handled in Teams', reporter: 'slack', team: 'teams' },
  { name: 'reported in Teams and handled in Slack', reporter: 'teams', team: 'slack' },
];
