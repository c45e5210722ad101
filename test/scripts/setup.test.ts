import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const SCRIPT = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url));

/** Installs the packages of the lock file, with a compiler that "compiles" every source. */
const FAKE_NPM = `
const fs = require('fs');
fs.appendFileSync('log', 'npm ' + process.argv.slice(2).join(' ') + ' omit=' + process.env.npm_config_omit + ' node_env=' + process.env.NODE_ENV + '\\n');
if (fs.existsSync('npm-fails')) process.exit(1);
const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules/typescript/bin', { recursive: true });
fs.copyFileSync('fake-tsc.cjs', 'node_modules/typescript/bin/tsc');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }));
`;
const FAKE_TSC = `
const fs = require('fs');
fs.appendFileSync('log', process.argv.includes('--noCheck') ? 'tsc --noCheck\\n' : 'tsc\\n');
if (fs.existsSync('tsc-fails')) process.exit(2);
for (const folder of ['src', 'playground']) {
  fs.mkdirSync('dist/' + folder, { recursive: true });
  for (const file of fs.readdirSync(folder)) {
    if (file.endsWith('.ts')) fs.writeFileSync('dist/' + folder + '/' + file.replace('.ts', '.js'), '');
  }
}
`;

let clone: string;

function writeToClone(path: string, content: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), content);
}

function lockFile(version: string): string {
  return JSON.stringify({
    packages: {
      '': { name: 'redress' },
      'node_modules/typescript': { version, dev: true },
      'node_modules/other-system': { version: '1.0.0', optional: true },
    },
  });
}

/** Returns and clears the calls of npm and tsc. */
function readCalls(): readonly string[] {
  const file = join(clone, 'log');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  rmSync(file, { force: true });
  return lines.map((line) => line.split(' ').slice(0, 2).join(' '));
}

function runSetup(
  environment: Record<string, string> = {},
  before: readonly string[] = [],
  onOutput: () => void = () => undefined,
  flags: readonly string[] = [],
) {
  const args = [...before, join(clone, 'scripts', 'setup.mjs'), ...flags];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, npm_execpath: join(clone, 'npm-cli.cjs'), ...environment },
  });
  const result = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    result.out += data;
    onOutput();
  });
  child.stderr.on('data', (data) => {
    result.err += data;
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, ...result })),
  );
}

