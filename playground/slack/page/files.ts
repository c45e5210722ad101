import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The folder with `package.json` above this file: the same from sources and from `dist`. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('The package this file belongs to was not found.');
    folder = above;
  }
  return folder;
}

/** A file of the page, or `undefined` for names that are none. */
export async function pageFile(
  name: string,
): Promise<{ type: string; content: Buffer } | undefined> {
  const type = TYPES[extname(name)];
  if (!type || !/^[a-z][a-z-]*\.[a-z]+$/.test(name)) return undefined;
  const path = join(packageRoot(), 'playground', 'page', name);
  if (!existsSync(path)) return undefined;
  return { type, content: await readFile(path) };
}
