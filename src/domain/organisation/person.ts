/** The chat platforms a person or a place can be on. */
export type Platform = 'slack' | 'teams';

/** Our own id of a person, the only one the core knows; e.g. `p_6f0c…`. */
export type PersonId = string;

/** One person's identity on one platform. Unique across all people. */
export interface Account {
  readonly platform: Platform;
  /** Slack: the workspace's `T…` id. Teams: the tenant id. */
  readonly workspace: string;
  /** Slack: `U…`. Teams: the Microsoft Entra object id. */
  readonly userId: string;
}

/** An account with what is needed to write to its owner unasked. Opaque to the core. */
export interface KnownAccount extends Account {
  /** Teams: the stored conversation reference. Slack: the DM channel once opened. */
  readonly reference: Readonly<Record<string, unknown>> | null;
}

/** A colleague. Complainants are never people in this sense: they are not on chat. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | null;
  /** IANA zone, as the platform or `redress.yml` gives it. */
  readonly zone: string | null;
  readonly accounts: readonly KnownAccount[];
  /** The ids of all records that were merged into this one: what was stored before still names them. */
  readonly aliases: readonly PersonId[];
  /** Set when this record was merged into another; readers follow it. */
  readonly mergedInto: PersonId | null;
}

/** What a platform or the configuration says of a person. */
export interface Profile {
  readonly name: string;
  readonly email: string | null;
  /** Other addresses of theirs, by which they may be known instead, the likeliest first. Never kept. */
  readonly otherEmails?: readonly string[];
  readonly zone: string | null;
}

/** A stable text for an account, e.g. as a key of a map or a unique index. */
export function accountKey(account: Account): string {
  return `${account.platform}:${account.workspace}:${account.userId}`;
}
