import type { ConfiguredOrganisation } from '../app/organisation/resolve-organisation.js';
import type { FindFolderFault } from './environment/data-folder.js';
import { readEnvironment, type Settings } from './environment/environment.js';
import type { ConfiguredPlatforms } from './environment/platforms.js';
import type { Environment, ReadFile } from './environment/variables.js';
import type { ConfigFault, ConfigWarning } from './faults.js';
import { parseConfigDocument } from './organisation/document.js';
import { createNationalHolidays } from './organisation/national-holidays.js';
import { readOrganisation } from './organisation/organisation.js';
import { type ConfigPath, createConfigReader } from './organisation/reader.js';

/** The whole configuration, validated once. Nothing else reads the environment or the file. */
export interface Configuration {
  readonly settings: Settings;
  readonly organisation: ConfiguredOrganisation;
}

/** The configuration with what is doubtful in it, or every fault in it. */
export type ConfigOutcome =
  | {
      readonly kind: 'valid';
      readonly configuration: Configuration;
      /** In the order of the file. */
      readonly warnings: readonly ConfigWarning[];
      /** Where a part of `redress.yml` stands: `redress.yml:LINE`. */
      readonly locate: (path: ConfigPath) => string;
    }
  | { readonly kind: 'faulty'; readonly faults: readonly [ConfigFault, ...ConfigFault[]] };

/**
 * Reads and checks the environment and `redress.yml`. Returns the whole configuration, or every fault
 * with its variable or line. Never throws because of wrong settings.
 * @param findFolderFault checks the data folder; without it the folder is not looked at
 * @param realNow real time, ms UTC: decides of which years holidays are known
 */
export function loadConfig(
  environment: Environment,
  readFile: ReadFile,
  findFolderFault: FindFolderFault = () => undefined,
  realNow: () => number = Date.now,
): ConfigOutcome {
  const variables = readEnvironment(environment, readFile, findFolderFault);
  const { settings, configFile, configuredPlatforms } = variables;
  const file = readConfigFile(configFile, readFile, configuredPlatforms, realNow);
  const [first, ...more] = [...variables.faults, ...file.faults];
  if (first !== undefined) return { kind: 'faulty', faults: [first, ...more] };
  const { organisation, warnings, locate } = file;
  if (settings !== undefined && organisation !== undefined) {
    return { kind: 'valid', configuration: { settings, organisation }, warnings, locate };
  }
  const what = 'could not be read whole, yet no fault was found: please report this.';
  return { kind: 'faulty', faults: [{ where: configFile, what }] };
}

interface FileResult {
  readonly organisation: ConfiguredOrganisation | undefined;
  /** In the order of the file, as the warnings. */
  readonly faults: readonly ConfigFault[];
  readonly warnings: readonly ConfigWarning[];
  locate(path: ConfigPath): string;
}

function readConfigFile(
  path: string,
  readFile: ReadFile,
  platforms: ConfiguredPlatforms,
  realNow: () => number,
): FileResult {
  let text: string;
  try {
    text = readFile(path);
  } catch (cause) {
    const what = describeReadError((cause as NodeJS.ErrnoException).code);
    const faults = [{ where: path, what }];
    return { organisation: undefined, faults, warnings: [], locate: () => path };
  }
  const document = parseConfigDocument(path, text);
  const { value, locate } = document;
  if (value === undefined) {
    return { organisation: undefined, faults: document.faults, warnings: [], locate };
  }
  const reader = createConfigReader(locate);
  const national = createNationalHolidays(new Date(realNow()).getUTCFullYear());
  const organisation = readOrganisation(reader, value, platforms, national);
  const faults = sortByLine([...document.faults, ...reader.faults]);
  return { organisation, faults, warnings: sortByLine(reader.warnings), locate };
}

function describeReadError(code: string | undefined): string {
  if (code === 'ENOENT') {
    return 'there is no such file; copy redress.example.yml there, or set REDRESS_CONFIG to where it is.';
  }
  return `the file cannot be read (${code ?? 'unknown reason'}).`;
}

function sortByLine(faults: readonly ConfigFault[]): readonly ConfigFault[] {
  const line = (fault: ConfigFault): number => Number(/:(\d+)$/.exec(fault.where)?.[1] ?? 0);
  return [...faults].sort((one, other) => line(one) - line(other));
}
