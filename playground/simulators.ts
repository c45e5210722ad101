import { join } from 'node:path';
import { openBook } from './frame/book.js';
import { type Frame, serveFrame } from './frame/frame.js';
import type { Host } from './frame/host.js';
import { openSamples, type Samples } from './samples/index.js';
import type { PlaygroundSecrets } from './secrets.js';
import { serveSlackPage } from './slack/page/routes.js';
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
  /**
   * Puts both platforms, and what their pages know of them, back to how they began. Resolves when it
   * is on disk.
   */
  forget(): Promise<void>;
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
  /** What the page can do with the bot. */
  readonly host: Host;
}

/**
 * Starts a Slack workspace and a Teams tenant on one server on loopback.
 *
 * @throws Error when the port is taken or a state file cannot be read.
 */
export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const { folder, port, secrets, host } = options;
  const botUrl = (): string => options.botUrl;
  const { appId, appPassword, botToken, signingSecret } = secrets;
  const book = await openBook(join(folder, 'frame.json'));
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
      more.frame = serveFrame(server, { ...both, lab, host, book, samples: () => more.samples });
    },
  });
  const samples = { slack: workspace, teams: tenant, file: join(folder, 'samples.json') };
  more.samples = await openSamples(samples);
  return {
    slackPage: workspace.url,
    teamsPage: workspace.url + TEAMS_PAGE_PATH,
    slackApi: `${workspace.url}/api/`,
    teamsApi: workspace.url + TEAMS_PREFIX,
    async forget() {
      const worlds = [tenant.reset(), workspace.reset()];
      await Promise.all([...worlds, more.samples?.forget(), more.frame?.forget()]);
    },
    async stop() {
      await Promise.all([more.frame?.stop(), tenant.stop(), workspace.stop()]);
    },
  };
}
