import { measureBurst, measureBurstInWorkspace } from './burst/burst.js';
import { measureWaiting } from './burst/waiting.js';
import type { Figure } from './figures.js';
import {
  compareWithKept,
  keepFigures,
  readKept,
  renderFigure,
  writeKept,
} from './kept/kept-figures.js';
import { measureMatches } from './matches/matches.js';
import { measureLines } from './month/line-writes.js';
import { measureMonth } from './month/month.js';
import { measurePagePaint } from './page-paint.js';
import { measureReady } from './ready.js';
import { measureReplan } from './replan.js';
import { measureAcknowledgement } from './slack/acknowledgement.js';
import { measureBusyForm } from './slack/busy-form.js';
import { measureMemory } from './slack/memory.js';
import { measureSubmission } from './slack/submission.js';
import { measureTeamsTurn } from './teams-turn.js';

const PAIRS = 9;

/** Where the last figures are kept, from the project's folder, in which npm runs this. */
const KEPT_FILE = 'bench/figures.json';

/** The benchmarks by name; each measures a bare peer in the same run, or compares with a target. */
const BENCHMARKS: Readonly<Record<string, (pairs: number) => Promise<readonly Figure[]>>> = {
  acknowledgement: measureAcknowledgement,
  submission: measureSubmission,
  'busy-form': measureBusyForm,
  ready: measureReady,
  'teams-turn': measureTeamsTurn,
  'page-paint': measurePagePaint,
  replan: measureReplan,
  month: measureMonth,
  'line-writes': measureLines,
  memory: measureMemory,
  waiting: measureWaiting,
  matches: measureMatches,
  burst: measureBurst,
  'burst-workspace': measureBurstInWorkspace,
};

/** Those that run only when they are named, since they take long. */
const ON_DEMAND: readonly string[] = ['burst-workspace', 'matches'];

/**
 * `npm run bench [-- NAME…] [-- --json] [-- --record]`: prints each figure, as text or as a JSON line, with
 * its change against the kept one; keeps them with `--record`.
 */
async function main(args: readonly string[]): Promise<void> {
  const asJson = args.includes('--json');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const all = Object.keys(BENCHMARKS).filter((name) => !ON_DEMAND.includes(name));
  const chosen = named.length === 0 ? all : named;
  const unknown = chosen.find((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown !== undefined) {
    const known = Object.keys(BENCHMARKS).join(', ');
    process.stderr.write(`There is no benchmark “${unknown}”; there are: ${known}.\n`);
    process.exitCode = 2;
    return;
  }
  for (const name of chosen) {
    const figures = (await BENCHMARKS[name]?.(PAIRS)) ?? [];
    for (const figure of figures) print(figure, asJson);
    if (args.includes('--record')) record(figures);
  }
}

function print(figure: Figure, asJson: boolean): void {
  const change = compareWithKept(figure, readKept(KEPT_FILE));
  const line = asJson ? JSON.stringify({ ...figure, change }) : renderFigure(figure, change);
  process.stdout.write(`${line}\n`);
}

function record(figures: readonly Figure[]): void {
  const of = { date: new Date().toISOString().slice(0, 10), node: process.version };
  writeKept(KEPT_FILE, keepFigures(readKept(KEPT_FILE), figures, of));
}

await main(process.argv.slice(2));
