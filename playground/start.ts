// npm start: the bot when a chat platform is configured, else the playground.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import { launch } from './launch.js';
import type { Environment } from './playground-config.js';
import { stopOnSignal } from './signals.js';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The variables of `.env`, where there is one; `process.env` stays as it is. */
function dotenvFile(): Environment {
  try {
    return parse(readFileSync('.env'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

// beside us in dist/ as JavaScript, and in the sources as TypeScript
const main = new URL(`../src/main${extname(import.meta.filename)}`, import.meta.url);
const launched = launch({
  environment: { ...dotenvFile(), ...process.env },
  program: { command: process.execPath, args: [...process.execArgv, fileURLToPath(main)] },
  say,
});
const onSignal = stopOnSignal(() => launched.stop());
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, onSignal);
}
process.exit(await launched.ended);
