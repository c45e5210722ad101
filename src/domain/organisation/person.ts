/** The chat platforms a person or a place can be on. */
export const PLATFORMS = ['slack', 'teams'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** True for the name of a platform. */
export function isPlatform(value: unknown): value is Platform {
  return PLATFORMS.some((platform) => platform === value);
}

/** Makes a value for each platform. */
export function mapPlatforms<T>(make: (platform: Platform) => T): Readonly<Record<Platform, T>> {
  const entries = PLATFORMS.map((platform) => [platform, make(platform)]);
  return Object.fromEntries(entries) as Record<Platform, T>;
}

/** Our own id of a person, e.g. `p_6f0c…`. The core knows no other. */
export type PersonId = string;

/** One person's identity on one platform. Unique across all people. */
export interface Account {
  readonly platform: Platform;
  /** Slack: the workspace's `T…` id. Teams: the tenant id. */
  readonly workspace: string;
  /** Slack: `U…`. Teams: the Microsoft Entra object id. */
  readonly userId: string;
}

/** An account with what the adapter needs to start a conversation with its owner. */
export interface KnownAccount extends Account {
  /** Opaque to the core. Teams: the stored conversation reference. Slack: the DM channel once opened. */
  readonly reference: Readonly<Record<string, unknown>> | null;
  /**
   * The name that the platform last gave for it, kept for people with accounts on several platforms:
   * one of them says a new name only if it differs from this.
   */
  readonly name?: string;
}

/** A colleague. Complainants are never people in this sense: they are not on chat. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | null;
  /** IANA zone, as the platform or `redress.yml` gives it. */
  readonly zone: string | null;
  readonly accounts: readonly KnownAccount[];
  /** The ids of all records merged into this one. Earlier complaints still name them. */
  readonly aliases: readonly PersonId[];
  /** Set when this record was merged into another. Readers follow it. */
  readonly mergedInto: PersonId | null;
}

/** What a platform or the configuration knows about a person. */
export interface Profile {
  readonly name: string;
  readonly email: string | null;
  /** Their other addresses, the likeliest first. Used to find their record, never stored. */
  readonly otherEmails?: readonly string[];
  readonly zone: string | null;
  /** It is an app's account, and nobody's. */
  readonly isApp?: true;
}

/** Returns a stable text for an account: the key of a map or a unique index. */
export function accountKey(account: Account): string {
  return `${account.platform}:${account.workspace}:${account.userId}`;
}
