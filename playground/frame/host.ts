/** What whoever started the playground can do with the bot beside it. */
export interface Host {
  /** Kills the bot with SIGKILL; it is started again by itself. */
  kill(): void;
  /**
   * Ends the bot, forgets everything the playground and the bot know except the secrets and
   * redress.yml, and starts the bot again. Resolves when the bot is ready.
   */
  reset(): Promise<void>;
}
