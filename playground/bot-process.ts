import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Environment } from './playground-config.js';

/** BSD `sysexits.h` EX_CONFIG: the bot ends with it when its settings are wrong; trying again is no use. */
export const EXIT_CONFIG = 78;

/** A shell's exit code for a program that cannot be run. */
const NOT_RUNNABLE = 127;

/** A bot that lived this long had started well: the next restart is quick again. Real ms. */
const LIVED_MS = 30_000;
/** First and longest wait before a restart, real ms. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** How the bot's program is run: the file of the program and what stands before its name. */
export interface BotProgram {
  readonly command: string;
  readonly args: readonly string[];
}

export interface BotProcess {
  /** Resolves with the exit code when the bot has ended for good. */
  readonly ended: Promise<number>;
  /** Asks the bot to end; kills it after `graceMs`, or at once when asked a second time. */
  stop(graceMs: number): void;
}

export interface BotOptions {
  readonly program: BotProgram;
  readonly environment: Environment;
  /** Start it again when it dies, with growing waits; but not after {@link EXIT_CONFIG}. */
  readonly restart: boolean;
  /** Told of each death that is followed by a restart. */
  readonly onDeath?: (code: number, waitMs: number) => void;
}

/**
 * Runs the bot with our output, in a process group of its own: a Ctrl-C in the terminal reaches only
 * us, and the bot hears of it once, by {@link BotProcess.stop}. Its input is a pipe nobody writes to:
 * it ends when we do, however that is, and `--with-parent` bids the bot end then, too.
 */
export function runBot(options: BotOptions): BotProcess {
  const state: { child?: ChildProcess; wait?: NodeJS.Timeout; stopping: boolean } = {
    stopping: false,
  };
  let waitMs = FIRST_WAIT_MS;
  let finish: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    finish = resolve;
  });
  const launch = (): void => {
    const startedAt = Date.now();
    const child = start(options);
    state.child = child;
    whenOver(child, (code) => {
      if (state.stopping || !options.restart || code === EXIT_CONFIG) {
        finish(code);
        return;
      }
      if (Date.now() - startedAt > LIVED_MS) waitMs = FIRST_WAIT_MS;
      options.onDeath?.(code, waitMs);
      state.wait = setTimeout(launch, waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    });
  };
  launch();
  const stop = (graceMs: number): void => {
    const again = state.stopping;
    state.stopping = true;
    clearTimeout(state.wait);
    if (state.child === undefined || hasEnded(state.child)) finish(0);
    else end(state.child, again ? 0 : graceMs);
  };
  return { ended, stop };
}

function start({ program, environment }: BotOptions): ChildProcess {
  return spawn(program.command, [...program.args, '--with-parent'], {
    env: { ...environment },
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
  });
}

/** Calls back with the exit code, or with 128 and the signal's number, as a shell would say it. */
function whenOver(child: ChildProcess, then: (code: number) => void): void {
  child.once('exit', (code, signal) =>
    then(code ?? 128 + (signal ? constants.signals[signal] : 0)),
  );
  child.on('error', () => {
    if (child.pid === undefined) then(NOT_RUNNABLE);
  });
}

/** There is a child no more, or there never was one. */
function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function end(child: ChildProcess, graceMs: number): void {
  if (graceMs === 0) child.kill('SIGKILL');
  else child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  child.once('exit', () => clearTimeout(timer));
}
