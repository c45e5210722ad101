import { RedressError } from '../errors.js';

/** One mistake in the settings. It refuses the start. */
export interface ConfigFault {
  /** The variable, or `redress.yml:LINE`. */
  readonly where: string;
  /** One sentence about the mistake, never with a secret in it. */
  readonly what: string;
}

/**
 * Something in the settings that works, but is mostly a mistake. It is named, and the start goes on.
 * `what` is logged, so it contains no name and no address: its line says whom it is about.
 */
export type ConfigWarning = ConfigFault;

/** Formats a fault as one line, e.g. `redress.yml:12: teams.billing.zone: …`. */
export function formatFault(fault: ConfigFault): string {
  return `${fault.where}: ${fault.what}`;
}

/** Creates an error with the code `CONFIG_INVALID` whose message lists all faults. */
export function createConfigError(faults: readonly ConfigFault[], cause?: unknown): RedressError {
  const message = faults.map(formatFault).join('\n');
  return new RedressError('CONFIG_INVALID', message, cause === undefined ? {} : { cause });
}

/** Exit code of the process when the settings are wrong: EX_CONFIG of BSD's `sysexits.h`. */
export const EXIT_CONFIG = 78;
