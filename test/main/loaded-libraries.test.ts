import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type SlackStub, startSlackStub } from '../../bench/stubs/slack-stub.js';
import { GOOD_ENVIRONMENT } from '../config/sample-settings.js';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const FILE = `
hours: { zone: Europe/London }
teams: { billing: { place: { slack: C0123456789 }, members: [{ name: Ben, slack: U0123456789 }] } }
officers: [{ name: Ben, slack: U0123456789 }]
`;

/** A module for `--import` that writes the URL or path of each loaded module to a file: both systems of modules. */
function recordInto(file: string): string {
  const path = JSON.stringify(file);
  const hook = `import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      appendFileSync(${path}, url + '\\n');
      return next(url, context);
    }`;
  return toDataUrl(`import { appendFileSync } from 'node:fs';
    import Module, { register } from 'node:module';
    register(${JSON.stringify(toDataUrl(hook))});
    process.on('exit', () => appendFileSync(${path}, Object.keys(Module._cache).join('\\n')));`);
}

function toDataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

describe('a start in Slack on the embedded file', function () {
  this.timeout(60_000);
  let folder: string;
  let slack: SlackStub;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redress-loaded-'));
    writeFileSync(join(folder, 'redress.yml'), FILE);
    slack = await startSlackStub();
  });
  after(async () => {
    await slack.stop();
    rmSync(folder, { recursive: true });
  });

  /** The packages that a bot loaded until it was ready and stopped. */
  async function findLoaded(): Promise<ReadonlySet<string>> {
    const loaded = join(folder, 'loaded');
    const imports = ['--import', 'tsx', '--import', recordInto(loaded)];
    const child = spawn(process.execPath, [...imports, MAIN], {
      env: {
        ...{ ...GOOD_ENVIRONMENT, PATH: process.env.PATH, PORT: '0', SLACK_API_URL: slack.url },
        ...{ REDRESS_DATA: folder, REDRESS_CONFIG: join(folder, 'redress.yml') },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (text) => {
      if (String(text).includes('Redress is ready')) child.kill('SIGTERM');
    });
    const [code] = await once(child, 'close');
    expect(code).to.equal(0);
    const names = readFileSync(loaded, 'utf8').matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g);
    return new Set([...names].map(([, name = '']) => name));
  }

  it('loads its own libraries, and none of MongoDB’s, of agenda’s or of Teams’', async () => {
    const loaded = await findLoaded();
    expect([...loaded]).to.include.members(['node-sqlite3-wasm', '@slack/bolt', 'fastify']);
    const others = ['mongoose', 'mongodb', 'agenda', '@agendajs/mongo-backend', 'botbuilder'];
    expect([...loaded].filter((name) => others.includes(name))).to.deep.equal([]);
    // Checks the schemas of routes: ours have none.
    expect([...loaded]).to.not.include('ajv');
  });
});
