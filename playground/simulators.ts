import { join } from 'node:path';
import type { BotControl } from './frame/bot-control.js';
import { type Frame, serveFrame } from './frame/frame.js';
import { openStateFile } from './frame/state-file.js';
import { openSamples, type Samples } from './samples/index.js';
import type { PlaygroundSecrets } from './secrets.js';
import { serveSlackPage } from './slack/page/routes.js';
import { startSlackWorkspace } from './slack/server.js';
import { serveTeamsPage, TEAMS_PAGE_PATH } from './teams/page/routes.js';
import { makeTeamsTenant } from './teams/server.js';

/** Path of the Bot Connector on the playground's server; Slack's Web API is at `/api`. */
const TEAMS_PREFIX = '/teams';

/** Both simulators of the playground, with their pages. */
export interface Simulators {
  /** URL of the Slack page, e.g. `http://127.0.0.1:3001`. */
  readonly slackPage: string;
  readonly teamsPage: string;
  /** URL of the Web API, for SLACK_API_URL. */
  readonly slackApi: string;
  /** URL of the simulated Teams, for TEAMS_API_URL. */
  readonly teamsApi: string;
  /**
   * Resets both simulators and their pages' state to the beginning. Resolves when that is on disk.
   */
  reset(): Promise<void>;
  /** Saves everything and closes the server. */
  stop(): Promise<void>;
}

export interface SimulatorsOptions {
  /** Folder of their state files. */
  readonly folder: string;
  /** The port on loopback that serves everything. */
  readonly port: number;
  /** Base URL of the bot. */
  readonly botUrl: string;
  readonly secrets: PlaygroundSecrets;
  /** How the page controls the bot. */
  readonly botControl: BotControl;
}

/**
 * Starts a Slack workspace and a Teams tenant on one server on loopback.
 *
 * @throws Error when the port is taken or a state file cannot be read.
 */
export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const { folder, port, secrets, botControl } = options;
  const botUrl = (): string => options.botUrl;
  const { appId, appPassword, botToken, signingSecret } = secrets;
  const stateFile = await openStateFile(join(folder, 'frame.json'));
  const file = join(folder, 'tenant.json');
  const { tenant, serve } = await makeTeamsTenant({ botUrl, appId, appPassword, file });
  const lab = { url: botUrl, token: secrets.labToken };
  const more: { frame?: Frame; samples?: Samples } = {};
  const workspace = await startSlackWorkspace({
    port,
    botUrl,
    botToken,
    signingSecret,
    file: join(folder, 'workspace.json'),
    mount(server, slack) {
      serve(server, TEAMS_PREFIX);
      serveSlackPage(server, slack);
      serveTeamsPage(server, tenant);
      const both = { slack, teams: tenant };
      const samples = (): Samples | undefined => more.samples;
      more.frame = serveFrame(server, { ...both, lab, botControl, stateFile, samples });
    },
  });
  const samples = { slack: workspace, teams: tenant, file: join(folder, 'samples.json') };
  more.samples = await openSamples(samples);
  return {
    slackPage: workspace.url,
    teamsPage: workspace.url + TEAMS_PAGE_PATH,
    slackApi: `${workspace.url}/api/`,
    teamsApi: workspace.url + TEAMS_PREFIX,
    async reset() {
      const platforms = [tenant.reset(), workspace.reset()];
      await Promise.all([...platforms, more.samples?.clear(), more.frame?.clear()]);
    },
    async stop() {
      await Promise.all([more.frame?.stop(), tenant.stop(), workspace.stop()]);
    },
  };
}
