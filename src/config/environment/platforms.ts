import type { Platform } from '../../domain/organisation/person.js';

/** Which platforms `redress.yml` may name. */
export interface ConfiguredPlatforms {
  readonly slack: boolean;
  readonly teams: boolean;
  /** The tenant that is served, a GUID in small letters; null when it is not known. */
  readonly tenant: string | null;
}

/** The platforms' names as people know them. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  slack: 'Slack',
  teams: 'Microsoft Teams',
};

/** May this platform be named? With none at all configured, that is the fault, and everything may be. */
export function isConfigured(on: ConfiguredPlatforms, platform: Platform): boolean {
  return on[platform] || !(on.slack || on.teams);
}
