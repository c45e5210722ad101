import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { toBotEnvironment } from '../../../playground/playground-config.js';
import { loadSecrets } from '../../../playground/secrets.js';
import { DEFAULT_SEED } from '../../../playground/slack/seed.js';
import { openState } from '../../../playground/slack/state.js';
import { readProcessStart } from '../../../src/storage/embedded/process-claim.js';

const LAUNCHER = fileURLToPath(new URL('../../../playground/start.ts', import.meta.url));

let folder: string;

/** Polls until there is a value, or fails after 30 s: a start is slow on a busy machine. */
async function until<T>(look: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const seen = look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error('it did not happen within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Process ids of bots, from their claims on the embedded file. */
function listBotPids(): readonly number[] {
  const data = join(folder, 'playground');
  const names = existsSync(data) ? readdirSync(data) : [];
  return names.flatMap((name) => {
    const pid = /^redress\.db\.pid-(\d+)-/.exec(name)?.[1];
    return pid === undefined ? [] : [Number(pid)];
  });
}

describe('the real launcher with the real bot', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-launcher-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  it('keeps its files readable by their owner only, and leaves no bot behind after kill -9', async function () {
    this.timeout(70_000);
    const child = spawn(process.execPath, ['--import', 'tsx', LAUNCHER], {
      env: { PATH: process.env.PATH, PORT: '0', PLAYGROUND_PORT: '0', REDRESS_DATA: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let bot: number | undefined;
    try {
      let output = '';
      child.stdout.on('data', (data) => {
        output += data;
      });
      await until(() => output.includes('The Redress playground is at') || undefined);
      bot = listBotPids()[0];
      expect(bot).to.be.a('number');
      expect(statSync(join(folder, 'playground')).mode & 0o777).to.equal(0o700);
      child.kill('SIGKILL');
      await until(() => (readProcessStart(bot ?? 0) === undefined ? true : undefined));
      expect(listBotPids(), 'it stopped in order').to.deep.equal([]);
    } finally {
      child.kill('SIGKILL');
      if (bot !== undefined && readProcessStart(bot) !== undefined) process.kill(bot, 'SIGKILL');
    }
  });

  it('keeps the workspace in a file that only its owner can read', async () => {
    const file = join(folder, 'made', 'workspace.json');
    const core = await openState({ file, seed: DEFAULT_SEED, now: Date.now });
    core.touch({ kind: 'person' });
    await core.saved();
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(statSync(join(folder, 'made')).mode & 0o777).to.equal(0o700);
    writeFileSync(`${file}.new`, '', { mode: 0o644 });
    core.touch({ kind: 'person' });
    await core.saved();
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('gives the bot its own database on the MongoDB server, with the server’s options', () => {
    const secrets = loadSecrets(join(folder, 'secrets.json'));
    const addresses = { slackApi: 'http://127.0.0.1/', teamsApi: 'http://127.0.0.1/teams' };
    const around = { folder, configFile: 'x', botPort: 1, ...addresses, secrets };
    const uriFor = (uri: string) => toBotEnvironment({ MONGODB_URI: uri }, around).MONGODB_URI;
    const cases = {
      'mongodb://localhost': 'mongodb://localhost/redress-playground',
      'mongodb://localhost:27017/': 'mongodb://localhost:27017/redress-playground',
      'mongodb://[::1]:27017/redress?replicaSet=rs0':
        'mongodb://[::1]:27017/redress-playground?replicaSet=rs0',
      'mongodb://localhost?w=1': 'mongodb://localhost/redress-playground?w=1',
      'mongodb://u:p@localhost/redress':
        'mongodb://u:p@localhost/redress-playground?authSource=redress',
      'mongodb://u:p@localhost/?w=1':
        'mongodb://u:p@localhost/redress-playground?w=1&authSource=admin',
      'mongodb://u:p@localhost/x?authSource=y':
        'mongodb://u:p@localhost/redress-playground?authSource=y',
      ' ': '',
    };
    for (const [before, after] of Object.entries(cases)) expect(uriFor(before)).to.equal(after);
  });
});
