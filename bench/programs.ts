import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../playground/ports.js';
import { type Child, findProgram, startProgram } from './child.js';
import { BOT_TOKEN, SIGNING_SECRET } from './stubs/slack-requests.js';
import { APP } from './stubs/teams-stub.js';

/** A running program and its port. */
export interface RunningProgram extends Child {
  readonly port: number;
}

/** Options of {@link startBotIn}. */
export interface BotOptions {
  readonly apiUrl: string;
  readonly teams: number;
  /** Working hours as in `redress.yml`; Redress's own by default. */
  readonly hours?: string;
  /** Gets the log from level info on. */
  readonly onLog?: (text: string) => void;
}

/** A `redress.yml` with this many teams: with many, no channel's rate limit delays the measurement. */
function renderSlackOrganisation({ teams: count, hours = '{ zone: UTC }' }: BotOptions): string {
  const teams = Array.from({ length: count }, (_, n) => {
    const place = toChannel(n);
    return `  team-${n}: { place: { slack: ${place} }, members: [{ name: M${n}, slack: U00000000${n} }] }`;
  });
  return `hours: ${hours}\nteams:\n${teams.join('\n')}\nofficers: [{ name: O, slack: U0OFFICER1 }]\n`;
}

/** The channel of `team-<n>` in Slack. */
export function toChannel(n: number): string {
  return `C00000000${String(n).padStart(2, '0')}`;
}

/** The same for Teams. */
function renderTeamsOrganisation(count: number): string {
  const teams = Array.from({ length: count }, (_, n) => {
    const channel = `19:${String(n).padStart(32, '0')}@thread.tacv2`;
    const place = `{ teams: { team: "${channel}", channel: "${channel}" } }`;
    return `  team-${n}: { place: ${place}, members: [{ name: M${n}, email: m${n}@bench.example }] }`;
  });
  return `hours: { zone: UTC }\nteams:\n${teams.join('\n')}\nofficers: [{ name: O, email: o@bench.example }]\n`;
}

/** Starts the production bot on the embedded store in a new folder, which is removed at its stop. */
export async function startBot(apiUrl: string, teams = 20): Promise<RunningProgram> {
  const folder = createFolder();
  return withFolder(await startBotIn(folder, { apiUrl, teams }), folder);
}

/** A new folder for a bot's data. */
export function createFolder(): string {
  return mkdtempSync(join(tmpdir(), 'redress-bench-'));
}

/** Starts the production bot on the embedded store in this folder, which stays. */
export async function startBotIn(folder: string, options: BotOptions): Promise<RunningProgram> {
  const port = await findFreePort();
  const config = join(folder, 'redress.yml');
  writeFileSync(config, renderSlackOrganisation(options));
  const { apiUrl, onLog } = options;
  const env = {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: apiUrl,
    REDRESS_CONFIG: config,
    REDRESS_DATA: folder,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: onLog === undefined ? 'error' : 'info',
  };
  const isReady = () => isAnswering(port, '/readyz', true);
  const child = await startProgram(findProgram('../bot/main.js'), env, isReady, onLog);
  return { ...child, port };
}

/** Starts the bare Bolt app. `view`: the form it opens, as JSON. */
export async function startPeer(apiUrl: string, view: string): Promise<RunningProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-peer-'));
  const port = await findFreePort();
  const env = {
    PEER_TOKEN: BOT_TOKEN,
    PEER_SECRET: SIGNING_SECRET,
    PEER_API: apiUrl,
    PEER_PORT: String(port),
    PEER_FILE: join(folder, 'peer.db'),
    PEER_VIEW: join(folder, 'view.json'),
  };
  writeFileSync(env.PEER_VIEW, view);
  const child = await startProgram(findProgram('./peers/bolt.js'), env, () =>
    isAnswering(port, '/', false),
  );
  return withFolder({ ...child, port }, folder);
}

/** The settings allow a stub of Teams only with a lab; `bots/teams-bot.ts` then starts without it. */
const LAB_TOKEN = 'lab-token-of-the-benchmark-0123456789';

/** Starts the production bot in Teams on the embedded store in a new folder. */
export async function startTeamsBot(url: string, teams = 20): Promise<RunningProgram> {
  const folder = createFolder();
  const port = await findFreePort();
  const config = join(folder, 'redress.yml');
  writeFileSync(config, renderTeamsOrganisation(teams));
  const env = {
    MICROSOFT_APP_ID: APP.id,
    MICROSOFT_APP_PASSWORD: APP.password,
    MICROSOFT_APP_TENANT_ID: APP.tenant,
    TEAMS_API_URL: url,
    REDRESS_LAB_TOKEN: LAB_TOKEN,
    REDRESS_CONFIG: config,
    REDRESS_DATA: folder,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
  };
  const child = await startProgram(findProgram('./bots/teams-bot.js'), env, () =>
    isAnswering(port, '/readyz', true),
  );
  return withFolder({ ...child, port }, folder);
}

/** Starts the bare CloudAdapter echo. `keeps`: with one durable insert and two messages, as the bot posts. */
export async function startTeamsEcho(url: string, keeps: boolean): Promise<RunningProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-peer-'));
  const port = await findFreePort();
  const env = {
    PEER_APP: APP.id,
    PEER_PASSWORD: APP.password,
    PEER_TENANT: APP.tenant,
    PEER_API: url,
    PEER_PORT: String(port),
    PEER_FILE: join(folder, 'peer.db'),
    PEER_KEEPS: keeps ? 'yes' : '',
  };
  const child = await startProgram(findProgram('./peers/teams-echo.js'), env, () =>
    isAnswering(port, '/', false),
  );
  return withFolder({ ...child, port }, folder);
}

/** Starts a program that only imports the same libraries. */
export async function startLibraries(): Promise<RunningProgram> {
  const port = await findFreePort();
  const env = { PEER_PORT: String(port) };
  const child = await startProgram(findProgram('./peers/libraries.js'), env, () =>
    isAnswering(port, '/', true),
  );
  return { ...child, port };
}

function withFolder(program: RunningProgram, folder: string): RunningProgram {
  return {
    ...program,
    async stop() {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isAnswering(port: number, path: string, isOk: boolean): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer !== undefined && (answer.ok || !isOk);
}
