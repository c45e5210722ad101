import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeHost } from './bot-host.js';
import { type BotProcess, type BotProgram, EXIT_CONFIG, runBot } from './bot-process.js';
import {
  botEnvironment,
  type Environment,
  type PlaygroundSettings,
  platformConfigured,
  playgroundFile,
  playgroundMongo,
  readSettings,
  repairsInTeams,
} from './playground-config.js';
import { takePort } from './ports.js';
import { forgetDatabase, forgetFiles, noteResetDone, resetIsUnderWay } from './reset.js';
import { loadSecrets } from './secrets.js';
import { type Simulators, startSimulators } from './simulators.js';

/** How long the bot gets to end: longer than the 9 s after which it ends by itself. Real ms. */
const BOT_GRACE_MS = 10_000;
/** And then the page. Real ms. */
const PAGE_GRACE_MS = 1000;
/** How often the bot is asked whether it is ready, real ms. */
const ASK_MS = 200;

export interface LaunchOptions {
  /** The process's variables, completed by `.env`. */
  readonly environment: Environment;
  readonly program: BotProgram;
  /** Says something to the person who started us. */
  readonly say: (line: string) => void;
}

export interface Launched {
  /** Resolves with the exit code when everything has ended. */
  readonly ended: Promise<number>;
  /** Ends everything, in 11 s at most; asked a second time, at once. */
  stop(): void;
}

/** A platform is configured: the bot. Nothing is configured: the playground. */
export function launch(options: LaunchOptions): Launched {
  return platformConfigured(options.environment) ? launchBot(options) : launchPlayground(options);
}

function launchBot({ environment, program }: LaunchOptions): Launched {
  const bot = runBot({ program, environment, restart: false });
  return { ended: bot.ended, stop: () => bot.stop(BOT_GRACE_MS) };
}

function launchPlayground(options: LaunchOptions): Launched {
  const stops: (() => void)[] = [];
  const stopped = { asked: false };
  const stop = (): void => {
    stopped.asked = true;
    for (const each of stops) each();
  };
  return { ended: playground(options, stops, stopped), stop };
}

async function playground(
  options: LaunchOptions,
  stops: (() => void)[],
  stopped: { readonly asked: boolean },
): Promise<number> {
  const { environment, say } = options;
  const reading = readSettings(environment);
  if (reading.kind === 'refused') return refuse(say, reading.why);
  const ports = await takePorts(reading.settings);
  if (typeof ports === 'string') return refuse(say, ports);
  const running: Running = {};
  const prepared = await prepare(options, reading.settings, ports, running);
  if (typeof prepared === 'string') return refuse(say, prepared);
  const { simulators, botEnv, botUrl, older } = prepared;
  try {
    if (stopped.asked) return 0;
    const bot = runBot({
      program: options.program,
      environment: botEnv,
      restart: true,
      onDeath: (code, ms) => say(`Redress ended (${code}); starting it again in ${ms} ms.`),
    });
    running.bot = bot;
    stops.push(() => bot.stop(BOT_GRACE_MS));
    const watching = announce(botUrl, () => welcome(simulators, older), say, bot.ended);
    const code = await bot.ended;
    await watching;
    if (code === EXIT_CONFIG) say(`Redress does not take its settings; see above.`);
    return stopped.asked ? 0 : code;
  } finally {
    await Promise.race([simulators.stop(), sleep(PAGE_GRACE_MS)]);
  }
}

interface Ports {
  readonly bot: number;
  readonly page: number;
}

/** Both ports, or a sentence on the one that somebody has. */
async function takePorts(settings: PlaygroundSettings): Promise<Ports | string> {
  const page = await takePort(settings.pagePort);
  if (page === undefined) return taken('PLAYGROUND_PORT', settings.pagePort);
  const bot = await takePort(settings.botPort);
  if (bot === undefined) return taken('PORT', settings.botPort);
  return { bot, page };
}

function taken(name: string, port: number): string {
  return `Port ${port} is taken by another program: end that, or set ${name} to another one, such as ${name}=${port + 100} npm start.`;
}

function refuse(say: (line: string) => void, why: string): number {
  say(why);
  return EXIT_CONFIG;
}

/** The bot, once it has been started. */
interface Running {
  bot?: BotProcess;
}

/** Puts the files there and starts the chat platforms, or says why that cannot be. */
async function prepare(
  { environment, say }: LaunchOptions,
  settings: PlaygroundSettings,
  ports: Ports,
  running: Running,
) {
  const { folder } = settings;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const databaseUri = playgroundMongo(environment.MONGODB_URI);
  const isAnew = await resetIsUnderWay(folder);
  const hindrance = isAnew ? await goOnForgetting(folder, databaseUri) : undefined;
  if (hindrance !== undefined) return hindrance;
  const configFile = join(folder, 'redress.yml');
  if (!existsSync(configFile)) writeFileSync(configFile, playgroundFile());
  const secrets = loadSecrets(join(folder, 'secrets.json'));
  const botUrl = `http://127.0.0.1:${ports.bot}`;
  const host = makeHost({
    bot: () => running.bot,
    isReady: () => isReady(botUrl),
    folder,
    databaseUri,
    forget: () => simulators.forget(),
  });
  const simulators = await startSimulators({ folder, port: ports.page, botUrl, secrets, host });
  if (isAnew) {
    await simulators.forget();
    await noteResetDone(folder);
    say('The playground had been stopped in the middle of a reset; it begins anew.');
  }
  const { slackApi, teamsApi } = simulators;
  const around = { folder, configFile, botPort: ports.bot, slackApi, teamsApi, secrets };
  const older = repairsInTeams(readFileSync(configFile, 'utf8')) ? null : configFile;
  return { simulators, botUrl, botEnv: botEnvironment(environment, around), older };
}

/** Does of a reset that was broken off what nobody may be in the way of; says what hinders it, if anything. */
async function goOnForgetting(folder: string, databaseUri: string): Promise<string | undefined> {
  try {
    await forgetDatabase(databaseUri);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The playground was stopped in the middle of a reset, and it cannot be finished: ${why} Start the database, or remove MONGODB_URI, and try again.`;
  }
  await forgetFiles(folder);
  return undefined;
}

/** Waits until the bot is ready and then says where everything is; gives up when the bot has ended. */
async function announce(
  botUrl: string,
  welcome: () => readonly string[],
  say: (line: string) => void,
  ended: Promise<number>,
): Promise<void> {
  let over = false;
  const end = ended.then(() => {
    over = true;
  });
  while (!over) {
    if (await isReady(botUrl)) {
      for (const line of welcome()) say(line);
      return;
    }
    await Promise.race([end, sleep(ASK_MS)]);
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

/** `older`: the `redress.yml` of a playground that had no Teams yet; null: it is a newer one. */
function welcome({ slackPage, teamsPage }: Simulators, older: string | null): readonly string[] {
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
