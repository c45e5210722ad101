import { readFileSync, realpathSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { checkData } from './check-data.js';
import { checkOnline, type PlatformReport } from './check-online.js';
import { type FindFolderFault, findDataFolderFault } from './config/environment/data-folder.js';
import {
  type PlatformSettings,
  readDataSettings,
  type SettingsByPlatform,
} from './config/environment/environment.js';
import { PLATFORM_NAMES } from './config/environment/platforms.js';
import { readProcessEnvironment } from './config/environment/process-environment.js';
import type { Environment, ReadFile } from './config/environment/variables.js';
import { type ConfigWarning, EXIT_CONFIG, formatFault } from './config/faults.js';
import { type Configuration, loadConfig } from './config/load.js';
import { PLATFORMS, type Platform } from './domain/organisation/person.js';
import { LASTING_CODES, RedressError } from './errors.js';
import type { Finding, Verdict } from './ports/online-check.js';
import { type RestoredOptions, runRestored } from './restored.js';

/** What the command line needs from outside. */
export interface CliDependencies {
  readonly environment: () => Environment;
  readonly readFile: ReadFile;
  /** Can other users of this computer read the file? False where the system cannot tell. */
  readonly isReadableByOthers: (path: string) => boolean;
  readonly findFolderFault: FindFolderFault;
  /** What open complaints use and the configuration lacks, a sentence each. */
  readonly checkData: (configuration: Configuration) => Promise<readonly string[]>;
  readonly write: (text: string) => void;
}

const systemDependencies: CliDependencies = {
  environment: () => readProcessEnvironment(systemDependencies.readFile),
  readFile: (path) => readFileSync(path, 'utf8'),
  isReadableByOthers: (path) => process.platform !== 'win32' && (statSync(path).mode & 0o044) !== 0,
  findFolderFault: (folder) => findDataFolderFault(folder),
  checkData,
  write: (text) => process.stdout.write(text),
};

/**
 * Runs one command of the `redress` command line.
 * @param args the words after the program's name.
 * @returns the exit code: 0, 78 (EX_CONFIG) when the settings are wrong, by themselves or by what a
 * platform says of them, or when the data are, and 1 for another fault of the store. Warnings, and what cannot be asked, leave it at 0.
 */
export async function runCli(
  args: readonly string[],
  on: CliDependencies = systemDependencies,
): Promise<number> {
  let code = 0;
  const program = new Command('redress').description('Routes internal complaints.');
  program
    .command('check')
    .description('check the settings and redress.yml, and name every mistake')
    .option('--online', 'also ask the chat platforms: token, permissions, channels, groups, people')
    .action(async ({ online = false }: { readonly online?: boolean }) => {
      code = await runCheck(on, online);
    });
  program
    .command('restored')
    .description('say what becomes of messages that were waiting in a restored backup')
    .option('--keep-quiet', 'they were sent before: send only what is due from now on')
    .option('--send', 'send all of it')
    .option('--next-reference <reference>', 'the next reference to give, such as C-1100')
    .action(async (options: RestoredOptions) => {
      code = await answerRestore(on, options);
    });
  await program.parseAsync(args, { from: 'user' });
  return code;
}

async function answerRestore(on: CliDependencies, options: RestoredOptions): Promise<number> {
  const { environment, write } = on;
  try {
    return await runRestored(readDataSettings(environment()), options, write);
  } catch (error) {
    if (!(error instanceof RedressError)) throw error;
    write(`${error.code}: ${error.message}\n`);
    return LASTING_CODES.has(error.code) ? EXIT_CONFIG : 1;
  }
}

async function runCheck(on: CliDependencies, isOnline: boolean): Promise<number> {
  const { environment, readFile, findFolderFault, isReadableByOthers, write } = on;
  const given = environment();
  const outcome = loadConfig(given, readFile, findFolderFault);
  if (outcome.kind === 'faulty') {
    const count = outcome.faults.length;
    write(`${count === 1 ? 'One thing' : `${count} things`} to correct:\n`);
    for (const fault of outcome.faults) write(`  ${formatFault(fault)}\n`);
    return EXIT_CONFIG;
  }
  const { configuration, warnings, locate } = outcome;
  write(formatSummary(configuration));
  write(formatWarnings(warnings));
  for (const sentence of await on.checkData(configuration)) write(`${sentence}\n`);
  const certificate = given.MICROSOFT_APP_CERTIFICATE?.trim();
  if (certificate && isReadableByOthers(certificate)) {
    write(
      `Others on this computer can read ${certificate}, which holds a private key: chmod 600.\n`,
    );
  }
  return isOnline ? reportOnline(await checkOnline(configuration, locate), write) : 0;
}

function formatWarnings(warnings: readonly ConfigWarning[]): string {
  if (warnings.length === 0) return '';
  const head = `${warnings.length === 1 ? 'One thing' : `${warnings.length} things`} to look at, which Redress starts with:\n`;
  return [head, ...warnings.map((warning) => `  ${formatFault(warning)}\n`)].join('');
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  right: 'right',
  wrong: 'WRONG',
  absent: 'WRONG',
  'not-checked': 'cannot be checked',
};

/** Prints what the platforms say, and returns the exit code. */
function reportOnline(reports: readonly PlatformReport[], write: CliDependencies['write']): number {
  for (const { platform, findings } of reports) {
    write(`\nAsked ${PLATFORM_NAMES[platform]}:\n`);
    for (const finding of findings) write(formatFinding(finding));
  }
  const all = reports.flatMap(({ findings }) => findings);
  const count = (...verdicts: readonly Verdict[]): number =>
    all.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const wrong = count('wrong', 'absent');
  const counts = `${count('right')} right, ${wrong} wrong, ${count('not-checked')} that cannot be checked.`;
  write(`\n${counts}\n`);
  return wrong === 0 ? 0 : EXIT_CONFIG;
}

function formatFinding({ verdict, where, what }: Finding): string {
  return `  ${VERDICTS[verdict]}: ${where}: ${what}\n`;
}

function formatSummary({ settings, organisation }: Configuration): string {
  const { store } = settings;
  const kept = store.kind === 'mongo' ? 'MongoDB' : `a file in ${store.folder}`;
  const people = organisation.teams.flatMap((team) => [...team.members, team.lead ?? []]).flat();
  const everybody = new Set([...people, ...organisation.officers]);
  const rows = organisation.teams.map((team) => {
    const lead = team.lead === null ? 'no lead' : `lead ${team.lead.name}`;
    return `  ${team.name}: ${lead}, ${formatCount(team.members.length, 'member')}, ${team.calendar.zone}\n`;
  });
  return [
    `All right. ${describeConnections(settings.platforms).join(', ')}; complaints are kept in ${kept}.\n`,
    `${formatCount(organisation.teams.length, 'team')}, ${formatCount(organisation.categories.length, 'category', 'categories')}, ${formatCount(everybody.size, 'person', 'people')}:\n`,
    ...rows,
    organisation.ops === null ? 'No ops channel: alarms are only logged and counted.\n' : '',
  ].join('');
}

/** How each configured platform connects. */
function describeConnections(settings: PlatformSettings): readonly string[] {
  return PLATFORMS.flatMap((platform) => describeConnection(platform, settings[platform]));
}

const CONNECTIONS: { readonly [P in Platform]: (settings: SettingsByPlatform[P]) => string } = {
  slack: ({ connection }) =>
    `Slack by ${connection.kind === 'socket' ? 'Socket Mode' : 'HTTP at /slack/events'}`,
  teams: () => 'Microsoft Teams at /api/messages',
};

function describeConnection<P extends Platform>(
  platform: P,
  settings: SettingsByPlatform[P] | null,
): readonly string[] {
  return settings === null ? [] : [CONNECTIONS[platform](settings)];
}

function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const program = process.argv[1];
if (program !== undefined && realpathSync(program) === import.meta.filename) {
  process.exitCode = await runCli(process.argv.slice(2));
}
