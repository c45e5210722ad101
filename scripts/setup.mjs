// Makes a clone ready to run: installs packages when the lock file asks for others than are there,
// then builds when the sources changed. Runs before `npm start` and `npm test`, on a fresh clone too,
// so it needs nothing but Node. Safe to run twice at once.
// `--no-check` builds without the type check, for `npm test`, which checks all types anyway; `--checked`
// notes that it did, so that the next start need not build again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const SOURCES = ['src', 'adapters', 'playground', 'bench'];
const LONGEST_WAIT_MS = 10 * 60_000;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);
const say = (line) => process.stdout.write(`${line}\n`);

/** Ends the process with one sentence. */
function fail(sentence, code = 1) {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  fail(
    `Redress needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org and try again.`,
  );
}

// --- one at a time ---

const lockFile = at('dist', '.setup-lock');

/** Waits until no other set-up runs in this clone, and keeps others out until the process ends. */
function takeTurn() {
  fs.mkdirSync(at('dist'), { recursive: true });
  const own = `${lockFile}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  process.on('exit', () => {
    fs.rmSync(own, { force: true });
    if (holder() === process.pid) fs.rmSync(lockFile, { force: true });
  });
  const deadline = Date.now() + LONGEST_WAIT_MS;
  let told = false;
  while (!tryLink(own)) {
    const other = holder();
    if (other === undefined || !isAlive(other)) removeStale(other);
    else if (Date.now() > deadline) {
      fail(`Another set-up (process ${other}) does not end: end it, or remove ${relative(root, lockFile)}.`);
    } else {
      if (!told) say(`Another set-up is running (process ${other}); waiting for it.`);
      told = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

/** A link appears at once with its content, so nobody ever reads a lock that is half written. */
function tryLink(own) {
  try {
    fs.linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holder() {
  const text = read(lockFile);
  return text === undefined ? undefined : Number(text);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moves the dead process's lock away; whoever comes second finds another's and puts it back. */
function removeStale(dead) {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    fs.renameSync(lockFile, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (Number(read(aside)) !== dead) tryLink(aside);
  fs.rmSync(aside, { force: true });
}

// --- packages ---

/**
 * Are the packages there that the lock file names? npm itself notes what it installed, at the very
 * end, in node_modules/.package-lock.json. Optional packages may be missing: they are for other systems.
 */
function isInstalled() {
  const wanted = packagesOf(at('package-lock.json'));
  const there = packagesOf(at('node_modules', '.package-lock.json'));
  if (wanted === undefined) fail('package-lock.json is missing or damaged: get it back from the repository.');
  if (there === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = there[path];
    if (found === undefined) return Boolean(entry.optional || entry.devOptional);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined; // missing or damaged: not to be relied on either way
  }
}

function install() {
  say('Installing packages (npm ci); this takes a minute the first time.');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env.npm_execpath || '';
  const isNpm = /^npm-cli\.c?js$/.test(basename(cli)); // under yarn or pnpm it is theirs
  const [command, before] = isNpm ? [process.execPath, [cli]] : ['npm', []];
  run(command, [...before, ...args], 'npm ci', {
    env: installEnvironment(),
    shell: !isNpm && process.platform === 'win32',
  });
}

/** npm hands its own settings on to scripts; these would install something else than this clone needs. */
function installEnvironment() {
  const unwanted =
    /^npm_config_(omit|only|production|dev|optional|global|location|dry_run|package_lock|package_lock_only|workspaces?|include_workspace_root|ignore_scripts|no_save|save.*)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !unwanted.test(name) && name !== 'NODE_ENV'),
  );
}

// --- build ---

const stampFile = at('dist', '.build-stamp');
const bundler = at('scripts', 'bundle-bot.mjs');

/** One hash over everything the build depends on. */
function sourcesHash() {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) => filesUnder(at(folder), /\.ts$/));
  for (const file of [...files.sort(), bundler, at('tsconfig.json'), at('package-lock.json')]) {
    hash.update(`${relative(root, file)}\0`).update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(folder, name) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true })
    .map((path) => join(folder, path))
    .filter((path) => name.test(path));
}

const withoutCheck = process.argv.includes('--no-check');
const UNCHECKED = ' unchecked';

function isBuilt(hash) {
  const stamp = read(stampFile);
  const isCurrent = stamp === hash || (withoutCheck && stamp === hash + UNCHECKED);
  return isCurrent && fs.existsSync(at('dist', 'playground', 'start.js'));
}

/** The types of what was built without a check were checked since. */
function noteCheck() {
  const hash = sourcesHash();
  if (read(stampFile) === hash + UNCHECKED) fs.writeFileSync(stampFile, hash);
}

function build(hash) {
  say('Building (tsc).');
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
  const mode = withoutCheck ? '--noCheck' : '--noEmitOnError';
  run(process.execPath, [tsc, '-p', at('tsconfig.json'), mode], 'The build');
  for (const folder of SOURCES) {
    for (const made of filesUnder(at('dist', folder), /\.js(\.map)?$/)) {
      const source = relative(at('dist'), made).replace(/\.js(\.map)?$/, '.ts');
      if (!fs.existsSync(at(source))) fs.rmSync(made);
    }
  }
  run(process.execPath, [bundler], 'The bundle of the bot');
  fs.writeFileSync(stampFile, withoutCheck ? hash + UNCHECKED : hash);
}

// --- both ---

function run(command, args, what, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) fail(`${what} could not be started (${error.code}).`);
  if (status !== 0) fail(`${what} failed (${signal || `exit code ${status}`}); see above.`, status || 1);
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

checkNode();
if (process.argv.includes('--checked')) noteCheck();
else if (!isInstalled() || !isBuilt(sourcesHash())) {
  takeTurn();
  // looked at again: whoever had the turn before may have done it
  if (!isInstalled()) install();
  const hash = sourcesHash();
  if (!isBuilt(hash)) build(hash);
}
