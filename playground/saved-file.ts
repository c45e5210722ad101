import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file's text, or undefined when there is no such file. */
export async function readIfExists(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file atomically (temporary file, flush, rename), readable by its owner only. */
async function writeAtomically(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    // a temporary file left by a crash may have another mode
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/**
 * Creates the function that saves `state` to `file` as JSON and resolves when it is on disk; without a
 * file it does nothing. Calls during a save share the next one.
 */
export function createSaver(state: object, file: string | undefined): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const write = () => (file ? writeAtomically(file, JSON.stringify(state)) : Promise.resolve());
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
