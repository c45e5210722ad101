import { measureAcknowledgement } from './acknowledgement.js';
import type { Figure } from './figures.js';
import { measurePagePaint } from './page-paint.js';
import { measureReady } from './ready.js';
import { measureReplan } from './replan.js';
import { measureSubmission } from './submission.js';
import { measureTeamsTurn } from './teams-turn.js';

const PAIRS = 5;

/** The benchmarks by name; each measures a bare peer in the same run. */
const BENCHMARKS: Readonly<Record<string, (pairs: number) => Promise<readonly Figure[]>>> = {
  acknowledgement: measureAcknowledgement,
  submission: measureSubmission,
  ready: measureReady,
  'teams-turn': measureTeamsTurn,
  'page-paint': measurePagePaint,
  replan: measureReplan,
};

/** `npm run bench [-- NAME…] [-- --json]`: prints each figure as text or as a JSON line. */
async function main(args: readonly string[]): Promise<void> {
  const asJson = args.includes('--json');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const chosen = named.length === 0 ? Object.keys(BENCHMARKS) : named;
  for (const name of chosen) {
    const bench = BENCHMARKS[name];
    if (bench === undefined) {
      const known = Object.keys(BENCHMARKS).join(', ');
      process.stderr.write(`There is no benchmark “${name}”; there are: ${known}.\n`);
      process.exitCode = 2;
      return;
    }
    for (const figure of await bench(PAIRS)) print(figure, asJson);
  }
}

function print(figure: Figure, asJson: boolean): void {
  const { name, value, peer, ratio, unit } = figure;
  const line = asJson
    ? JSON.stringify(figure)
    : `${name.padEnd(28)} ${value.toFixed(1)} against ${peer.toFixed(1)} ${unit}: ratio ${ratio.toFixed(2)}`;
  process.stdout.write(`${line}\n`);
}

await main(process.argv.slice(2));
