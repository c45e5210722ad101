import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder and a clock for the lab, new for each test. */
export interface LabFolder {
  folder: string;
  /** The file of the lab's clock. */
  file: string;
  /** Real time, ms UTC; the test sets it. */
  real: number;
  realNow: () => number;
}

/** Creates a folder before each test of this suite and removes it afterwards. */
export function useLabFolder(): LabFolder {
  const lab: LabFolder = { folder: '', file: '', real: 0, realNow: () => lab.real };
  beforeEach(() => {
    lab.folder = mkdtempSync(join(tmpdir(), 'redress-lab-'));
    lab.file = join(lab.folder, 'lab-clock.json');
    lab.real = 1_000_000;
  });
  afterEach(() => rmSync(lab.folder, { recursive: true }));
  return lab;
}
