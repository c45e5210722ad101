import { median } from '../figures.js';
import type { Counted, Outcome } from './counts.js';

const WIDTH = 14;

/** What came of a life, as a table: the messages to each person on a working day. */
export function renderOutcome(title: string, outcome: Outcome): string {
  const { people, nudges, fates, onDaysOff, unsaid } = outcome;
  const { said, handled, waits } = fates;
  return [
    `${title}: messages to a person on a working day, as it is, and if each reminder were one`,
    `${'person'.padEnd(WIDTH)} median  most   before: median  most`,
    ...people.filter(hasMessages).map(renderPerson),
    `${nudges} nudges to persons: ${said} said, ${handled} handled before, ${waits} still to come, ${unsaid.length} left unsaid`,
    ...unsaid.map((id) => `left unsaid: ${id}`),
    ...(onDaysOff === 0 ? [] : [`${onDaysOff} messages came on days off`]),
  ].join('\n');
}

function hasMessages({ after, before }: Counted): boolean {
  return [...after, ...before].some((count) => count > 0);
}

function renderPerson({ name, after, before }: Counted): string {
  const numbers = [median(after), Math.max(...after), median(before), Math.max(...before)];
  const [middle = '', most = '', middleBefore = '', mostBefore = ''] = numbers.map((one) =>
    one.toFixed(1).replace('.0', ''),
  );
  const now = `${middle.padStart(6)} ${most.padStart(5)}`;
  return `${name.padEnd(WIDTH)} ${now} ${middleBefore.padStart(16)} ${mostBefore.padStart(5)}`;
}
