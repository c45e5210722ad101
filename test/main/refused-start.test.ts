import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openEmbeddedStores } from '../../src/storage/embedded/stores.js';
import { GOOD_ENVIRONMENT, SMALL_FILE } from '../config/sample-settings.js';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface End {
  readonly code: number | null;
  /** What it said on standard error. */
  readonly said: string;
}

describe('a start that is refused by what is in the data folder', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-refused-'));
    file = join(folder, 'redress.db');
    writeFileSync(join(folder, 'redress.yml'), SMALL_FILE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function start(...words: readonly string[]): Promise<End> {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...words], {
      env: {
        ...{ ...GOOD_ENVIRONMENT, PATH: process.env.PATH, PORT: '0', REDRESS_DATA: folder },
        REDRESS_CONFIG: join(folder, 'redress.yml'),
      },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
    });
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
  }

  it('ends with one sentence and 1 while another process uses the folder', async () => {
    const stores = await openEmbeddedStores({ file });
    const { code, said } = await start();
    expect(said.trim().split('\n')).to.deep.equal([
      `STORE_LOCKED: Process ${process.pid} uses ${file} already: stop it, or choose another folder by REDRESS_DATA.`,
    ]);
    expect(code).to.equal(1);
    expect((await start('--with-parent', '--with-restarts')).code, 'the playground ends').to.equal(
      78,
    );
    await stores.close();
  });

  it('ends with one sentence and 78, and no stack, for a damaged or missing file', async () => {
    writeFileSync(file, Buffer.alloc(8192, 7));
    const damaged = await start();
    expect(damaged.said).to.match(/^STORE_DAMAGED: .*redress\.db is damaged: [^\n]*\n$/);
    expect(damaged.code).to.equal(78);
    rmSync(file);
    writeFileSync(join(folder, 'installation.json'), '{"id":"a","beat":3,"at":1,"inode":7}');
    const missing = await start();
    expect(missing.said).to.match(/^STORE_MISSING: .*redress\.db is missing, [^\n]*\n$/);
    expect(missing.code).to.equal(78);
  });

  it('ends with one sentence and 78 when a file in the folder is in the way', async () => {
    writeFileSync(join(folder, 'installation.json'), 'not JSON');
    const { code, said } = await start();
    expect(said).to.match(/^STORE_DAMAGED: .*installation\.json is damaged: [^\n]*\n$/);
    expect(code).to.equal(78);
  });
});
