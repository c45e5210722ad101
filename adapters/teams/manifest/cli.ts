import { Command, CommanderError } from 'commander';
import { ICONS, MANIFEST_VERSION, type ManifestValues } from './manifest.js';
import { buildPackage } from './package.js';
import { checkValues, type PackageArguments } from './values.js';

/** What the packaging needs from its caller. */
export interface PackagingEnvironment {
  /** The folder with the icons. */
  readonly icons: string;
  /** Writes the package to a path. Throws the file system's error. */
  readonly save: (path: string, bytes: Uint8Array) => void;
  readonly print: (text: string) => void;
}

/** The command line is wrong. */
const EXIT_USAGE = 2;
/** EX_CANTCREAT of sysexits.h: the package could not be written. */
const EXIT_CANNOT_CREATE = 73;

/**
 * Creates the Teams app's package (`npm run teams:package -- --app-id GUID --domain HOST`).
 * @param args the arguments after the program's name
 * @returns the exit code: 0; 2 when an argument is wrong; 73 when the file cannot be written
 */
export function runPackaging(args: readonly string[], environment: PackagingEnvironment): number {
  const program = createCommandLine(environment.print);
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
  const options = program.opts<PackageArguments & { readonly out: string }>();
  const checked = checkValues(options);
  if (checked.kind === 'faults') return printFaults(checked.faults, environment);
  const appPackage = buildPackage(checked.values, environment.icons);
  if (appPackage.kind === 'faults') return printFaults(appPackage.faults, environment);
  const errorCode = trySave(environment, options.out, appPackage.bytes);
  if (errorCode !== null) {
    environment.print(`${options.out} cannot be written (${errorCode}).\n`);
    return EXIT_CANNOT_CREATE;
  }
  environment.print(toSummary(options.out, checked.values));
  return 0;
}

function printFaults(faults: readonly string[], { print }: PackagingEnvironment): number {
  for (const fault of faults) print(`${fault}\n`);
  return EXIT_USAGE;
}

function toSummary(out: string, { appId, domain, version }: ManifestValues): string {
  return [
    `${out}: Redress ${version} for ${domain}, app ${appId}.`,
    `Its manifest is valid by Microsoft's schema ${MANIFEST_VERSION}. It contains ${Object.values(ICONS).join(' and ')}.`,
    'Next: upload it, see docs/install-teams.md.',
    '',
  ].join('\n');
}

function createCommandLine(print: (text: string) => void): Command {
  return new Command('teams:package')
    .description("Creates the Teams app's package for upload to Teams.")
    .requiredOption('--app-id <guid>', 'application (client) id of the app registration')
    .requiredOption('--domain <host>', 'the host name of Redress')
    .option('--out <file>', 'the file to write', 'redress-teams.zip')
    .option('--app-version <version>', 'the version; raise it with each changed package', '1.0.0')
    .option('--developer <name>', 'who runs Redress, shown in Teams', 'Redress')
    .option('--website <address>', 'a page about Redress (default: https://HOST/)')
    .option('--privacy <address>', 'your privacy statement (default: https://HOST/)')
    .option('--terms <address>', 'your terms of use (default: https://HOST/)')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: print });
}

/** Writes the file. Returns the file system's error code when that fails. */
function trySave(
  environment: PackagingEnvironment,
  path: string,
  bytes: Uint8Array,
): string | null {
  try {
    environment.save(path, bytes);
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}
