import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { findPrintedFaults } from '../../support/warnings.js';

/** The built bot; the whole test run gives a bundle of it, which starts faster (scripts/bundle-bot.mjs). */
const PROGRAM = process.env.REDRESS_TEST_BOT ?? 'dist/src/main.js';
/** How much of the bot's output is kept, characters. */
const OUTPUT_KEPT = 20_000_000;
/** How long a start may take on a busy machine, ms. */
const START_MS = 60_000;

/** Asks for a new connection: a kept one may lead to a process that is dead by now. */
export const NEW_CONNECTION = { connection: 'close' } as const;

/** Bots that run now. They are killed when the tests end. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** How a process ended. */
export interface ExitResult {
  /** The exit code, or null after a signal. */
  readonly code: number | null;
  /** How long it took, ms. */
  readonly ms: number;
}

/**
 * The production bot as a child process, which can be stopped, killed and started again. {@link stop},
 * {@link kill} and {@link run} throw if Node warned in it, as of a timer that overflows, or if it died
 * of an error that nobody handled.
 */
export class BotProcess {
  readonly url: string;
  /** Standard output and standard error of all its processes. */
  output = '';
  /** How often {@link crash} killed it. */
  kills = 0;
  private child: ChildProcess | undefined;
  /** The process that was killed last; it may not have exited yet. */
  private killed: ChildProcess | undefined;
  private up: Promise<void> = Promise.resolve();
  protected readonly env: Readonly<Record<string, string>>;

  constructor(port: number, env: Readonly<Record<string, string>>) {
    this.url = `http://127.0.0.1:${port}`;
    this.env = { ...env, PORT: String(port), HOST: '127.0.0.1' };
  }

  /** Starts it and waits until it is ready. Throws with its output when it does not come up. */
  async start(): Promise<void> {
    await this.ready(this.spawn());
  }

  /** Runs it until it ends by itself, as with settings it cannot start with. */
  async run(): Promise<ExitResult> {
    const since = Date.now();
    const [code] = await once(this.spawn(), 'close');
    this.throwOnFaults();
    return { code: code as number | null, ms: Date.now() - since };
  }

  /** Resolves when the bot is up again after every {@link crash} so far. */
  async whenUp(): Promise<void> {
    for (;;) {
      const { up } = this;
      const failed = await up.then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      if (this.up !== up) continue;
      if (failed !== undefined) throw failed.error;
      return;
    }
  }

  /** Kills it at once with SIGKILL and starts it again in the background. */
  crash(): void {
    const { child } = this;
    if (child === undefined || !this.isAlive || child === this.killed) return;
    this.killed = child;
    this.kills += 1;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    const before = this.up.catch(() => undefined);
    this.up = Promise.all([before, gone]).then(() => this.start());
    // whenUp() reports a failed start; nobody may be waiting for it yet.
    this.up.catch(() => undefined);
  }

  get isAlive(): boolean {
    const { child } = this;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<ExitResult> {
    return this.end('SIGTERM');
  }

  /** Kills it at once and does not start it again. */
  async kill(): Promise<void> {
    await this.up.catch(() => undefined);
    await this.end('SIGKILL');
  }

  private spawn(): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--trace-warnings', PROGRAM], {
      env: { PATH, HOME, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    const keep = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-OUTPUT_KEPT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return child;
  }

  private async ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_MS;
    let last = 'no answer';
    while (Date.now() < deadline) {
      const { exitCode, signalCode } = child;
      if (exitCode !== null || signalCode !== null) {
        throw new Error(`the bot ended with ${exitCode ?? signalCode}:\n${this.tail()}`);
      }
      const answer = await fetch(`${this.url}/readyz`, { headers: NEW_CONNECTION }).catch(
        () => undefined,
      );
      if (answer?.ok) return;
      if (answer !== undefined) last = `${answer.status} ${await answer.text()}`;
      await pause(40);
    }
    throw new Error(`the bot was not ready in time (/readyz: ${last}):\n${this.tail()}`);
  }

  /** The last 4,000 characters of its output, for the error of a failed test. */
  tail(): string {
    return this.output.slice(-4000);
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<ExitResult> {
    const { child } = this;
    const since = Date.now();
    if (child === undefined || !this.isAlive) {
      this.throwOnFaults();
      return { code: child?.exitCode ?? null, ms: 0 };
    }
    const ended = once(child, 'close');
    child.kill(signal);
    const [code] = await ended;
    this.throwOnFaults();
    return { code: code as number | null, ms: Date.now() - since };
  }

  private throwOnFaults(): void {
    const faults = findPrintedFaults(this.output);
    if (faults.length > 0) throw new Error(`Node says of the bot:\n${faults.join('\n')}`);
  }
}