describe('the set-up script', () => {
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'redress-setup-'));
    mkdirSync(join(clone, 'scripts'));
    copyFileSync(SCRIPT, join(clone, 'scripts', 'setup.mjs'));
    writeToClone('scripts/bundle-bot.mjs', '');
    writeToClone('package-lock.json', lockFile('5.0.0'));
    writeToClone('tsconfig.json', '{}');
    writeToClone('src/main.ts', '1');
    writeToClone('playground/start.ts', '1');
    writeToClone('npm-cli.cjs', FAKE_NPM);
    writeToClone('fake-tsc.cjs', FAKE_TSC);
  });
  afterEach(() => rmSync(clone, { recursive: true }));

  it('installs and builds a new clone, then does and prints nothing', async () => {
    const first = await runSetup();
    expect(first).to.deep.equal({
      code: 0,
      out: 'Installing packages (npm ci); this takes a minute the first time.\nBuilding (tsc).\n',
      err: '',
    });
    expect(readCalls()).to.deep.equal(['npm ci', 'tsc']);
    expect(await runSetup()).to.deep.equal({ code: 0, out: '', err: '' });
    expect(readCalls()).to.deep.equal([]);
  });

  it('only builds when only sources changed, and removes the output of deleted sources', async () => {
    writeToClone('src/old.ts', '1');
    await runSetup();
    readCalls();
    rmSync(join(clone, 'src/old.ts'));
    expect((await runSetup()).out).to.equal('Building (tsc).\n');
    expect(readCalls()).to.deep.equal(['tsc']);
    expect(existsSync(join(clone, 'dist/src/old.js'))).to.equal(false);
    expect(existsSync(join(clone, 'dist/src/main.js'))).to.equal(true);
  });

  it('builds without the type check when told so, and again for a start unless the check has passed', async () => {
    const withFlag = (flag: string) => runSetup({}, [], undefined, [flag]);
    await withFlag('--no-check');
    expect(readCalls()).to.deep.equal(['npm ci', 'tsc --noCheck']);
    await withFlag('--no-check');
    expect(readCalls()).to.deep.equal([]);
    await runSetup();
    expect(readCalls(), 'a start without the check').to.deep.equal(['tsc']);
    writeToClone('src/main.ts', '2');
    await withFlag('--no-check');
    await withFlag('--checked');
    expect(readCalls()).to.deep.equal(['tsc --noCheck']);
    await runSetup();
    expect(readCalls(), 'a start after the check').to.deep.equal([]);
    writeToClone('src/main.ts', '3');
    await withFlag('--checked');
    await runSetup();
    expect(readCalls(), 'other sources than were checked').to.deep.equal(['tsc']);
  });

  it('installs again when the lock file has another version', async () => {
    await runSetup();
    readCalls();
    writeToClone('package-lock.json', lockFile('5.0.1'));
    await runSetup();
    expect(readCalls()).to.deep.equal(['npm ci', 'tsc']);
  });

  it('installs again after an incomplete installation or one without development packages', async () => {
    await runSetup();
    readCalls();
    rmSync(join(clone, 'node_modules/.package-lock.json'));
    await runSetup();
    expect(readCalls()).to.deep.equal(['npm ci']);
    writeToClone('node_modules/.package-lock.json', '{"packages":{}}');
    await runSetup();
    expect(readCalls()).to.deep.equal(['npm ci']);
  });

  it('accepts a manual installation', async () => {
    writeToClone('node_modules/.package-lock.json', lockFile('5.0.0'));
    writeToClone('node_modules/typescript/bin/tsc', FAKE_TSC);
    await runSetup();
    expect(readCalls()).to.deep.equal(['tsc']);
  });

  it('installs development packages whatever npm or the environment says', async () => {
    await runSetup({ npm_config_omit: 'dev', NODE_ENV: 'production' });
    const [line] = readFileSync(join(clone, 'log'), 'utf8').split('\n');
    expect(line).to.match(/^npm ci --include=dev .*omit=undefined node_env=undefined$/);
  });

  it('builds again after a failed build', async () => {
    writeToClone('tsc-fails', '');
    expect(await runSetup()).to.include({
      code: 2,
      err: 'The build failed (exit code 2); see above.\n',
    });
    rmSync(join(clone, 'tsc-fails'));
    readCalls();
    expect((await runSetup()).code).to.equal(0);
    expect(readCalls()).to.deep.equal(['tsc']);
  });

  it('reports a failed installation', async () => {
    writeToClone('npm-fails', '');
    expect(await runSetup()).to.include({
      code: 1,
      err: 'npm ci failed (exit code 1); see above.\n',
    });
    expect(readCalls()).to.deep.equal(['npm ci']);
  });

  it('installs and builds once when it runs concurrently', async () => {
    const results = await Promise.all([runSetup(), runSetup(), runSetup()]);
    expect(results.map((result) => result.code)).to.deep.equal([0, 0, 0]);
    expect(readCalls()).to.deep.equal(['npm ci', 'tsc']);
    expect(existsSync(join(clone, 'dist/.setup-lock'))).to.equal(false);
  });

  it('waits for another set-up and prints its process', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    writeToClone('dist/.setup-lock', String(other.pid));
    let notify: (() => void) | undefined;
    const output = new Promise<void>((resolve) => {
      notify = resolve;
    });
    const waiting = runSetup({}, [], () => notify?.());
    await output;
    expect(readCalls()).to.deep.equal([]);
    rmSync(join(clone, 'dist/.setup-lock'));
    const result = await waiting;
    other.kill();
    expect(result.code).to.equal(0);
    expect(result.out.split('\n')[0]).to.equal(
      `Another set-up is running (process ${other.pid}); waiting for it.`,
    );
    expect(readCalls()).to.deep.equal(['npm ci', 'tsc']);
  });

  it('takes over from a killed set-up', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.once('close', resolve));
    writeToClone('dist/.setup-lock', String(dead.pid));
    const results = await Promise.all([runSetup(), runSetup()]);
    expect(results.map((result) => result.code)).to.deep.equal([0, 0]);
    expect(readCalls()).to.deep.equal(['npm ci', 'tsc']);
  });

  it('prints one sentence when Node is too old', async () => {
    const old =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.4"}})';
    expect(await runSetup({}, ['--import', old])).to.deep.equal({
      code: 1,
      out: '',
      err: 'Redress needs Node 20.19 or newer, and this is 18.20.4: install a newer one from https://nodejs.org and try again.\n',
    });
  });
});
