import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RedressError } from '../../errors.js';

/**
 * Claims a file for this process and returns the function that releases it. A claim is an empty file
 * beside it, `<file>.pid-<pid>-<start>`, named after the process and the moment it started. We write
 * our claim first and read those of others afterwards, so of two processes that start at the same time
 * at least one sees the other. The claim of a dead process can be removed without a race, because no
 * other process will ever have its name.
 *
 * Throws `STORE_LOCKED` when a live process, this one included, has the file. Processes in another
 * container are invisible, so containers must not share a data folder.
 */
export function claimFile(file: string): () => void {
  const start = readProcessStart(process.pid);
  if (start === undefined)
    throw new RedressError('STORE_LOCKED', 'The start time of this process cannot be read.');
  const own = `${file}.pid-${process.pid}-${start}`;
  createClaim(own, file);
  try {
    for (const other of listOtherClaims(file, own)) {
      if (readProcessStart(other.pid) === other.start) throw createLockedError(file, other.pid);
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

function createClaim(own: string, file: string): void {
  try {
    closeSync(openSync(own, 'wx', 0o600));
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw createLockedError(file, process.pid, error);
    throw error;
  }
}

function listOtherClaims(file: string, own: string): readonly Claim[] {
  const prefix = `${basename(file)}.pid-`;
  return readdirSync(dirname(file)).flatMap((name) => {
    const path = join(dirname(file), name);
    const [, pid, start] = /^(\d+)-([0-9a-f]+)$/.exec(name.slice(prefix.length)) ?? [];
    if (!name.startsWith(prefix) || path === own || !pid || !start) return [];
    return [{ path, pid: Number(pid), start }];
  });
}

/**
 * A short hash of the moment a process started, constant while it lives; undefined when it does not
 * run (a zombie holds no files and does not count). A pid alone is not enough: in a container the bot
 * is always pid 1, and elsewhere pids are reused.
 */
export function readProcessStart(pid: number): string | undefined {
  const text = readStartFromProc(pid) ?? readStartFromPs(pid);
  if (text === undefined) return undefined;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** proc(5): field 3 of `/proc/PID/stat` is the state, field 22 the start in ticks since boot. */
function readStartFromProc(pid: number): string | undefined {
  const boot = readIfExists('/proc/sys/kernel/random/boot_id');
  const stat = readIfExists(`/proc/${pid}/stat`);
  if (boot === undefined || stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || ticks === undefined) return undefined;
  return `${boot.trim()} ${ticks}`;
}

/** For systems without /proc. Without `ps` too, a live pid counts as the claiming process. */
function readStartFromPs(pid: number): string | undefined {
  if (readIfExists('/proc/self/stat') !== undefined || !processExists(pid)) return undefined;
  try {
    const args = ['-o', 'state=', '-o', 'lstart=', '-p', String(pid)];
    const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/bin:/usr/bin' };
    const line = execFileSync('ps', args, { encoding: 'utf8', env, timeout: 5000 }).trim();
    const [, state, started] = /^(\S+)\s+(.+)$/.exec(line) ?? [];
    return state?.startsWith('Z') ? undefined : started;
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'no ps' : undefined;
  }
}

function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function readIfExists(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // ESRCH: the process ended between open and read.
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function createLockedError(file: string, pid: number, cause?: unknown): RedressError {
  const message = `Process ${pid} uses ${file} already: stop it, or choose another folder by REDRESS_DATA.`;
  return new RedressError('STORE_LOCKED', message, { cause });
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
