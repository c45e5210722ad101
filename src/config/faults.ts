import { RedressError } from '../errors.js';

/** One mistake in the settings: where it stands (a variable or `redress.yml:LINE`) and one sentence on it. */
export interface ConfigFault {
  readonly where: string;
  readonly what: string;
}

/** One line for people, e.g. `redress.yml:12: teams.billing.zone: …`. */
export function faultLine(fault: ConfigFault): string {
  return `${fault.where}: ${fault.what}`;
}

/**
 * All faults as one error for callers that cannot go on. Its message lists them all; settings hold
 * secrets, so no fault repeats a secret's value.
 */
export function configError(faults: readonly ConfigFault[], cause?: unknown): RedressError {
  const message = faults.map(faultLine).join('\n');
  return new RedressError('CONFIG_INVALID', message, cause === undefined ? {} : { cause });
}

/** BSD `sysexits.h` EX_CONFIG: the process ends with it when the settings are wrong. */
export const EXIT_CONFIG = 78;
