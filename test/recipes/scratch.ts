import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Overlay } from './recipe.js';

/** What the tests of the recipes read, and no more. */
const COPIED = ['src', 'adapters', 'docs', 'test', 'package.json', 'tsconfig.json'];

/** What mocha said of a run. It passed only if some test ran. */
export interface TestRun {
  readonly passed: boolean;
  readonly output: string;
}

/** A copy of the project, to change and test. */
export class Scratch {
  readonly #folder = mkdtempSync(join(tmpdir(), 'redress-recipes-'));

  /** Copies the project at `root`, which stays as it is. */
  constructor(root: string) {
    for (const name of COPIED) {
      cpSync(join(root, name), join(this.#folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'), 'junction');
  }

  /** Reads a file of the copy. */
  read(file: string): string {
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  /** Writes changed and new files. */
  write(overlay: Overlay): void {
    for (const [file, text] of overlay) {
      mkdirSync(dirname(join(this.#folder, file)), { recursive: true });
      writeFileSync(join(this.#folder, file), text);
    }
  }

  /** Runs mocha in the copy. */
  async test(args: readonly string[]): Promise<TestRun> {
    const mocha = join('node_modules', 'mocha', 'bin', 'mocha.js');
    const options = { cwd: this.#folder } as const;
    const child = spawn(process.execPath, [mocha, '--no-color', ...args], options);
    let output = '';
    const note = (part: Buffer): void => {
      output += String(part);
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    return { passed: code === 0 && /^ *[1-9]\d* passing/m.test(output), output: output.trim() };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
