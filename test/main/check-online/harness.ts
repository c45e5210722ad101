import { expect } from 'chai';
import {
  type SlackWorkspace,
  type SlackWorkspaceOptions,
  startSlackWorkspace,
} from '../../../playground/slack/server.js';
import { TENANT_ID } from '../../../playground/teams/seed.js';
import {
  startTeamsTenant,
  type TeamsTenant,
  type TeamsTenantOptions,
} from '../../../playground/teams/server.js';
import { runCli } from '../../../src/cli.js';
import { SECRETS } from '../../e2e/support/harness.js';

export const APP_TOKEN = 'xapp-1-A0REDRESS01-4711-fixture';
const NO_BOT = () => 'http://127.0.0.1:9';

/** Starts a workspace whose bot does not run. */
export function startSlack(options: Partial<SlackWorkspaceOptions> = {}): Promise<SlackWorkspace> {
  const secrets = { botToken: SECRETS.bot, signingSecret: SECRETS.signing };
  return startSlackWorkspace({ botUrl: NO_BOT, ...secrets, rate: false, ...options });
}

/** Starts a tenant whose bot does not run. */
export function startTeams(options: Partial<TeamsTenantOptions> = {}): Promise<TeamsTenant> {
  const secrets = { appId: SECRETS.appId, appPassword: SECRETS.appPassword };
  return startTeamsTenant({ botUrl: NO_BOT, ...secrets, rate: false, ...options });
}

/** The settings of Slack for this simulator. */
export function slackEnvironment({ url }: Pick<SlackWorkspace, 'url'>) {
  return {
    SLACK_BOT_TOKEN: SECRETS.bot,
    SLACK_SIGNING_SECRET: SECRETS.signing,
    SLACK_API_URL: `${url}/api/`,
  };
}

/** The settings of Teams for this simulator. */
export function teamsEnvironment({ url }: Pick<TeamsTenant, 'url'>) {
  return {
    MICROSOFT_APP_ID: SECRETS.appId,
    MICROSOFT_APP_PASSWORD: SECRETS.appPassword,
    MICROSOFT_APP_TENANT_ID: TENANT_ID,
    TEAMS_API_URL: url,
    REDRESS_LAB_TOKEN: SECRETS.lab,
  };
}

/** Runs `check --online`. Checks that it prints no secret; returns the exit code and the lines by verdict. */
export async function checkOnline(environment: Record<string, string>, file: string) {
  let output = '';
  const code = await runCli(['check', '--online'], {
    checkData: async () => [],
    environment: () => environment,
    readFile: () => file,
    isReadableByOthers: () => false,
    findFolderFault: () => undefined,
    write: (text) => {
      output += text;
    },
  });
  const { appId, ...secrets } = SECRETS;
  for (const secret of [...Object.values(secrets), APP_TOKEN, 'Bearer']) {
    expect(output, appId).to.not.include(secret);
  }
  const linesOf = (verdict: string) =>
    output
      .split('\n')
      .filter((line) => line.startsWith(`  ${verdict}: `))
      .map((line) => line.slice(verdict.length + 4));
  return {
    ...{ code, output, right: linesOf('right'), wrong: linesOf('WRONG') },
    notChecked: linesOf('cannot be checked'),
  };
}

/** The lines without their place in the file. */
export function withoutLines(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replace(/^redress\.yml:\d+: /, ''));
}

/** The file with something else in the place of what must be in it. */
export function replaceIn(file: string, from: string, to: string): string {
  expect(file).to.include(from);
  return file.replaceAll(from, to);
}
