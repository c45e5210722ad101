// Runs all tests in three mocha processes at once, over lists that take about the same time: many
// tests wait for a bot, so three fill two processors. Suites that start a browser, lives with kills and
// properties, which only compute, share one of them, so that they never compete.
// `--record` writes how long each file took to test/durations.json, by which the lists are made.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { bundleTestBot } from './bundle-bot.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const DURATIONS = join(root, 'test', 'durations.json');
const MOCHA = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
const REPORTER = join(root, 'scripts', 'duration-reporter.cjs');

/** Files of the first process only: Chromium, lives with `kill -9`, properties, and what counts on an idle processor. */
const FIRST_ONLY =
  /^test\/(browser|soak|playground\/(launch|reset))\/|(kills|take-over|\.properties)\.test\.ts$/;
/** Seconds a file is taken to need that was never measured. */
const UNKNOWN = 1;
/** Ports each process gives its bots, so that neither takes one the other restarts on. */
const PORTS = ['20000-25999', '26000-31999', '14000-19999'];

function testFiles() {
  return fs
    .readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .sort();
}

/** A list for each process: the first has all of {@link FIRST_ONLY}; the longest of the rest go where least is to do. */
function balance(files, seconds) {
  const need = (file) => seconds[file] ?? UNKNOWN;
  const lists = PORTS.map((_, index) =>
    index === 0 ? files.filter((file) => FIRST_ONLY.test(file)) : [],
  );
  const load = lists.map((list) => list.reduce((sum, file) => sum + need(file), 0));
  const rest = files.filter((file) => !FIRST_ONLY.test(file));
  for (const file of rest.sort((a, b) => need(b) - need(a))) {
    const least = load.indexOf(Math.min(...load));
    lists[least].push(file);
    load[least] += need(file);
  }
  return lists.map((list) => list.sort());
}

/** Runs mocha over a list; resolves with its exit code, its output, and where it noted the durations. */
function run(list, index, bot, isLive) {
  const noted = join(fs.mkdtempSync(join(tmpdir(), 'redress-tests-')), 'durations.json');
  const env = {
    ...process.env,
    REDRESS_TEST_BOT: bot,
    REDRESS_TEST_PORTS: PORTS[index],
    REDRESS_TEST_DURATIONS: noted,
  };
  const args = [MOCHA, process.stdout.isTTY ? '--color' : '--no-color', '--reporter', REPORTER, ...list];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  // The browser goes first where both want the processor: what it waits for has a limit.
  if (index > 0 && child.pid !== undefined) setPriority(child.pid, 5);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      if (isLive) process.stdout.write(chunk);
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error}\n`, noted }));
    child.once('close', (code) => resolve({ code: code ?? 1, output, noted }));
  });
}

/** The number in mocha's closing line of this kind, e.g. `  123 passing (4s)`. */
function total(output, kind) {
  const plain = stripVTControlCharacters(output);
  const [, count = '0'] = new RegExp(`^ *(\\d+) ${kind}\\b`, 'm').exec(plain) ?? [];
  return Number(count);
}

/** What mocha wrote of the tests that failed, cut to a length that a log keeps. */
function failures(output) {
  const plain = stripVTControlCharacters(output);
  const [line] = /^ *\d+ failing\b.*$/m.exec(plain) ?? [];
  if (line === undefined) return '';
  return `\n${plain.slice(plain.indexOf(line) + line.length).trim().slice(0, 6000)}\n`;
}

function record(runs) {
  const all = runs.flatMap(({ noted }) => Object.entries(JSON.parse(fs.readFileSync(noted, 'utf8'))));
  const seconds = all
    .map(([file, ms]) => [relative(root, file), Math.round(ms / 100) / 10])
    .filter(([, taken]) => taken >= 0.5)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  fs.writeFileSync(DURATIONS, `${JSON.stringify(Object.fromEntries(seconds), null, 2)}\n`);
}

const started = Date.now();
const seconds = JSON.parse(fs.readFileSync(DURATIONS, 'utf8'));
const lists = balance(testFiles(), seconds);
const bot = await bundleTestBot();
const runs = await Promise.all(lists.map((list, index) => run(list, index, bot, index === 0)));
for (const { output } of runs.slice(1)) process.stdout.write(output);
if (process.argv.includes('--record')) record(runs);

const sum = (kind) => runs.reduce((count, { output }) => count + total(output, kind), 0);
const failed = sum('failing');
// once more at the end, where a log that was cut still has it
for (const { output } of runs) process.stdout.write(failures(output));
process.stdout.write(`\n  ${sum('passing')} passing (${Math.round((Date.now() - started) / 1000)}s)\n`);
if (failed > 0) process.stdout.write(`  ${failed} failing\n`);
process.exitCode = runs.some(({ code }) => code !== 0) ? 1 : 0;
