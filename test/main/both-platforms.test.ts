import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEAM_ID } from '../../playground/slack/seed.js';
import { type SlackWorkspace, startSlackWorkspace } from '../../playground/slack/server.js';
import { CHANNELS, PEOPLE, TEAM, TENANT_ID } from '../../playground/teams/seed.js';
import { startTeamsTenant, type TeamsTenant } from '../../playground/teams/server.js';
import type { Bot } from '../../src/main.js';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { startBotWith } from '../support/start-bot.js';

const SECRETS = {
  lab: 'lab-token-of-the-tests-0123456789',
  bot: 'xoxb-1111111111-2222222222-fixture',
  signing: '0123456789abcdef0123456789abcdef',
  appId: '7f0f6a1e-52f5-4a43-9d1c-3a0f5e1b9c20',
  appPassword: 'fixture~secret.of-the_tests-0123456789',
} as const;

const ORGANISATION = `
hours: { zone: Europe/London }
teams:
  repairs:
    place: { teams: { team: "${TEAM.id}", channel: "${CHANNELS.repairs}" } }
    members: [{ name: Dev Desai, email: dev.desai@playground.example }]
officers: [dev.desai@playground.example]
`;

let folder: string;
let slack: SlackWorkspace;
let teams: TeamsTenant;
let bot: Bot | undefined;

const slackEnvironment = () => ({
  SLACK_BOT_TOKEN: SECRETS.bot,
  SLACK_SIGNING_SECRET: SECRETS.signing,
  SLACK_API_URL: `${slack.url}/api/`,
});

const teamsEnvironment = () => ({
  MICROSOFT_APP_ID: SECRETS.appId,
  MICROSOFT_APP_PASSWORD: SECRETS.appPassword,
  MICROSOFT_APP_TENANT_ID: TENANT_ID,
  TEAMS_API_URL: teams.url,
});

async function start(platforms: Record<string, string>): Promise<string> {
  const config = join(folder, 'redress.yml');
  writeFileSync(config, ORGANISATION);
  const environment = {
    ...platforms,
    REDRESS_LAB_TOKEN: SECRETS.lab,
    REDRESS_CONFIG: config,
    REDRESS_DATA: folder,
    HOST: '127.0.0.1',
    PORT: '0',
  };
  bot = await startBotWith(environment);
  return `http://127.0.0.1:${bot.port}`;
}

async function stop(): Promise<void> {
  await bot?.stop();
  bot = undefined;
}

/** Stops the bot and returns the accounts of Dev, for whom the settings have only an e-mail address. */
async function findDevsAccounts(): Promise<readonly string[] | undefined> {
  await stop();
  const stores = await openEmbeddedStores({ file: join(folder, 'redress.db') });
  const account = { platform: 'teams', workspace: TENANT_ID, userId: PEOPLE.dev } as const;
  const dev = await stores.people.findByAccount(account);
  await stores.close();
  return dev?.accounts.map(({ platform, workspace }) => `${platform} ${workspace}`).sort();
}

describe('the bot on both platforms', function () {
  this.timeout(20_000);
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redress-both-'));
    const botUrl = () => 'http://127.0.0.1:1';
    const { bot: botToken, signing: signingSecret, appId, appPassword } = SECRETS;
    slack = await startSlackWorkspace({ port: 0, botUrl, botToken, signingSecret });
    teams = await startTeamsTenant({ port: 0, botUrl, appId, appPassword });
  });
  afterEach(async () => {
    await stop();
    await slack.stop();
    await teams.stop();
    rmSync(folder, { recursive: true });
  });

  it('is ready when both are, and finds the accounts of one person on both at its first start', async () => {
    const url = await start({ ...slackEnvironment(), ...teamsEnvironment() });
    expect(await (await fetch(`${url}/readyz`)).json()).to.deep.equal({
      ready: true,
      checks: {
        ...{ store: 'ok', scheduler: 'ok', records: 'ok', configuration: 'ok' },
        ...{ slack: 'ok', teams: 'ok' },
      },
    });
    expect(await findDevsAccounts()).to.deep.equal([`slack ${TEAM_ID}`, `teams ${TENANT_ID}`]);
  });

  it('serves only the requests of Teams when Slack is not configured', async () => {
    const url = await start(teamsEnvironment());
    const post = (path: string) => fetch(`${url}${path}`, { method: 'POST', body: '{}' });
    expect((await post('/api/messages')).status).to.be.within(400, 403);
    expect((await post('/slack/events')).status).to.equal(404);
    expect(await findDevsAccounts()).to.deep.equal([`teams ${TENANT_ID}`]);
  });

  it('is not ready while the lab makes the store fail, and ready afterwards', async () => {
    const url = await start({ ...slackEnvironment(), ...teamsEnvironment() });
    const fail = (ms: number) =>
      fetch(`${url}/lab/store-fault`, {
        method: 'POST',
        headers: { authorization: `Bearer ${SECRETS.lab}` },
        body: JSON.stringify({ ms }),
      });
    await fail(60_000);
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).to.equal(503);
    const { checks } = (await answer.json()) as { checks: Record<string, string> };
    expect(checks.store).to.match(/^STORE_UNAVAILABLE: /);
    await fail(0);
    let status = 503;
    const deadline = Date.now() + 5000;
    // /readyz reuses an answer for a second.
    while (status !== 200 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      status = (await fetch(`${url}/readyz`)).status;
    }
    expect(status).to.equal(200);
  });

  it('does not start with a password that Microsoft refuses, and releases its data folder', async () => {
    const wrong = {
      ...slackEnvironment(),
      ...teamsEnvironment(),
      MICROSOFT_APP_PASSWORD: 'another~secret.0123456789',
    };
    const fault = await start(wrong).catch((error: unknown) => error);
    expect(fault).to.include({ code: 'TEAMS_START' });
    await start({ ...slackEnvironment(), ...teamsEnvironment() });
  });
});
