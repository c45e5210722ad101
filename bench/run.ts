import { acknowledgement } from './acknowledgement.js';
import type { Figure } from './figures.js';
import { pagePaint } from './page-paint.js';
import { ready } from './ready.js';
import { submissions } from './submission.js';
import { teamsTurns } from './teams-turn.js';

const PAIRS = 5;

/** The benchmarks by name; each beside a bare peer in the same run. */
const BENCHES: Readonly<Record<string, (pairs: number) => Promise<readonly Figure[]>>> = {
  acknowledgement,
  submission: submissions,
  ready,
  'teams-turn': teamsTurns,
  'page-paint': pagePaint,
};

/** `npm run bench [-- NAME…] [-- --json]`: prints each figure, as JSON lines or for people. */
async function main(args: readonly string[]): Promise<void> {
  const asJson = args.includes('--json');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const chosen = named.length === 0 ? Object.keys(BENCHES) : named;
  for (const name of chosen) {
    const bench = BENCHES[name];
    if (bench === undefined) {
      const known = Object.keys(BENCHES).join(', ');
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
