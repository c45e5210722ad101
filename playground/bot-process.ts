import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Environment } from './playground-config.js';

/** BSD `sysexits.h` EX_CONFIG: the bot's exit code when its settings are wrong; a restart would not help. */
export const EXIT_CONFIG = 78;

/** A shell's exit code for a program that cannot run. */
const NOT_RUNNABLE = 127;

/** After this time a bot counts as well started, and its next restart is quick again. Real ms. */
const STABLE_MS = 30_000;
/** First and longest wait before a restart, real ms. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** How the bot's program runs: the command and its arguments. */
export interface BotProgram {
  readonly command: string;
  readonly args: readonly string[];
}

export interface BotProcess {
  /** Resolves with the exit code when the bot has ended and will not restart. */
  readonly ended: Promise<number>;
  /** Asks the bot to end; kills it after `graceMs`, or at once at the second call. */
  stop(graceMs: number): void;
  /** Kills the bot at once; it restarts as after any crash. Does nothing when it does not run. */
  kill(): void;
  /**
   * Ends the bot as {@link stop} does, until {@link resume}. Resolves when no process of it is left; at
   * once while it waits for a restart.
   */
  pause(graceMs: number): Promise<void>;
  /** Starts the bot after {@link pause}; does nothing unless it is paused, or after {@link stop}. */
  resume(): void;
}

export interface BotOptions {
  readonly program: BotProgram;
  readonly environment: Environment;
  /** Restart it when it ends, with growing waits; but not after {@link EXIT_CONFIG}. */
  readonly restart: boolean;
  /** Called at each end that a restart follows. */
  readonly onDeath?: (code: number, waitMs: number) => void;
}

/**
 * Runs the bot with our output, in a process group of its own: a Ctrl-C in the terminal reaches only
 * this process, and the bot is told once, by {@link BotProcess.stop}. The bot's input is a pipe without
 * data that closes when this process ends in any way; `--with-parent` makes the bot end then, too. With
 * `--with-restarts` it ends with {@link EXIT_CONFIG} also while another bot uses its data folder.
 */
export function runBot(options: BotOptions): BotProcess {
  const runner = new Runner(options);
  runner.launch();
  return runner;
}

/** Runs one bot at a time: a process starts only when the one before it is gone. */
class Runner implements BotProcess {
  readonly ended: Promise<number>;
  private readonly options: BotOptions;
  private finish: (code: number) => void = () => undefined;
  private child: ChildProcess | undefined;
  /** The timer of the next restart. */
  private timer: NodeJS.Timeout | undefined;
  private waitMs = FIRST_WAIT_MS;
  private isStopping = false;
  private isResting = false;
  /** Called when the process ends. */
  private onceGone: (() => void)[] = [];

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
    onceExited(child, (code) => this.onExit(code, Date.now() - startedAt));
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
    // a kill on purpose does not make the waits grow
    this.waitMs = FIRST_WAIT_MS;
    killGroup(this.child);
  }

  pause(graceMs: number): Promise<void> {
    this.isResting = true;
    clearTimeout(this.timer);
    const { child } = this;
    if (child === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.onceGone.push(resolve);
      end(child, graceMs);
    });
  }

  resume(): void {
    if (!this.isResting || this.isStopping || this.child !== undefined) return;
    this.isResting = false;
    this.waitMs = FIRST_WAIT_MS;
    this.launch();
  }

  private onExit(code: number, livedMs: number): void {
    this.child = undefined;
    for (const resolve of this.onceGone.splice(0)) resolve();
    const isLast = this.isStopping || !this.options.restart || code === EXIT_CONFIG;
    if (this.isResting && !this.isStopping) return;
    if (isLast) {
      this.finish(code);
      return;
    }
    if (livedMs > STABLE_MS) this.waitMs = FIRST_WAIT_MS;
    this.options.onDeath?.(code, this.waitMs);
    this.timer = setTimeout(() => this.launch(), this.waitMs);
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }
}

function start({ program, environment, restart }: BotOptions): ChildProcess {
  const args = [...program.args, '--with-parent', ...(restart ? ['--with-restarts'] : [])];
  return spawn(program.command, args, {
    env: { ...environment },
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
  });
}

/** Calls back with the exit code, or as a shell does with 128 plus the signal's number. */
function onceExited(child: ChildProcess, then: (code: number) => void): void {
  child.once('exit', (code, signal) =>
    then(code ?? 128 + (signal ? constants.signals[signal] : 0)),
  );
  child.on('error', () => {
    if (child.pid === undefined) then(NOT_RUNNABLE);
  });
}

function end(child: ChildProcess, graceMs: number): void {
  // a process that could not start ends by itself
  if (child.pid === undefined) return;
  if (graceMs === 0) {
    killGroup(child);
    return;
  }
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), graceMs);
  child.once('exit', () => clearTimeout(timer));
}

/** Kills the process and its children; the id of the group is that of its first process. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // the system has no process groups, or the process is gone already, and this does nothing
    child.kill('SIGKILL');
  }
}
