import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** How much of what the bot wrote is kept, characters. */
const KEPT = 20_000_000;
/** How long a start may take on a busy machine, ms. */
const START_MS = 60_000;

/** A kept connection may lead to a process that is dead by now. */
export const FRESH = { connection: 'close' } as const;

/** Bots that run now: none outlives the tests. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** How a process ended: its exit code, or null after a signal. */
export interface Ended {
  readonly code: number | null;
  /** How long it took, ms. */
  readonly ms: number;
}

/** The production bot as a child process, which can be stopped, killed and started again. */
export class BotProcess {
  readonly url: string;
  /** What all its processes wrote, standard output and error together. */
  output = '';
  /** How often it was killed. */
  kills = 0;
  private child: ChildProcess | undefined;
  /** The one that was killed last; it may not be quite dead yet. */
  private killed: ChildProcess | undefined;
  private up: Promise<void> = Promise.resolve();
  private readonly env: Readonly<Record<string, string>>;

  constructor(port: number, env: Readonly<Record<string, string>>) {
    this.url = `http://127.0.0.1:${port}`;
    this.env = { ...env, PORT: String(port), HOST: '127.0.0.1' };
  }

  /** Starts it and waits until it is ready. Throws with what it wrote when it does not come up. */
  async start(): Promise<void> {
    await this.ready(this.spawn());
  }

  /** Runs it until it ends by itself, as with settings it cannot start with. */
  async run(): Promise<Ended> {
    const since = Date.now();
    const [code] = await once(this.spawn(), 'close');
    return { code: code as number | null, ms: Date.now() - since };
  }

  /** Resolves when the bot is up again after {@link crash}, and after any other that came meanwhile. */
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

  /** Ends it this very moment, in the middle of whatever it does, and has it started again. */
  crash(): void {
    const { child } = this;
    if (child === undefined || !this.isAlive || child === this.killed) return;
    this.killed = child;
    this.kills += 1;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    const before = this.up.catch(() => undefined);
    this.up = Promise.all([before, gone]).then(() => this.start());
    // Whoever waits for it hears of a start that failed; nobody may be waiting yet.
    this.up.catch(() => undefined);
  }

  get isAlive(): boolean {
    const { child } = this;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Asks it to stop and waits for the end. */
  stop(): Promise<Ended> {
    return this.end('SIGTERM');
  }

  /** Ends it at once, and leaves it at that. */
  async kill(): Promise<void> {
    await this.up.catch(() => undefined);
    await this.end('SIGKILL');
  }

  private spawn(): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH, HOME, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    const keep = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-KEPT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return child;
  }

  private async ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (Date.now() < deadline) {
      const { exitCode, signalCode } = child;
      if (exitCode !== null || signalCode !== null) {
        throw new Error(`the bot ended with ${exitCode ?? signalCode}:\n${this.tail()}`);
      }
      const answer = await fetch(`${this.url}/readyz`, { headers: FRESH }).catch(() => undefined);
      if (answer?.ok) return;
      await pause(40);
    }
    throw new Error(`the bot was not ready in time:\n${this.tail()}`);
  }

  /** The last of what it wrote, for a test that fails. */
  tail(): string {
    return this.output.slice(-4000);
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const { child } = this;
    const since = Date.now();
    if (child === undefined || !this.isAlive) return { code: child?.exitCode ?? null, ms: 0 };
    const ended = once(child, 'close');
    child.kill(signal);
    const [code] = await ended;
    return { code: code as number | null, ms: Date.now() - since };
  }
}
