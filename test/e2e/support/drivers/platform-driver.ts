import type { PlatformName, SimulatorUsers } from '../../../../playground/users/user-driver.js';

/** A failure that can be injected into a platform, once or more often. */
export interface PlatformFault {
  readonly name: string;
  /** How many answers to a post it loses. */
  readonly lostPosts: number;
  inject(): void;
}

/** A simulated chat platform with its people, as the tests use it. */
export interface PlatformDriver extends SimulatorUsers {
  /** The platform keeps no ids of ours: a post sent again after a lost answer is there twice. */
  readonly keepsNoIds: boolean;
  /** What its API may do to the bot at any time. The bot has to find out itself what was carried out. */
  readonly faults: readonly PlatformFault[];
  /** How many answers to posts were lost so far; 0 where the bot can look them up. */
  countLostAnswers(): number;
  /** Calls back at every change. Returns the function that ends this. */
  onChange(listener: () => void): () => void;
  /** Waits until `check` holds; throws after `ms` of real time. */
  until(check: () => boolean, what: string, ms: number): Promise<void>;
  /** Resolves when the bot took every event, or the platform gave up. */
  eventsIdle(): Promise<void>;
}

/** The platform of Ann, who reports, and the platform of the team and everybody else. */
export interface ScenarioPlatforms {
  readonly reporter: PlatformName;
  readonly team: PlatformName;
}
