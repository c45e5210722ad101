import { type Figure, toTargetFigure } from '../figures.js';
import type { Counted, Outcome } from './counts.js';
import { renderOutcome } from './render.js';
import { MONTH, type MonthSize, simulateMonth, simulateUntaken } from './scenarios.js';

/** The lead gets at most so many messages a day about complaints that nobody takes. */
const TARGET_UNTAKEN = 4;

/** How far apart fourteen complaints come that nobody takes, minutes. */
const APART = { 'within-an-hour': 4, 'over-a-morning': 12 } as const;

/** Whose days are counted as one figure: the start of their names. */
const ROLES = ['diligent', 'neglectful', 'lead', 'officer'] as const;

/**
 * Simulates a month of a team, and weeks with complaints that nobody takes. Counts the messages to each person,
 * beside what they would be if each reminder were a message of its own, and prints them to standard error.
 * Sets exit code 1 if a reminder was due and was not said.
 */
export async function measureMonth(): Promise<readonly Figure[]> {
  const month = await simulateMonth(readMonth(process.env.REDRESS_BENCH_MONTH));
  report('month', month);
  const figures = [...toSumFigures(month), ...ROLES.map((role) => toMostFigure(month, role))];
  for (const [name, minutes] of Object.entries(APART)) {
    const untaken = await simulateUntaken(minutes);
    report(`untaken-${name}`, untaken);
    const most = findMost(untaken, 'lead', 'after');
    figures.push(toTargetFigure(`untaken-${name}-lead-most`, 'a day', most, TARGET_UNTAKEN));
  }
  return figures;
}

/** The month, with as many complaints as a variable says. Throws for anything that is no number above 0. */
function readMonth(text: string | undefined): MonthSize {
  if (text === undefined || text === '') return MONTH;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`“${text}” must be a number of complaints.`);
  return { ...MONTH, complaints: Number(text) };
}

function report(name: string, outcome: Outcome): void {
  process.stderr.write(`${renderOutcome(name, outcome)}\n`);
  if (outcome.unsaid.length > 0) process.exitCode = 1;
}

/** All messages, and how many nudges were not left unsaid. */
function toSumFigures({ people, nudges, unsaid }: Outcome): readonly Figure[] {
  const sum = (which: 'after' | 'before'): number =>
    people.flatMap((one) => one[which]).reduce((total, count) => total + count, 0);
  const said = toTargetFigure('month-not-unsaid', 'nudges', nudges - unsaid.length, nudges);
  return [
    toTargetFigure('month-messages', 'messages', sum('after'), sum('before')),
    { ...said, isMoreBetter: true },
  ];
}

/** The most messages that somebody of a role got on a day. */
function toMostFigure(month: Outcome, role: string): Figure {
  const [after, before] = [findMost(month, role, 'after'), findMost(month, role, 'before')];
  return toTargetFigure(`month-${role}-most`, 'a day', after, before);
}

function findMost(
  { people }: Outcome,
  role: string,
  which: keyof Pick<Counted, 'after' | 'before'>,
): number {
  const theirs = people.filter(({ name }) => name.startsWith(role));
  return Math.max(0, ...theirs.flatMap((one) => one[which]));
}
