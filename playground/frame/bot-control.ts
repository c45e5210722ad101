/** Control of the bot process that the playground runs. */
export interface BotControl {
  /** Kills the bot with SIGKILL; it restarts automatically. */
  kill(): void;
  /**
   * Stops the bot, erases everything except the secrets and redress.yml, and starts the bot again.
   * Resolves when the bot is ready.
   */
  reset(): Promise<void>;
}
