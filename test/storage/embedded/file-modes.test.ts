import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '../../../src/storage/embedded/database.js';
import { claimInstance } from '../../../src/storage/instance.js';

const readMode = (path: string): number => statSync(path).mode & 0o777;

describe('files with complaints', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-modes-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are in a folder that only its owner can read', () => {
    claimInstance(join(folder, 'a', 'data')).release();
    openDatabase(join(folder, 'b', 'redress.db')).close();
    for (const made of ['a', 'a/data', 'b']) expect(readMode(join(folder, made))).to.equal(0o700);
    expect(readMode(join(folder, 'b', 'redress.db'))).to.equal(0o600);
  });

  it('get a mode for their owner only', () => {
    const file = join(folder, 'redress.db');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    openDatabase(file).close();
    expect(readMode(file)).to.equal(0o600);
  });

  it('do not change the mode of an existing folder', () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    chmodSync(own, 0o750);
    claimInstance(own).release();
    expect(readMode(own)).to.equal(0o750);
  });
});
