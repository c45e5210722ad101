import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../playground/ports.js';
import * as slackSeed from '../../playground/slack/seed.js';
import { startSlackWorkspace } from '../../playground/slack/server.js';
import * as teamsSeed from '../../playground/teams/seed.js';
import { startTeamsTenant } from '../../playground/teams/server.js';
import { loadConfig } from '../../src/config/load.js';
import { startBot } from '../../src/main.js';
import { silentLogger } from '../../src/ports/logger.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Simulators on loopback need it in Teams; its own files are not counted. */
const LAB_TOKEN = 'lab-token-of-the-benchmark-0123456789';
const BOT_TOKEN = 'xoxb-1111111111-2222222222-benchmark';
const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';
const APP_ID = '7f0f6a1e-52f5-4a43-9d1c-3a0f5e1b9c20';
const APP_PASSWORD = 'benchmark~secret.of-nothing-0123456789';

/** How long to wait for what the bot does, real ms. */
const WAIT_MS = 20_000;

const ENTRIES = {
  complainant: 'Mrs Smith',
  description: 'The bill has been wrong three times, and nobody calls back.',
  desiredOutcome: 'A right bill and an apology.',
  category: 'billing',
};

/**
 * The files of `src` and `adapters`, without the lab, in which a function runs from a form that is
 * sent in until both cards of the complaint are posted.
 */
export async function filesOfSubmission(on: 'slack' | 'teams'): Promise<readonly string[]> {
  return on === 'slack' ? inSlack() : inTeams();
}

async function inSlack(): Promise<readonly string[]> {
  const port = await findFreePort();
  const botUrl = () => `http://127.0.0.1:${port}`;
  const secrets = { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET };
  const slack = await startSlackWorkspace({ port: 0, botUrl, ...secrets });
  const place = `{ slack: ${slackSeed.CHANNELS.billing} }`;
  const stop = await startOn(port, place, {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: `${slack.url}/api/`,
  });
  const { ann } = slackSeed.PEOPLE;
  const file = async (): Promise<() => Promise<void>> => {
    await slack.slash(ann, slackSeed.CHANNELS.general, '/complaint', '');
    const form = await slack.until(() => slack.modals(ann).at(-1), 'the form', WAIT_MS);
    const before = {
      posts: slack.messages(slackSeed.CHANNELS.billing).length,
      cards: slack.dm(ann).length,
    };
    return async () => {
      await slack.submit(ann, form.id, ENTRIES);
      await slack.until(
        () =>
          slack.messages(slackSeed.CHANNELS.billing).length > before.posts &&
          slack.dm(ann).length > before.cards,
        'both cards',
        WAIT_MS,
      );
    };
  };
  return measured(file, async () => {
    await stop();
    await slack.stop();
  });
}

async function inTeams(): Promise<readonly string[]> {
  const port = await findFreePort();
  const botUrl = () => `http://127.0.0.1:${port}`;
  const secrets = { appId: APP_ID, appPassword: APP_PASSWORD };
  const teams = await startTeamsTenant({ port: 0, botUrl, ...secrets });
  const { TEAM, CHANNELS, PEOPLE, TENANT_ID } = teamsSeed;
  const place = `{ teams: { team: "${TEAM.id}", channel: "${CHANNELS.repairs}" } }`;
  const stop = await startOn(port, place, {
    MICROSOFT_APP_ID: APP_ID,
    MICROSOFT_APP_PASSWORD: APP_PASSWORD,
    MICROSOFT_APP_TENANT_ID: TENANT_ID,
    TEAMS_API_URL: teams.url,
    REDRESS_LAB_TOKEN: LAB_TOKEN,
  });
  const file = async (): Promise<() => Promise<void>> => {
    await teams.extension(PEOPLE.ann, 'complaint', { conversation: CHANNELS.general });
    const dialog = await teams.until(() => teams.dialogs(PEOPLE.ann)[0], 'the form', WAIT_MS);
    const posts = teams.channelMessages(CHANNELS.repairs).length;
    const cards = teams.personalChat(PEOPLE.ann).length;
    return async () => {
      await teams.submit(PEOPLE.ann, dialog.id, ENTRIES);
      await teams.until(
        () =>
          teams.channelMessages(CHANNELS.repairs).length > posts &&
          teams.personalChat(PEOPLE.ann).length > cards,
        'both cards',
        WAIT_MS,
      );
    };
  };
  return measured(file, async () => {
    await stop();
    await teams.stop();
  });
}

/** Once to warm up what runs once only, then once more, measured. `prepare` opens the form. */
async function measured(
  prepare: () => Promise<() => Promise<void>>,
  stop: () => Promise<void>,
): Promise<readonly string[]> {
  try {
    await (await prepare())();
    const submit = await prepare();
    return await filesThatRun(submit);
  } finally {
    await stop();
  }
}

async function startOn(
  port: number,
  place: string,
  platform: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-structure-'));
  const config = join(folder, 'redress.yml');
  const dev = '{ name: Dev Desai, email: dev.desai@playground.example }';
  writeFileSync(
    config,
    `hours: { zone: Europe/London }\nteams:\n  billing: { place: ${place}, members: [${dev}] }\nofficers: [dev.desai@playground.example]\n`,
  );
  const environment = {
    ...platform,
    REDRESS_CONFIG: config,
    REDRESS_DATA: folder,
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  const outcome = loadConfig(environment, (path) => readFileSync(path, 'utf8'));
  if (outcome.kind === 'faulty') throw new Error(JSON.stringify(outcome.faults));
  const bot = await startBot(outcome.configuration, silentLogger);
  return async () => {
    await bot.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Does something in this process, and names the files in which a function ran meanwhile. */
async function filesThatRun(work: () => Promise<void>): Promise<readonly string[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  const ran = result.filter(
    ({ url, functions }) => url.startsWith('file:') && functions.some(hasRun),
  );
  return ran
    .map(({ url }) => relative(ROOT, fileURLToPath(url)))
    .filter((file) => /^(src|adapters)\//.test(file) && !/\/lab\//.test(file))
    .sort();
}

/** A function, not the module around it, which runs when it is imported. */
function hasRun({
  ranges: [range],
}: {
  readonly ranges: readonly { readonly startOffset: number; readonly count: number }[];
}): boolean {
  return range !== undefined && range.count > 0 && range.startOffset > 0;
}
