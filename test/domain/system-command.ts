import type { Command, SystemCommand } from '../../src/domain/complaint/command.js';

const SYSTEM_KINDS = {
  nudge: true,
  'bring-forward': true,
  hear: true,
  undelivered: true,
  'retry-cards': true,
  'card-sent': true,
  'follow-place': true,
  'lose-line': true,
} as const satisfies Record<SystemCommand['kind'], true>;

/** Is it a command of the bot itself? */
export function isSystemCommand(command: Command): command is SystemCommand {
  return command.kind in SYSTEM_KINDS;
}
