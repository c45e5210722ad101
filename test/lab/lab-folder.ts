import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the lab's clock needs in a test: anew for each one. */
export interface LabFolder {
  folder: string;
  /** Where the clock keeps itself. */
  file: string;
  /** Real time, ms; it moves when it is set. */
  real: number;
  realNow: () => number;
}

/** Makes a folder before each test of this suite and removes it afterwards. */
export function labFolder(): LabFolder {
  const lab: LabFolder = { folder: '', file: '', real: 0, realNow: () => lab.real };
  beforeEach(() => {
    lab.folder = mkdtempSync(join(tmpdir(), 'redress-lab-'));
    lab.file = join(lab.folder, 'lab-clock.json');
    lab.real = 1_000_000;
  });
  afterEach(() => rmSync(lab.folder, { recursive: true }));
  return lab;
}
