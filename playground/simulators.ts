import { join } from 'node:path';
import type { PlaygroundSecrets } from './secrets.js';
import { startSlackWorkspace } from './slack/server.js';
import { serveTeamsPage, TEAMS_PAGE_PATH } from './teams/page/routes.js';
import { makeTeamsTenant } from './teams/server.js';

/** Where the Bot Connector stands on the playground's one server; Slack's Web API is at `/api`. */
const TEAMS_PREFIX = '/teams';

/** The chat platforms of the playground, with their pages. */
export interface Simulators {
  /** The page of the Slack workspace, e.g. `http://127.0.0.1:3001`. */
  readonly slackPage: string;
  readonly teamsPage: string;
  /** The Web API's address, for SLACK_API_URL. */
  readonly slackApi: string;
  /** The simulated Teams' address, for TEAMS_API_URL. */
  readonly teamsApi: string;
  /** Saves everything and closes the server. */
  stop(): Promise<void>;
}

export interface SimulatorsOptions {
  /** Where both keep their state over restarts. */
  readonly folder: string;
  /** The one port that serves all of it, on loopback. */
  readonly port: number;
  /** Base URL of the bot. */
  readonly botUrl: string;
  readonly secrets: PlaygroundSecrets;
}

/**
 * Starts a Slack workspace and a Teams tenant on one server on loopback.
 *
 * @throws Error when the port is taken or a state file cannot be read.
 */
export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const { folder, port, secrets } = options;
  const botUrl = (): string => options.botUrl;
  const lab = { url: botUrl, token: secrets.labToken };
  const { appId, appPassword } = secrets;
  const file = join(folder, 'tenant.json');
  const { tenant, serve } = await makeTeamsTenant({ botUrl, appId, appPassword, file, lab });
  let stopPage = (): void => undefined;
  const workspace = await startSlackWorkspace({
    port,
    botUrl,
    botToken: secrets.botToken,
    signingSecret: secrets.signingSecret,
    file: join(folder, 'workspace.json'),
    lab,
    mount(server) {
      serve(server, TEAMS_PREFIX);
      stopPage = serveTeamsPage(server, { tenant, botUrl, hasLab: true });
    },
  });
  return {
    slackPage: workspace.url,
    teamsPage: workspace.url + TEAMS_PAGE_PATH,
    slackApi: `${workspace.url}/api/`,
    teamsApi: workspace.url + TEAMS_PREFIX,
    async stop() {
      stopPage();
      await Promise.all([tenant.stop(), workspace.stop()]);
    },
  };
}
