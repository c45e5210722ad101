import { Command, CommanderError } from 'commander';
import { ICONS, MANIFEST_VERSION, type ManifestValues } from './manifest.js';
import { buildPackage } from './package.js';
import { checkValues, type PackageArguments } from './values.js';

/** What the packaging needs of the world. */
export interface PackagingEnvironment {
  /** The folder with the icons. */
  readonly icons: string;
  /** Writes the package to a path; throws the file system's error. */
  readonly save: (path: string, bytes: Uint8Array) => void;
  readonly print: (text: string) => void;
}

/** Wrong words on the command line. */
const EXIT_USAGE = 2;
/** EX_CANTCREAT of sysexits.h: the package could not be written. */
const EXIT_CANNOT_CREATE = 73;

/**
 * Makes the Teams app's package (`npm run teams:package -- --app-id GUID --domain HOST`).
 * @param args the words after the program's name.
 * @returns the exit code: 0; 2 when something given is wrong; 73 when the file cannot be written.
 */
export function runPackaging(args: readonly string[], world: PackagingEnvironment): number {
  const program = createCommandLine(world.print);
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
  const options = program.opts<PackageArguments & { readonly out: string }>();
  const checked = checkValues(options);
  if (checked.kind === 'faults') return printFaults(checked.faults, world);
  const made = buildPackage(checked.values, world.icons);
  if (made.kind === 'faults') return printFaults(made.faults, world);
  const fault = trySave(world, options.out, made.bytes);
  if (fault !== null) {
    world.print(`${options.out} cannot be written (${fault}).\n`);
    return EXIT_CANNOT_CREATE;
  }
  world.print(toSummary(options.out, checked.values));
  return 0;
}

function printFaults(faults: readonly string[], { print }: PackagingEnvironment): number {
  for (const fault of faults) print(`${fault}\n`);
  return EXIT_USAGE;
}

function toSummary(out: string, { appId, domain, version }: ManifestValues): string {
  return [
    `${out}: Redress ${version} for ${domain}, app ${appId}.`,
    `Its manifest is valid by Microsoft's schema ${MANIFEST_VERSION}; with it are ${Object.values(ICONS).join(' and ')}.`,
    'Next: upload it, as docs/install-teams.md says.',
    '',
  ].join('\n');
}

function createCommandLine(say: (text: string) => void): Command {
  return new Command('teams:package')
    .description("Makes the Teams app's package, to be uploaded to Teams.")
    .requiredOption('--app-id <guid>', 'application (client) id of the app registration')
    .requiredOption('--domain <host>', "the host's name where Redress runs")
    .option('--out <file>', 'where to write the package', 'redress-teams.zip')
    .option('--app-version <version>', 'raise it with each changed package', '1.0.0')
    .option('--developer <name>', 'who runs Redress, as shown in Teams', 'Redress')
    .option('--website <address>', 'a page about it (default: https://HOST/)')
    .option('--privacy <address>', 'your privacy statement (default: https://HOST/)')
    .option('--terms <address>', 'your terms of use (default: https://HOST/)')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: say, writeErr: say });
}

/** Writes the file; the file system's code when it refuses. */
function trySave(world: PackagingEnvironment, path: string, bytes: Uint8Array): string | null {
  try {
    world.save(path, bytes);
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code);
    throw error;
  }
}
