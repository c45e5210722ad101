import { PLATFORMS, type Platform } from '../../domain/organisation/person.js';

/** Which platforms `redress.yml` may name. */
export interface ConfiguredPlatforms extends Readonly<Record<Platform, boolean>> {
  /** The tenant that is served, a GUID in lower case; null when unknown. */
  readonly tenant: string | null;
}

/** The names of the platforms for people. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  slack: 'Slack',
  teams: 'Microsoft Teams',
};

/** True when any platform is configured. */
export function hasAnyPlatform(on: ConfiguredPlatforms): boolean {
  return PLATFORMS.some((platform) => on[platform]);
}

/** True when `redress.yml` may name this platform. With no platform configured, that is the fault, and any is allowed. */
export function isPlatformAllowed(on: ConfiguredPlatforms, platform: Platform): boolean {
  return on[platform] || !hasAnyPlatform(on);
}
