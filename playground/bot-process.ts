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
  /** Kills the bot at once; it is started again as after any death. Nothing when it does not run. */
  kill(): void;
  /**
   * Ends the bot as {@link stop} does, but not for good: resolves when no process of it is left, and
   * none is started until {@link resume}. Resolves at once while it waits to be started again.
   */
  rest(graceMs: number): Promise<void>;
  /** Starts the bot after {@link rest}; nothing unless it rests, and nothing after {@link stop}. */
  resume(): void;
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
  const runner = new Runner(options);
  runner.launch();
  return runner;
}

/** One bot at a time: a process is started only when the one before it is gone. */
class Runner implements BotProcess {
  readonly ended: Promise<number>;
  private readonly options: BotOptions;
  private finish: (code: number) => void = () => undefined;
  private child: ChildProcess | undefined;
  /** The restart that is waited for. */
  private timer: NodeJS.Timeout | undefined;
  private waitMs = FIRST_WAIT_MS;
  private isStopping = false;
  private isResting = false;
  /** Those who wait for the end of the process. */
  private waiting: (() => void)[] = [];

  constructor(options: BotOptions) {
    this.options = options;
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  launch(): void {
    const startedAt = Date.now();
    this.timer = undefined;
    const child = start(this.options);
    this.child = child;
    whenOver(child, (code) => this.over(code, Date.now() - startedAt));
  }

  stop(graceMs: number): void {
    const again = this.isStopping;
    this.isStopping = true;
    clearTimeout(this.timer);
    if (this.child === undefined) this.finish(0);
    else end(this.child, again ? 0 : graceMs);
  }

  kill(): void {
    if (this.child === undefined) return;
    // whoever asked for it does not wait longer each time
    this.waitMs = FIRST_WAIT_MS;
    killGroup(this.child);
  }

  rest(graceMs: number): Promise<void> {
    this.isResting = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (child === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      end(child, graceMs);
    });
  }

  resume(): void {
    if (!this.isResting || this.isStopping || this.child !== undefined) return;
    this.isResting = false;
    this.waitMs = FIRST_WAIT_MS;
    this.launch();
  }

  private over(code: number, livedMs: number): void {
    this.child = undefined;
    for (const resolve of this.waiting.splice(0)) resolve();
    const isLast = this.isStopping || !this.options.restart || code === EXIT_CONFIG;
    if (this.isResting && !this.isStopping) return;
    if (isLast) {
      this.finish(code);
      return;
    }
    if (livedMs > LIVED_MS) this.waitMs = FIRST_WAIT_MS;
    this.options.onDeath?.(code, this.waitMs);
    this.timer = setTimeout(() => this.launch(), this.waitMs);
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }
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

function end(child: ChildProcess, graceMs: number): void {
  // one that could not be started ends by itself
  if (child.pid === undefined) return;
  if (graceMs === 0) {
    killGroup(child);
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), graceMs);
  child.once('exit', () => clearTimeout(timer));
}

/** Kills the process and what it may have started; the group has the number of its first process. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // no groups on this system, or it is gone already: then this does nothing
    child.kill('SIGKILL');
  }
}
