import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RedressError } from '../../errors.js';

/**
 * Claims a file for this process and returns what gives it back. A claim is an empty file beside
 * it, `<file>.pid-<pid>-<start>`, whose name says which process made it and when that process
 * started. First our claim is written, then those of others are read: of two processes that start
 * at once at least one sees the other, so they are never both let in. A dead process's claim can
 * be removed without a race, because no other process will ever have its name.
 *
 * Throws `STORE_LOCKED` when a live process, this one included, has the file. Processes of another
 * container cannot be seen from here: a data folder must not be shared between containers.
 */
export function claimFile(file: string): () => void {
  const start = processStart(process.pid);
  if (start === undefined) throw new RedressError('STORE_LOCKED', 'Cannot tell who we are.');
  const own = `${file}.pid-${process.pid}-${start}`;
  writeClaim(own, file);
  try {
    for (const other of otherClaims(file, own)) {
      if (processStart(other.pid) === other.start) throw locked(file, other.pid);
      rmSync(other.path, { force: true });
    }
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
  return () => rmSync(own, { force: true });
}

interface Claim {
  readonly path: string;
  readonly pid: number;
  readonly start: string;
}

function writeClaim(own: string, file: string): void {
  try {
    closeSync(openSync(own, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw locked(file, process.pid, error);
    throw error;
  }
}

function otherClaims(file: string, own: string): readonly Claim[] {
  const prefix = `${basename(file)}.pid-`;
  return readdirSync(dirname(file)).flatMap((name) => {
    const path = join(dirname(file), name);
    const [, pid, start] = /^(\d+)-([0-9a-f]+)$/.exec(name.slice(prefix.length)) ?? [];
    if (!name.startsWith(prefix) || path === own || !pid || !start) return [];
    return [{ path, pid: Number(pid), start }];
  });
}

/**
 * A short text for the moment a process started, the same for as long as it lives; undefined when
 * there is no such process (a zombie is none: it holds no files any more). A pid alone will not
 * do: in a container the bot is always pid 1, and elsewhere pids are given out again.
 */
export function processStart(pid: number): string | undefined {
  const text = startFromProc(pid) ?? startFromPs(pid);
  if (text === undefined) return undefined;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** proc(5): field 3 of `/proc/PID/stat` is the state, field 22 the start in ticks since boot. */
function startFromProc(pid: number): string | undefined {
  const boot = readIfThere('/proc/sys/kernel/random/boot_id');
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (boot === undefined || stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || ticks === undefined) return undefined;
  return `${boot.trim()} ${ticks}`;
}

/** For systems without /proc. Without `ps` too, a live pid counts as the process that claimed. */
function startFromPs(pid: number): string | undefined {
  if (readIfThere('/proc/self/stat') !== undefined || !isThere(pid)) return undefined;
  try {
    const args = ['-o', 'state=', '-o', 'lstart=', '-p', String(pid)];
    const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/bin:/usr/bin' };
    const line = execFileSync('ps', args, { encoding: 'utf8', env, timeout: 5000 }).trim();
    const [, state, started] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
    return state?.startsWith('Z') ? undefined : started;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'no ps' : undefined;
  }
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // ESRCH: the process went away between open and read.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function locked(file: string, pid: number, cause?: unknown): RedressError {
  const name = basename(file);
  return new RedressError('STORE_LOCKED', `Process ${pid} uses ${name} already.`, { cause });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
