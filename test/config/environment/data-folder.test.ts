import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type FolderSystem,
  findDataFolderFault,
  type PathState,
} from '../../../src/config/environment/data-folder.js';
import { loadConfig } from '../../../src/config/load.js';
import { GOOD_ENVIRONMENT, SMALL_FILE } from '../sample-settings.js';

describe('The data folder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'redress-data-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('may be there, or be created in a folder that is there', () => {
    expect(findDataFolderFault(root)).to.equal(undefined);
    expect(findDataFolderFault(join(root, 'data'))).to.equal(undefined);
    expect(findDataFolderFault(join(root, 'data/'))).to.equal(undefined);
  });

  it('must not be a file, nor be in one', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const fault = `${file} is no folder: remove it, or name a folder.`;
    expect(findDataFolderFault(file)).to.equal(fault);
    expect(findDataFolderFault(join(file, 'data'))).to.equal(fault);
  });

  it('must have a parent: a disk may not be mounted', () => {
    const path = join(root, 'disk', 'data');
    expect(findDataFolderFault(path)).to.equal(
      `${path} cannot be created, because there is no folder ${join(root, 'disk')}: create that, mount its disk, or correct the path.`,
    );
  });

  it('must be writable, and so must be the folder that it is created in', () => {
    const system = (states: Readonly<Record<string, PathState>>): FolderSystem => ({
      stateOf: (path) => states[path] ?? 'absent',
      findWriteFault: () => 'EACCES',
    });
    expect(findDataFolderFault('/srv/data', system({ '/srv/data': 'folder' }))).to.equal(
      '/srv/data cannot be written: let the user that runs Redress own it, or name another folder.',
    );
    expect(findDataFolderFault('/srv/data', system({ '/srv': 'folder' }))).to.equal(
      '/srv/data cannot be created in /srv, where this user may not write: create it for the user that runs Redress.',
    );
    expect(findDataFolderFault('/srv/data', system({ '/srv/data': { code: 'EACCES' } }))).to.equal(
      '/srv/data cannot be read (EACCES): correct its rights, or name another folder.',
    );
  });

  it('is told to be mounted for writing when its file system is read-only', () => {
    const system = (states: Readonly<Record<string, PathState>>): FolderSystem => ({
      stateOf: (path) => states[path] ?? 'absent',
      findWriteFault: () => 'EROFS',
    });
    expect(findDataFolderFault('/srv/data', system({ '/srv/data': 'folder' }))).to.equal(
      '/srv/data cannot be written, because its file system is read-only: mount it for writing, or name another folder.',
    );
    expect(findDataFolderFault('/srv/data', system({ '/srv': 'folder' }))).to.equal(
      '/srv/data cannot be created in /srv, because its file system is read-only: mount it for writing, or name another folder.',
    );
  });

  // The administrator may write everywhere.
  if (process.getuid?.() !== 0) {
    it('is asked of the system, for this user', () => {
      const folder = join(root, 'closed');
      mkdirSync(folder);
      chmodSync(folder, 0o500);
      expect(findDataFolderFault(folder)).to.include('cannot be written');
      chmodSync(folder, 0o700);
    });
  }

  it('is a fault of REDRESS_DATA beside all others', () => {
    const environment = { ...GOOD_ENVIRONMENT, REDRESS_DATA: join(root, 'a/b'), PORT: 'x' };
    const outcome = loadConfig(environment, () => SMALL_FILE, findDataFolderFault);
    expect(outcome.kind === 'faulty' && outcome.faults.map(({ where }) => where)).to.deep.equal([
      'PORT',
      'REDRESS_DATA',
    ]);
  });
});
