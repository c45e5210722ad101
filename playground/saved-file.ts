import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file's text, or `undefined` when there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes the text so that the file is whole at every moment, and its owner's only: temporary file, flush, rename. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    // one that a crash left may have another mode
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/**
 * Makes the function that saves `state` to `file` as JSON (nothing without a file) and resolves when it
 * is on disk. Changes that arrive while a save runs share the next one.
 */
export function makeSaver(state: object, file: string | undefined): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const write = () => (file ? writeWhole(file, JSON.stringify(state)) : Promise.resolve());
  const start = () => {
    running = write().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (!file) return Promise.resolve();
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
