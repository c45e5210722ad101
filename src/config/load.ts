import type { ConfiguredOrganisation } from '../app/organisation/resolve-organisation.js';
import { readEnvironment, type Settings } from './environment/environment.js';
import type { ConfiguredPlatforms } from './environment/platforms.js';
import type { Environment, ReadFile } from './environment/variables.js';
import type { ConfigFault } from './faults.js';
import { parseConfigDocument } from './organisation/document.js';
import { readOrganisation } from './organisation/organisation.js';
import { createConfigReader } from './organisation/reader.js';

/** The whole configuration, validated once. Nothing else reads the environment or the file. */
export interface Configuration {
  readonly settings: Settings;
  readonly organisation: ConfiguredOrganisation;
}

/** The configuration, or every fault in it. */
export type ConfigOutcome =
  | { readonly kind: 'valid'; readonly configuration: Configuration }
  | { readonly kind: 'faulty'; readonly faults: readonly [ConfigFault, ...ConfigFault[]] };

/**
 * Reads and checks the environment and `redress.yml`. Returns the whole configuration, or every fault
 * with its variable or line. Never throws because of wrong settings.
 */
export function loadConfig(environment: Environment, readFile: ReadFile): ConfigOutcome {
  const variables = readEnvironment(environment, readFile);
  const { settings, configFile, configuredPlatforms } = variables;
  const file = readConfigFile(configFile, readFile, configuredPlatforms);
  const [first, ...more] = [...variables.faults, ...file.faults];
  if (first !== undefined) return { kind: 'faulty', faults: [first, ...more] };
  const { organisation } = file;
  if (settings !== undefined && organisation !== undefined) {
    return { kind: 'valid', configuration: { settings, organisation } };
  }
  const what = 'could not be read whole, yet no fault was found: please report this.';
  return { kind: 'faulty', faults: [{ where: configFile, what }] };
}

interface FileResult {
  readonly organisation: ConfiguredOrganisation | undefined;
  /** In the order of the file. */
  readonly faults: readonly ConfigFault[];
}

function readConfigFile(
  path: string,
  readFile: ReadFile,
  platforms: ConfiguredPlatforms,
): FileResult {
  let text: string;
  try {
    text = readFile(path);
  } catch (cause) {
    const what = describeReadError((cause as NodeJS.ErrnoException).code);
    return { organisation: undefined, faults: [{ where: path, what }] };
  }
  const document = parseConfigDocument(path, text);
  if (document.value === undefined) return { organisation: undefined, faults: document.faults };
  const reader = createConfigReader((part) => document.locate(part));
  const organisation = readOrganisation(reader, document.value, platforms);
  return { organisation, faults: sortByLine([...document.faults, ...reader.faults]) };
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
