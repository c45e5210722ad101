// npm start: the bot when a chat platform is configured, else the playground.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import { launch } from './launch.js';
import type { Environment } from './playground-config.js';
import { stopOnSignal } from './signals.js';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The variables of `.env`, if there is one; `process.env` does not change. */
function readDotenvFile(): Environment {
  try {
    return parse(readFileSync('.env'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

// the bot's main file: its bundle in dist/, TypeScript in the sources
const isBuilt = extname(import.meta.filename) === '.js';
const main = new URL(isBuilt ? '../bot/main.js' : '../src/main.ts', import.meta.url);
const launched = launch({
  environment: { ...readDotenvFile(), ...process.env },
  program: { command: process.execPath, args: [...process.execArgv, fileURLToPath(main)] },
  print,
});
const onSignal = stopOnSignal(() => launched.stop());
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, onSignal);
}
process.exit(await launched.ended);
