import { trimText } from '../../src/domain/text/blank.js';
import { parseChatCommand } from '../../src/views/chat-commands.js';

/** Parses what a person wrote to the bot in a message: the text after the command word; undefined when the message is no command. */
export type ParseCommandText = (text: string) => string | undefined;

/**
 * Creates the parser for a command word such as `complaint`. The words of other commands (`list`,
 * `away until Friday`) also work without it.
 */
export function createCommandTextParser(word: string): ParseCommandText {
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const command = new RegExp(`^/?${literal}(?![\\p{L}\\p{N}_])[:,]?(.*)$`, 'isu');
  return (text) => {
    const rest = command.exec(text)?.[1];
    if (rest !== undefined) return trimText(rest);
    const alone = trimText(text.replace(/^\//, ''));
    const { kind } = parseChatCommand(alone);
    if (kind === 'report') return undefined;
    return alone.length === kind.length ? kind : alone;
  };
}
