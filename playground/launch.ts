import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBotControl } from './bot-control.js';
import { type BotProcess, type BotProgram, EXIT_CONFIG, runBot } from './bot-process.js';
import {
  type Environment,
  hasRepairsInTeams,
  isPlatformConfigured,
  type PlaygroundSettings,
  readSettings,
  renderPlaygroundConfig,
  toBotEnvironment,
  toPlaygroundMongoUri,
} from './playground-config.js';
import { probePort } from './ports.js';
import { dropDatabase, isResetPending, removeFiles, removeResetMark } from './reset.js';
import { findRunning, forgetRunning, noteRunning } from './running.js';
import { loadSecrets } from './secrets.js';
import { type Simulators, startSimulators } from './simulators.js';

/** How long the bot gets to end: longer than its own limit of 9 s. Real ms. */
const BOT_GRACE_MS = 10_000;
/** How long the page gets to end after that, real ms. */
const PAGE_GRACE_MS = 1000;
/** How often the bot is asked whether it is ready, real ms. */
const POLL_MS = 200;

export interface LaunchOptions {
  /** The process's environment, completed from `.env`. */
  readonly environment: Environment;
  readonly program: BotProgram;
  /** Prints a line for the person who started the playground. */
  readonly print: (line: string) => void;
}

export interface Launch {
  /** Resolves with the exit code when everything has ended. */
  readonly ended: Promise<number>;
  /** Ends everything within 11 s; at once at the second call. */
  stop(): void;
}

/** Starts the bot when a platform is configured, else the playground. */
export function launch(options: LaunchOptions): Launch {
  return isPlatformConfigured(options.environment) ? launchBot(options) : launchPlayground(options);
}

function launchBot({ environment, program }: LaunchOptions): Launch {
  const bot = runBot({ program, environment, restart: false });
  return { ended: bot.ended, stop: () => bot.stop(BOT_GRACE_MS) };
}

function launchPlayground(options: LaunchOptions): Launch {
  const stops: (() => void)[] = [];
  const stopped = { asked: false };
  const stop = (): void => {
    stopped.asked = true;
    for (const each of stops) each();
  };
  return { ended: runPlayground(options, stops, stopped), stop };
}

async function runPlayground(
  options: LaunchOptions,
  stops: (() => void)[],
  stopped: { readonly asked: boolean },
): Promise<number> {
  const { environment, print } = options;
  const result = readSettings(environment);
  if (result.kind === 'refused') return exitWithMessage(print, result.why);
  const { folder } = result.settings;
  const other = await findRunning(folder);
  if (other !== undefined) return exitWithMessage(print, describeRunning(folder, other));
  const ports = await probePorts(result.settings);
  if (typeof ports === 'string') return exitWithMessage(print, ports);
  const running: Running = {};
  const started = await startPlatforms(options, result.settings, ports, running);
  if (typeof started === 'string') return exitWithMessage(print, started);
  const { simulators, botEnv, botUrl, older } = started;
  try {
    if (stopped.asked) return 0;
    await noteRunning(folder, simulators.slackPage);
    const bot = runBot({
      program: options.program,
      environment: botEnv,
      restart: true,
      onDeath: (code, ms) => print(`Redress ended (${code}); starting it again in ${ms} ms.`),
    });
    running.bot = bot;
    stops.push(() => bot.stop(BOT_GRACE_MS));
    const watching = announceWhenReady(
      botUrl,
      () => renderWelcome(simulators, older),
      print,
      bot.ended,
    );
    const code = await bot.ended;
    await watching;
    if (code === EXIT_CONFIG) print(describeRefusal(folder));
    return stopped.asked ? 0 : code;
  } finally {
    await forgetRunning(folder);
    await Promise.race([simulators.stop(), sleep(PAGE_GRACE_MS)]);
  }
}

function describeRunning(folder: string, url: string): string {
  const shown = url.replace('127.0.0.1', 'localhost');
  return `The playground already runs at ${shown}. End that one first, or start another on a folder of its own: REDRESS_DATA=other-folder (now ${folder}).`;
}

function describeRefusal(folder: string): string {
  return `Redress cannot start as things are; see above. Commands on its data take REDRESS_DATA=${folder}.`;
}

interface Ports {
  readonly bot: number;
  readonly page: number;
}

