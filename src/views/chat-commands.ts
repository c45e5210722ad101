import { parseSingle } from '../domain/organisation/moment-words.js';
import { trimText } from '../domain/text/blank.js';

/** What somebody asked for with the command: a form with these words filled in, or what a word stands for. */
export type ChatCommand =
  | { readonly kind: 'report'; readonly text: string }
  | { readonly kind: 'list' }
  /** From when until when somebody is away, in their words. Absent: asked in a form. */
  | { readonly kind: 'away'; readonly words?: string }
  | { readonly kind: 'back' }
  /** How somebody wants their reminders: asked in a form. */
  | { readonly kind: 'reminders' }
  | { readonly kind: 'help' };

/** The words that are a command of their own after `complaint`. */
export type CommandWord = Exclude<ChatCommand['kind'], 'report'>;

type CommandOfWord<W extends CommandWord> = Extract<ChatCommand, { readonly kind: W }>;

/** What follows each word, and the command it makes; undefined when the text does not fit. */
const GRAMMAR: { readonly [W in CommandWord]: (rest: string) => CommandOfWord<W> | undefined } = {
  list: (rest) => (rest === '' ? { kind: 'list' } : undefined),
  away: readAway,
  back: (rest) => (rest === '' ? { kind: 'back' } : undefined),
  reminders: (rest) => (rest === '' ? { kind: 'reminders' } : undefined),
  help: (rest) => (rest === '' ? { kind: 'help' } : undefined),
};

/** Longer is no date but the beginning of a complaint, characters. */
const LONGEST_DATES = 100;

/** `away` alone, or with `from` or `until` and a date in words, which is read later. */
function readAway(rest: string): CommandOfWord<'away'> | undefined {
  if (rest === '') return { kind: 'away' };
  const isDates = rest.length <= LONGEST_DATES && (UNTIL.test(rest) || isStart(rest));
  return isDates ? { kind: 'away', words: rest } : undefined;
}

/** With an end, whatever it is: a mistake in it is answered. */
const UNTIL = /^(?:until|till)\s|^from\s.+\s(?:until|till|to)\s/is;

/** “from Monday”. Without an end it must be a date: “from home” begins a complaint. */
function isStart(rest: string): boolean {
  const start = /^from\s+(.+)$/is.exec(rest)?.[1];
  return start !== undefined && parseSingle(start.toLowerCase(), 'UTC', 0) !== null;
}

/** All words of {@link CommandWord}. */
export const COMMAND_WORDS = Object.keys(GRAMMAR) as readonly CommandWord[];

/**
 * Parses what stands behind `complaint`, on every platform. A word is a command only if the whole text
 * fits its grammar; any other text is what somebody complained about.
 */
export function parseChatCommand(text: string): ChatCommand {
  const trimmed = trimText(text);
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(trimmed) ?? [];
  const word = COMMAND_WORDS.find((one) => one === first.toLowerCase());
  const command = word === undefined ? undefined : GRAMMAR[word](rest);
  return command ?? { kind: 'report', text: trimmed };
}