/** Both ports, or a sentence about the one that is taken. */
async function probePorts(settings: PlaygroundSettings): Promise<Ports | string> {
  const page = await probePort(settings.pagePort);
  if (page === undefined) return describeTakenPort('PLAYGROUND_PORT', settings.pagePort);
  const bot = await probePort(settings.botPort);
  if (bot === undefined) return describeTakenPort('PORT', settings.botPort);
  return { bot, page };
}

function describeTakenPort(name: string, port: number): string {
  return `Port ${port} is taken by another program: end that, or set ${name} to another one, such as ${name}=${port + 100} npm start.`;
}

function exitWithMessage(print: (line: string) => void, message: string): number {
  print(message);
  return EXIT_CONFIG;
}

/** The bot, once it runs. */
interface Running {
  bot?: BotProcess;
}

/** Writes the files and starts both simulators, or returns in words why it cannot. */
async function startPlatforms(
  { environment, print }: LaunchOptions,
  settings: PlaygroundSettings,
  ports: Ports,
  running: Running,
) {
  const { folder } = settings;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const databaseUri = toPlaygroundMongoUri(environment.MONGODB_URI);
  const mustReset = await isResetPending(folder);
  const failure = mustReset ? await finishReset(folder, databaseUri) : undefined;
  if (failure !== undefined) return failure;
  const configFile = join(folder, 'redress.yml');
  if (!existsSync(configFile)) writeFileSync(configFile, renderPlaygroundConfig());
  const secrets = loadSecrets(join(folder, 'secrets.json'));
  const botUrl = `http://127.0.0.1:${ports.bot}`;
  const botControl = createBotControl({
    bot: () => running.bot,
    isReady: () => isReady(botUrl),
    folder,
    databaseUri,
    resetSimulators: () => simulators.reset(),
  });
  const simulators = await startSimulators({
    folder,
    port: ports.page,
    botUrl,
    secrets,
    botControl,
  });
  if (mustReset) {
    await simulators.reset();
    await removeResetMark(folder);
    print('The playground had been stopped in the middle of a reset; it begins anew.');
  }
  const { slackApi, teamsApi } = simulators;
  const botSettings = { folder, configFile, botPort: ports.bot, slackApi, teamsApi, secrets };
  const older = hasRepairsInTeams(readFileSync(configFile, 'utf8')) ? null : configFile;
  return { simulators, botUrl, botEnv: toBotEnvironment(environment, botSettings), older };
}

/** Finishes an interrupted reset before anything uses the files. Returns in words why it cannot, if so. */
async function finishReset(folder: string, databaseUri: string): Promise<string | undefined> {
  try {
    await dropDatabase(databaseUri);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The playground was stopped in the middle of a reset, and it cannot be finished: ${why} Start the database, or remove MONGODB_URI, and try again.`;
  }
  await removeFiles(folder);
  return undefined;
}

/** Waits until the bot is ready and then prints where everything is; gives up when the bot has ended. */
async function announceWhenReady(
  botUrl: string,
  welcome: () => readonly string[],
  print: (line: string) => void,
  ended: Promise<number>,
): Promise<void> {
  let over = false;
  const end = ended.then(() => {
    over = true;
  });
  while (!over) {
    if (await isReady(botUrl)) {
      for (const line of welcome()) print(line);
      return;
    }
    await Promise.race([end, sleep(POLL_MS)]);
  }
}

async function isReady(botUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${botUrl}/readyz`, { signal: AbortSignal.timeout(3000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // not listening yet
  }
}

/** `older`: path of a `redress.yml` from a playground without Teams; null when it is a newer one. */
function renderWelcome(
  { slackPage, teamsPage }: Simulators,
  older: string | null,
): readonly string[] {
  const shown = (url: string): string => url.replace('127.0.0.1', 'localhost');
  const crossing =
    older === null
      ? ['Billing works in Slack, Repairs in Teams: report something for the other side.']
      : [`Your ${older} has every team in Slack; remove it to get Repairs into Teams.`];
  return [
    '',
    `The Redress playground is at ${shown(slackPage)}`,
    `and its Microsoft Teams at ${shown(teamsPage)}`,
    '',
    'It is a Slack workspace and a Teams tenant on this computer only: no accounts, no tokens, nobody',
    'else can reach it. Choose who you are and type /complaint. Ctrl-C ends it; what you did is kept.',
    ...crossing,
    'To go on to the real thing, set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, the MICROSOFT_APP_',
    'settings, or both in .env (.env.example explains them, README.md has the steps) and run npm',
    'start again.',
    '',
  ];
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
